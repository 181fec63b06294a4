//! Users who are added to a group, or removed from one.
use super::*;

fn in_group(kind: MassActionKind, group: GroupId, users: &[UserId]) -> UsersAction {
    UsersAction {
        kind,
        target: UsersTarget::Group(group),
        selection: UserSelection::Selected(users.to_vec()),
    }
}

#[tokio::test]
async fn users_are_added_to_a_group_and_removed_from_it() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let me = audit(fixtures.admin("me").create().await);
        let north = fixtures.branch("North").await;
        let mut users = Vec::new();
        for login in ["ana", "ben", "cleo"] {
            users.push(fixtures.user(login).in_branch(north).create().await);
        }
        fixtures.deactivate(users[2]).await;
        let outside = fixtures.user("dana").create().await;
        users.push(outside);
        let course = fixtures.course("Baking").in_branch(north).create().await;
        let group = fixtures.group("Sales").in_branch(north);
        let group = group.with_members(&users[..1]).with_courses(&[course]);
        let group = group.synchronized().create().await;
        let before = (enrolments(&db).await, memberships(&db).await);

        let add = in_group(MassActionKind::AddMembers, group, &users);
        let preview = preview_on_users(&db, &me, &add).await.unwrap();
        assert_eq!(
            (preview.users, preview.changes, preview.unchanged),
            (4, 1, 1)
        );
        let reasons = [(SkipReason::Inactive, 1), (SkipReason::OtherBranch, 1)];
        assert_eq!(preview.reasons, reasons);
        let action = fixtures.by(&me).users_action(&add).await;
        let result = seen(&db, action).await;
        assert_eq!((result.changes, result.skipped), (1, 2));
        assert_eq!(result.target.as_deref(), Some("Sales"));
        assert_eq!(memberships(&db).await.len(), 2);
        assert_eq!(
            view(&db, group, action).await.changes,
            1,
            "on the group’s own page, too"
        );
        assert_counts(&db).await;
        fixtures.by(&me).undo(WHOLE, action).await;
        assert_eq!((enrolments(&db).await, memberships(&db).await), before);

        let shut_out = MassActionKind::ShutOutAndWithdraw;
        let remove = in_group(shut_out, group, &users);
        let preview = preview_on_users(&db, &me, &remove).await.unwrap();
        assert_eq!(
            (preview.users, preview.changes, preview.unchanged),
            (4, 1, 3)
        );
        assert_eq!(preview.enrolments, 1);
        let action = fixtures.by(&me).users_action(&remove).await;
        assert_eq!(memberships(&db).await, []);
        let shut_outs = number(&db, "SELECT count(*) FROM shut_outs", vec![]).await;
        assert_eq!(shut_outs, 1, "only the member");
        assert_counts(&db).await;
        fixtures.by(&me).undo(WHOLE, action).await;
        assert_eq!((enrolments(&db).await, memberships(&db).await), before);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn the_selection_of_the_list_needs_its_own_door() {
    on_both_engines(async |db| {
        let it = setting(&db, 1).await;
        let selection = Selection::Users(matching(""));
        let add = MassActionKind::AddMembers;
        let refused = mass_actions::start(&db, &it.admin, it.group, add, &selection).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let refused = mass_actions::preview(&db, it.group, add, &selection).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        // A learner has no rights on users.
        let add = in_group(add, it.group, &it.users);
        let refused = mass_actions::start_on_users(&db, &it.admin, &add, None).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}
