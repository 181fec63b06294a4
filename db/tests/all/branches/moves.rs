//! Moving users and groups to another branch, and what they lose by it.
use super::*;

#[tokio::test]
async fn a_moved_user_leaves_the_groups_of_the_branch_and_joins_the_new_default_group() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let south = fixtures.branch("South").await;
        let baking = fixtures.course("Baking").in_branch(north).create().await;
        let ana = fixtures.user("ana").in_branch(north).create().await;
        let team = filled(&db, &of(north), "Team", &[ana], &[baking]).await;
        let old = filled(&db, &of(north), "Old", &[ana], &[baking]).await;
        trash::delete(&db, &portal(), old, RemovalPolicy::WithdrawAccess)
            .await
            .unwrap();
        let of_all = filled(&db, &portal(), "Of all", &[ana], &[]).await;
        let welcome = fixtures.group("Welcome").in_branch(south).create().await;
        branches::set_default_group(&db, &portal(), south, Some(welcome))
            .await
            .unwrap();

        let preview = branches::user_move(&db, ana, Some(south)).await.unwrap();
        assert_eq!(preview.leaving, ["Team"]);
        assert_eq!(preview.joining.as_deref(), Some("Welcome"));
        branches::move_user(&db, &portal(), ana, Some(south))
            .await
            .unwrap();
        branches::move_user(&db, &portal(), ana, Some(south))
            .await
            .unwrap();
        let groups: Vec<_> = memberships(&db)
            .await
            .into_iter()
            .map(|row| row.0)
            .collect();
        assert_eq!(groups, [of_all.0, welcome.0]);
        assert_eq!(enrolments(&db).await, [], "the team withdraws access");
        assert_eq!(
            sentences(&db, ActivityKind::UserMoved).await[0],
            "moved Ana ana to the branch South"
        );
        assert_apart(&db).await;
        trash::restore(&db, &portal(), old).await.unwrap();
        assert_apart(&db).await;
        assert!(groups::get(&db, team).await.unwrap().counts.members == 0);
    })
    .await;
}

#[tokio::test]
async fn undoing_a_removal_restores_only_members_of_the_branch() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let south = fixtures.branch("South").await;
        let baking = fixtures.course("Baking").in_branch(north).create().await;
        let ana = fixtures.user("ana").in_branch(north).create().await;
        let ben = fixtures.user("ben").in_branch(north).create().await;
        let team = filled(&db, &of(north), "Team", &[ana, ben], &[baking]).await;
        let removal = fixtures
            .by(&portal())
            .mass_action(
                team,
                MassActionKind::WithdrawMembers,
                &Selection::AllMembers,
            )
            .await;
        branches::move_user(&db, &portal(), ben, Some(south))
            .await
            .unwrap();
        fixtures.by(&portal()).undo(team, removal).await;
        let users: Vec<_> = memberships(&db)
            .await
            .into_iter()
            .map(|row| row.1)
            .collect();
        assert_eq!(users, [ana.0]);
        assert_apart(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_moved_group_loses_members_and_courses_that_the_branch_does_not_have() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let south = fixtures.branch("South").await;
        let art = fixtures.course("Art").create().await;
        let baking = fixtures.course("Baking").in_branch(north).create().await;
        let ana = fixtures.user("ana").in_branch(north).create().await;
        let cleo = fixtures.user("cleo").create().await;
        let team = filled(&db, &portal(), "Team", &[ana, cleo], &[art, baking]).await;
        settings::set_default_group(&db, &portal(), Some(team))
            .await
            .unwrap();
        branches::set_default_group(&db, &portal(), south, Some(team))
            .await
            .unwrap();

        let preview = branches::group_move(&db, team, Some(north)).await.unwrap();
        assert_eq!((preview.members, preview.leaving_members), (2, 1));
        assert_eq!(
            (preview.courses, preview.leaving_courses),
            (2, vec!["Art".to_owned()])
        );
        assert!(preview.loses_default);
        // The portal's default group stops being one wherever it moves; a branch's default group
        // only if it moves to another branch.
        settings::set_default_group(&db, &portal(), None)
            .await
            .unwrap();
        for (to, loses) in [(north, true), (south, false)] {
            let preview = branches::group_move(&db, team, Some(to)).await.unwrap();
            assert_eq!(preview.loses_default, loses);
        }
        branches::move_group(&db, &portal(), team, Some(north))
            .await
            .unwrap();
        assert_apart(&db).await;
        let now = groups::get(&db, team).await.unwrap();
        assert_eq!(
            (now.counts.members, now.counts.courses, now.counts.drift),
            (1, 1, 0)
        );
        assert!(!now.is_default);
        assert_eq!(now.branch.unwrap().name, "North");
        let given = (ana.0, baking.0, "group".to_owned(), Some(team.0));
        assert_eq!(enrolments(&db).await, [given]);

        let twin = fixtures.group("TEAM").create().await;
        let moved = branches::move_group(&db, &portal(), twin, Some(north)).await;
        assert!(matches!(moved, Err(Error::Taken(Taken::GroupName))));
        let foreign = branches::set_default_group(&db, &portal(), south, Some(team)).await;
        assert!(
            matches!(foreign, Err(Error::NotFound)),
            "it is of the other branch"
        );
        let of_all = settings::set_default_group(&db, &portal(), Some(team)).await;
        assert!(
            matches!(of_all, Err(Error::NotFound)),
            "it does not belong to the main portal"
        );
    })
    .await;
}

#[tokio::test]
async fn moving_a_user_or_a_group_removes_instructors_who_can_no_longer_teach() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let south = fixtures.branch("South").await;
        let trainer = fixtures.user_type(BuiltIn::Trainer).await;
        let tom = users::create(&db, &of(north), &user_info("tom", trainer), None)
            .await
            .unwrap();
        let own = fixtures.course("Own").in_branch(north).create().await;
        let lent = fixtures.course("Lent").create().await;
        for place in [north, south] {
            branches::add_course(&db, &portal(), place, lent)
                .await
                .unwrap();
        }
        let keep = RemovalPolicy::KeepAccess;
        let team = fixtures
            .group("Team")
            .in_branch(north)
            .removal_policy(keep)
            .create()
            .await;
        let club = fixtures
            .group("Club")
            .in_branch(north)
            .removal_policy(keep)
            .create()
            .await;
        for taught in [Teachable::Course(own), Teachable::Course(lent)]
            .into_iter()
            .chain([team, club].map(Teachable::Group))
        {
            instructors::add(&db, &portal(), taught, tom).await.unwrap();
        }
        let teaches = async || {
            let text = "SELECT (SELECT count(*) FROM course_instructors) * 10 \
                 + (SELECT count(*) FROM group_instructors)";
            number(&db, text, vec![]).await
        };
        assert_eq!(teaches().await, 22);
        branches::move_group(&db, &portal(), club, None)
            .await
            .unwrap();
        assert_eq!(teaches().await, 21, "the club is portal-wide now");
        branches::move_user(&db, &portal(), tom, Some(south))
            .await
            .unwrap();
        assert_eq!(teaches().await, 10, "only the course that the South has");
    })
    .await;
}
