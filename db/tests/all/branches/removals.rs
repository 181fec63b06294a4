//! Removing courses from a branch, and deleting a branch.
use super::*;

#[tokio::test]
async fn a_course_removed_from_a_branch_leaves_the_groups_of_the_branch() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let art = fixtures.course("Art").create().await;
        let baking = fixtures.course("Baking").in_branch(north).create().await;
        branches::add_course(&db, &portal(), north, art)
            .await
            .unwrap();
        let ana = fixtures.user("ana").in_branch(north).create().await;
        let team = filled(&db, &of(north), "Team", &[ana], &[art, baking]).await;
        let old = filled(&db, &of(north), "Old", &[ana], &[art]).await;
        trash::delete(&db, &portal(), old, RemovalPolicy::WithdrawAccess)
            .await
            .unwrap();

        let (row, losing) = branches::removal_preview(&db, north, art).await.unwrap();
        assert!(row.in_branch && !row.owned);
        let losing: Vec<_> = losing.into_iter().map(|(name, _)| name).collect();
        assert_eq!(losing, ["Team"]);
        let row = branches::remove_course(&db, &portal(), north, art)
            .await
            .unwrap();
        assert!(!row.in_branch);
        assert_apart(&db).await;
        let given = (ana.0, baking.0, "group".to_owned(), Some(team.0));
        assert_eq!(enrolments(&db).await, [given]);
        trash::restore(&db, &portal(), old).await.unwrap();
        assert_apart(&db).await;
        let home = branches::remove_course(&db, &portal(), north, baking).await;
        assert!(
            matches!(home, Err(Error::NotFound)),
            "it was added there and stays"
        );
    })
    .await;
}

#[tokio::test]
async fn a_deleted_branch_leaves_everything_to_the_main_portal() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let baking = fixtures.course("Baking").in_branch(north).create().await;
        let ana = fixtures.user("ana").in_branch(north).create().await;
        filled(&db, &of(north), "Team", &[ana], &[baking]).await;
        fixtures.group("Team").create().await;
        let admin = fixtures.user_type(BuiltIn::Admin).await;
        let boss = users::create(&db, &of(north), &user_info("boss", admin), None)
            .await
            .unwrap();
        let early = branches::delete(&db, &portal(), north).await;
        assert!(matches!(early, Err(Error::BranchHasAdministrator)));
        branches::move_user(&db, &portal(), boss, None)
            .await
            .unwrap();
        branches::delete(&db, &portal(), north).await.unwrap();
        let found = groups::list(
            &db,
            AccessScope::PORTAL,
            &Search::default(),
            Default::default(),
            NOW,
        )
        .await;
        let names: Vec<_> = found
            .unwrap()
            .rows
            .into_iter()
            .map(|row| (row.name, row.branch))
            .collect();
        assert_eq!(
            names,
            [("Team".to_owned(), None), ("Team (copy)".to_owned(), None)]
        );
        assert_eq!(users::get(&db, ana).await.unwrap().branch, None);
        assert_eq!(enrolments(&db).await.len(), 1, "no one loses anything");
        assert_apart(&db).await;
        let twice = branches::delete(&db, &portal(), north).await;
        assert!(matches!(twice, Err(Error::NotFound)));
    })
    .await;
}
