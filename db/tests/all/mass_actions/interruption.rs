//! Interruptions, and other writers at the same time.
use super::*;

#[tokio::test]
async fn an_interrupted_action_is_resumed_and_a_cancelled_one_can_be_undone() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let it = setting(&db, 0).await;
        let (group, admin) = (it.group, &it.admin);
        fixtures.many_users(2_500, Names::Numbered).await;
        let everyone = Selection::Matching {
            search: "many".into(),
            filter: MemberFilter::NotMembers,
        };
        fixtures
            .by(admin)
            .mass_action(group, MassActionKind::AddMembers, &everyone)
            .await;
        assert_eq!(groups::get(&db, group).await.unwrap().counts.drift, 5_000);

        let action = mass_actions::start(
            &db,
            admin,
            group,
            MassActionKind::Assign,
            &Selection::AllMembers,
        )
        .await
        .unwrap();
        assert_eq!(
            mass_actions::step(&db, action, 1, NOW).await.unwrap(),
            Step::More
        );
        assert_counts(&db).await;
        assert_eq!(view(&db, group, action).await.processed, STEP as i64);
        // The process ends: no other one takes over before its lease expires.
        let other = mass_actions::step(&db, action, 2, NOW).await.unwrap();
        assert_eq!(other, Step::Elsewhere);
        assert!(
            mass_actions::list_abandoned(&db, NOW)
                .await
                .unwrap()
                .is_empty()
        );
        let later = NOW.plus_seconds(4);
        assert_eq!(
            mass_actions::list_abandoned(&db, later).await.unwrap(),
            [action]
        );
        while mass_actions::step(&db, action, 2, later).await.unwrap() == Step::More {}
        assert_eq!(enrolments(&db).await.len(), 5_000);
        assert_eq!(view(&db, group, action).await.changes, 5_000);
        assert_counts(&db).await;

        // A cancelled undo leaves the rest, which a second undo reverses.
        let first = mass_actions::undo(&db, admin, group, action).await.unwrap();
        mass_actions::step(&db, first, 1, NOW).await.unwrap();
        mass_actions::cancel(&db, admin, group, first)
            .await
            .unwrap();
        assert_eq!(enrolments(&db).await.len(), 3_000);
        assert_counts(&db).await;
        fixtures.by(admin).undo(group, action).await;
        assert!(enrolments(&db).await.is_empty());
        assert_counts(&db).await;

        let action = mass_actions::start(
            &db,
            admin,
            group,
            MassActionKind::Assign,
            &Selection::AllMembers,
        )
        .await
        .unwrap();
        mass_actions::step(&db, action, 1, NOW).await.unwrap();
        mass_actions::cancel(&db, admin, group, action)
            .await
            .unwrap();
        let after = mass_actions::step(&db, action, 1, NOW).await.unwrap();
        assert_eq!(after, Step::Finished);
        assert_eq!(
            view(&db, group, action).await.state,
            MassActionState::Cancelled
        );
        assert_eq!(enrolments(&db).await.len(), 2_000);
        fixtures.by(admin).undo(group, action).await;
        assert!(enrolments(&db).await.is_empty());
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_step_that_is_interrupted_has_no_effect() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let it = setting(&db, 0).await;
        fixtures.many_users(1_500, Names::Numbered).await;
        let all = Selection::Matching {
            search: "many".into(),
            filter: MemberFilter::All,
        };
        fixtures
            .by(&it.admin)
            .mass_action(it.group, MassActionKind::AddMembers, &all)
            .await;
        let action = mass_actions::start(
            &db,
            &it.admin,
            it.group,
            MassActionKind::Assign,
            &Selection::AllMembers,
        )
        .await
        .unwrap();
        let mut interrupted = 0;
        for micros in [0, 300, 1_000, 3_000, 6_000, 10_000, 20_000] {
            let step = mass_actions::step(&db, action, 1, NOW);
            let time = std::time::Duration::from_micros(micros);
            let ended = tokio::time::timeout(time, step).await;
            interrupted += usize::from(ended.is_err());
            assert_counts(&db).await;
        }
        assert!(interrupted > 0, "each step ended in time");
        fixtures.finish(action).await;
        assert_eq!(enrolments(&db).await.len(), 3_000);
        assert_eq!(view(&db, it.group, action).await.changes, 3_000);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn of_several_starts_at_the_same_time_one_wins_and_the_others_are_busy() {
    on_both_engines(async |db| {
        let it = setting(&db, 2).await;
        let starts = (0..8).map(|_| async {
            mass_actions::start(
                &db,
                &it.admin,
                it.group,
                MassActionKind::Assign,
                &Selection::AllMembers,
            )
            .await
        });
        let results = futures::future::join_all(starts).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        let busy = |result: &&Result<_, _>| matches!(result, Err(Error::Busy));
        assert_eq!(results.iter().filter(busy).count(), 7);
        let keep = RemovalPolicy::KeepAccess;
        let deleted = db::trash::delete(&db, &it.admin, it.group, keep).await;
        assert!(matches!(deleted, Err(Error::Busy)));
    })
    .await;
}

#[tokio::test]
async fn other_writers_get_turns_and_the_counters_stay_right() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let it = setting(&db, 12).await;
        let (group, admin) = (it.group, &it.admin);
        let art = fixtures.course("Art").create().await;
        let others = fixtures.users("new", 12).await;
        let action = mass_actions::start(
            &db,
            admin,
            group,
            MassActionKind::Assign,
            &Selection::AllMembers,
        )
        .await
        .unwrap();
        let keep = RemovalPolicy::KeepAccess;
        let adding = others
            .iter()
            .map(|user| members::add(&db, admin, group, *user));
        let removing = it.users[..6]
            .iter()
            .map(|user| members::remove(&db, admin, group, *user, keep));
        let synchronizing = it.users[6..].iter().map(|user| async {
            members::synchronize(&db, admin, group, *user)
                .await
                .map(drop)
        });
        let (added, removed, synchronized, course, ()) = tokio::join!(
            futures::future::join_all(adding),
            futures::future::join_all(removing),
            futures::future::join_all(synchronizing),
            group_courses::add(&db, admin, group, art),
            fixtures.finish(action),
        );
        for result in added.into_iter().chain(removed).chain(synchronized) {
            result.unwrap();
        }
        course.unwrap();
        assert_counts(&db).await;
        let counts = groups::get(&db, group).await.unwrap().counts;
        assert_eq!((counts.members, counts.courses), (18, 3));
    })
    .await;
}
