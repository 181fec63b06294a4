//! New users of a branch: joining by a key, and the groups they join.
use super::*;
use db::throttles::{AddedKey, GuessedKey};
use domain::throttle::Source;

#[tokio::test]
async fn the_key_of_a_branch_group_does_not_work_for_users_of_other_branches() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let team = fixtures.group("Team").in_branch(north).create().await;
        let key = NewKey {
            key: GroupKey::parse("north-2026").unwrap(),
            limits: Limits::default(),
        };
        keys::create(&db, &of(north), team, AddedKey::uncounted(&key))
            .await
            .unwrap();
        let ana = fixtures.user("ana").in_branch(north).create().await;
        let cleo = fixtures.user("cleo").create().await;
        let refused = joining::preview(&db, cleo, GuessedKey::uncounted("north-2026"), NOW).await;
        assert!(matches!(refused, Err(Error::KeyRejected)));
        let refused = joining::redeem(
            &db,
            &crate::support::audit(cleo),
            cleo,
            GuessedKey::uncounted("north-2026"),
        )
        .await;
        assert!(matches!(refused, Err(Error::KeyRejected)));
        joining::redeem(
            &db,
            &crate::support::audit(ana),
            ana,
            GuessedKey::uncounted("north-2026"),
        )
        .await
        .unwrap();

        // Someone who signs up with the key belongs to the branch from then on.
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let seen = fixtures::version(&db, EditForm::NewUserSettings).await;
        settings::update_new_users(&db, &portal(), &seen, learner, SignUpMode::Direct)
            .await
            .unwrap();
        let info = user_info("dora", UserTypeId(0));
        let request = SignUpRequest {
            info: &info,
            password: password(),
            key: joining::find_open(&db, GuessedKey::uncounted("north-2026"), NOW)
                .await
                .ok(),
            link: None,
            source: Source::of([192, 0, 2, 1].into()),
        };
        let made = sign_ups::create(&db, &portal(), request).await.unwrap();
        let SignUpOutcome::Active(dora, joined) = made else {
            panic!("{made:?}");
        };
        let dora = users::get(&db, dora).await.unwrap();
        assert_eq!(dora.branch.unwrap().id, north);
        assert_eq!(joined, Some(team));
        let used = number(&db, "SELECT used FROM group_keys", vec![]).await;
        assert_eq!(used, 2);

        // The same holds for signing up at the join link and then joining by it.
        let rows = keys::list(&db, team, NOW).await.unwrap();
        let link = keys::link(&db, team, rows[0].id).await.unwrap();
        let info = user_info("emil", UserTypeId(0));
        let request = SignUpRequest {
            info: &info,
            password: password(),
            key: None,
            link: Some(&link),
            source: Source::of([192, 0, 2, 1].into()),
        };
        let made = sign_ups::create(&db, &portal(), request).await.unwrap();
        let SignUpOutcome::Active(emil, None) = made else {
            panic!("{made:?}");
        };
        joining::redeem_link(&db, &crate::support::audit(emil), emil, &link)
            .await
            .unwrap();
        assert_apart(&db).await;
    })
    .await;
}

#[tokio::test]
async fn new_users_join_both_default_groups_and_skip_courses_the_branch_does_not_have() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let south = fixtures.branch("South").await;
        let art = fixtures.course("Art").create().await;
        let baking = fixtures.course("Baking").create().await;
        branches::add_course(&db, &portal(), north, baking)
            .await
            .unwrap();
        let welcome = filled(&db, &portal(), "Welcome", &[], &[art, baking]).await;
        let everyone = filled(&db, &portal(), "Everybody", &[], &[art]).await;
        settings::set_default_group(&db, &portal(), Some(everyone))
            .await
            .unwrap();
        // One group can be the default of several branches.
        for place in [north, south] {
            branches::set_default_group(&db, &portal(), place, Some(welcome))
                .await
                .unwrap();
        }
        assert_eq!(branches::get(&db, north).await.unwrap().skipped, ["Art"]);

        let ana = fixtures.user("ana").in_branch(north).create().await;
        let cleo = fixtures.user("cleo").create().await;
        let default = |group: GroupId, user: UserId| (group.0, user.0, "default".to_owned());
        let mut expected = vec![
            default(welcome, ana),
            default(everyone, ana),
            default(everyone, cleo),
        ];
        expected.sort();
        assert_eq!(memberships(&db).await, expected);
        let given = |user: UserId, course: CourseId, group: GroupId| {
            (user.0, course.0, "group".to_owned(), Some(group.0))
        };
        let mut expected = vec![given(ana, baking, welcome), given(cleo, art, everyone)];
        expected.sort();
        assert_eq!(enrolments(&db).await, expected);
        let told = sentences(&db, ActivityKind::MemberJoinedByDefault).await;
        let skipping = |told: &&String| told.ends_with(" (not available in the branch: Art)");
        let lines = told.iter().filter(skipping).count();
        assert_eq!(lines, 2, "skipped courses are listed");
        assert_apart(&db).await;

        // Deleting the group clears the setting in every branch, and the activity says so.
        let preview = trash::preview(&db, welcome).await.unwrap();
        assert!(preview.is_default);
        trash::delete(&db, &portal(), welcome, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        assert_eq!(branches::get(&db, south).await.unwrap().default_group, None);
    })
    .await;
}
