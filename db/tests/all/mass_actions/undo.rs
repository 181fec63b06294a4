//! Undo.
use super::*;
use futures::future::join_all;

#[tokio::test]
async fn undoing_an_assignment_restores_the_exact_state() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let it = setting(&db, 5).await;
        let (group, admin) = (it.group, &it.admin);
        members::synchronize(&db, admin, group, it.users[0])
            .await
            .unwrap();
        // One member has kept access: the assignment converts the kept enrolments, and the undo
        // restores them.
        members::synchronize(&db, admin, group, it.users[1])
            .await
            .unwrap();
        members::remove(&db, admin, group, it.users[1], RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        members::add(&db, admin, group, it.users[1]).await.unwrap();
        let before = enrolments(&db).await;
        let action = fixtures
            .by(admin)
            .mass_action(group, MassActionKind::Assign, &Selection::AllMembers)
            .await;
        assert_eq!(enrolments(&db).await.len(), 10);
        let reversed = fixtures.by(admin).undo(group, action).await;
        assert_eq!(enrolments(&db).await, before);
        assert_eq!(
            view(&db, group, action).await.state,
            MassActionState::Undone
        );
        assert_eq!(view(&db, group, reversed).await.changes, 8);
        assert_counts(&db).await;
        let twice = mass_actions::undo(&db, admin, group, action).await;
        assert!(matches!(twice, Err(Error::NotUndoable)));
        let undone_undo = mass_actions::undo(&db, admin, group, reversed).await;
        assert!(matches!(undone_undo, Err(Error::NotUndoable)));
    })
    .await;
}

#[tokio::test]
async fn undoing_a_withdrawal_or_a_removal_restores_the_exact_state() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let it = setting(&db, 5).await;
        let (group, admin) = (it.group, &it.admin);
        let some = Selection::Selected(it.users[..3].to_vec());
        fixtures
            .by(admin)
            .mass_action(group, MassActionKind::Assign, &some)
            .await;
        for kind in [
            MassActionKind::Unassign,
            MassActionKind::RemoveMembers,
            MassActionKind::WithdrawMembers,
        ] {
            let before = (enrolments(&db).await, memberships(&db).await);
            let action = fixtures
                .by(admin)
                .mass_action(group, kind, &Selection::AllMembers)
                .await;
            assert_ne!(enrolments(&db).await, before.0, "{kind:?}");
            assert_counts(&db).await;
            fixtures.by(admin).undo(group, action).await;
            let after = (enrolments(&db).await, memberships(&db).await);
            assert_eq!(before, after, "{kind:?}");
            assert_counts(&db).await;
        }
    })
    .await;
}

#[tokio::test]
async fn undoing_an_addition_removes_only_the_added_members() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let it = setting(&db, 3).await;
        let (group, admin) = (it.group, &it.admin);
        let automatic = GroupInfo {
            enrolment_policy: EnrolmentPolicy::Automatically,
            ..group_info("Sales")
        };
        groups::update(
            &db,
            admin,
            group,
            &fixtures::version(&db, group).await,
            &automatic,
        )
        .await
        .unwrap();
        fixtures.users("new", 4).await;
        let before = (enrolments(&db).await, memberships(&db).await);
        let selection = Selection::Matching {
            search: "new".into(),
            filter: MemberFilter::NotMembers,
        };
        let action = fixtures
            .by(admin)
            .mass_action(group, MassActionKind::AddMembers, &selection)
            .await;
        assert_eq!(view(&db, group, action).await.changes, 4);
        assert_eq!(enrolments(&db).await.len(), 8);
        assert_counts(&db).await;
        fixtures.by(admin).undo(group, action).await;
        assert_eq!((enrolments(&db).await, memberships(&db).await), before);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn undo_does_not_touch_later_changes() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let it = setting(&db, 4).await;
        let (group, admin) = (it.group, &it.admin);
        let assigned = fixtures
            .by(admin)
            .mass_action(group, MassActionKind::Assign, &Selection::AllMembers)
            .await;
        let withdrawn = fixtures
            .by(admin)
            .mass_action(group, MassActionKind::Unassign, &Selection::AllMembers)
            .await;
        // Later changes: one member has left, one was enrolled by hand, a course was removed.
        members::remove(&db, admin, group, it.users[0], RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        members::synchronize(&db, admin, group, it.users[1])
            .await
            .unwrap();
        group_courses::remove(
            &db,
            admin,
            group,
            it.courses[1],
            RemovalPolicy::WithdrawAccess,
        )
        .await
        .unwrap();
        fixtures.by(admin).undo(group, withdrawn).await;
        assert_counts(&db).await;
        let held: Vec<i64> = enrolments(&db).await.iter().map(|row| row.0).collect();
        let expected: Vec<i64> = it.users[1..].iter().map(|user| user.0).collect();
        assert_eq!(held, expected);
        fixtures.by(admin).undo(group, assigned).await;
        let held: Vec<i64> = enrolments(&db).await.iter().map(|row| row.0).collect();
        assert_eq!(held, [it.users[1].0], "given by hand, not by the action");
        assert_counts(&db).await;
    })
    .await;
}

/// Each is asked for while the one that came first is running.
#[tokio::test(flavor = "multi_thread")]
async fn ten_undos_at_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let it = setting(&db, 5).await;
        let (group, admin) = (it.group, &it.admin);
        for _ in 0..3 {
            let before = enrolments(&db).await;
            let action = fixtures
                .by(admin)
                .mass_action(group, MassActionKind::Assign, &Selection::AllMembers)
                .await;
            let undos = (0..10).map(async |_| {
                let undo = mass_actions::undo(&db, admin, group, action).await?;
                while mass_actions::step(&db, undo, 1, NOW).await? == Step::More {}
                Ok::<_, Error>(())
            });
            let outcomes = join_all(undos).await;
            let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            let refused = outcomes
                .iter()
                .filter(|outcome| matches!(outcome, Err(Error::Busy | Error::NotUndoable)))
                .count();
            assert_eq!((done, refused), (1, 9), "{outcomes:?}");
            assert_eq!(enrolments(&db).await, before);
            assert_counts(&db).await;
        }
    })
    .await;
}
