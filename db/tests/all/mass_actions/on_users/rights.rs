//! Whose rights count, and that they are asked again at each step.
use super::*;
use domain::permissions::BuiltIn;

async fn set_type(db: &Db, user: UserId, kind: domain::ids::UserTypeId) {
    let text = "UPDATE users SET user_type_id = $1 WHERE id = $2";
    execute(db, text, vec![kind.0.into(), user.0.into()]).await;
}

#[tokio::test]
async fn the_last_active_super_admin_stays() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        for login in ["ada", "ben", "cleo"] {
            fixtures.super_admin(login).create().await;
        }
        let portal = AuditContext::system(NOW);
        for kind in [MassActionKind::DeactivateUsers, MassActionKind::DeleteUsers] {
            let all = asked(kind, matching(""));
            let preview = preview_on_users(&db, &portal, &all).await.unwrap();
            let last = (SkipReason::LastSuperAdmin, 1);
            assert_eq!(
                (preview.changes, preview.reasons),
                (2, vec![last]),
                "{kind:?}"
            );
            let action = fixtures.users_action(&all).await;
            let result = seen(&db, action).await;
            assert_eq!((result.changes, result.skipped), (2, 1), "{kind:?}");
            assert_eq!(active(&db).await, ["cleo"], "{kind:?}");
            if kind == MassActionKind::DeactivateUsers {
                fixtures.undo(WHOLE, action).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn who_loses_the_right_meanwhile_changes_no_more() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        fixtures.many_users(1_500, Names::Numbered).await;
        let inactive = "SELECT count(*) FROM users WHERE NOT active AND login NOT LIKE 'me-%'";
        let deactivate = asked(MassActionKind::DeactivateUsers, matching("many"));
        for lost in ["type", "active", "deleted"] {
            let me = fixtures.admin(&format!("me-{lost}")).create().await;
            let action = fixtures.by(&audit(me)).start_on_users(&deactivate).await;
            mass_actions::step(&db, action, 1, NOW).await.unwrap();
            match lost {
                "type" => set_type(&db, me, learner).await,
                "active" => fixtures.deactivate(me).await,
                _ => {
                    let delete = "DELETE FROM users WHERE id = $1";
                    execute(&db, delete, vec![me.0.into()]).await;
                }
            }
            let next = mass_actions::step(&db, action, 1, NOW).await.unwrap();
            assert_eq!(next, Step::Finished, "{lost}");
            let state = seen(&db, action).await.state;
            assert_eq!(state, MassActionState::Cancelled, "{lost}");
            assert_eq!(number(&db, inactive, vec![]).await, 1_000, "{lost}");
            let admin = audit(fixtures.admin(&format!("other-{lost}")).create().await);
            fixtures.by(&admin).undo(WHOLE, action).await;
            assert_eq!(number(&db, inactive, vec![]).await, 0, "{lost}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_branch_reaches_only_its_own_users_and_sees_only_its_own_actions() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let mut ida = audit(fixtures.admin("ida").in_branch(north).create().await);
        ida.scope = AccessScope::for_branch(Some(north));
        let ana = fixtures.user("ana").in_branch(north).create().await;
        let ben = fixtures.user("ben").create().await;
        let chosen = UserSelection::Selected(vec![ana, ben]);
        let deactivate = asked(MassActionKind::DeactivateUsers, chosen);
        let preview = preview_on_users(&db, &ida, &deactivate).await.unwrap();
        assert_eq!((preview.users, preview.changes), (1, 1));
        let action = fixtures.by(&ida).users_action(&deactivate).await;
        assert_eq!(active(&db).await, ["ben", "ida"]);
        let move_out = UsersAction {
            kind: MassActionKind::MoveUsers,
            target: UsersTarget::Branch(domain::branches::Destination::Portal),
            selection: matching(""),
        };
        let refused = mass_actions::start_on_users(&db, &ida, &move_out, None).await;
        assert!(matches!(refused, Err(Error::NotFound)));

        let admin = audit(fixtures.admin("admin").create().await);
        let whole = asked(MassActionKind::ActivateUsers, matching(""));
        let other = fixtures.by(&admin).users_action(&whole).await;
        let shown = mass_actions::recent(&db, ida.scope, 50, NOW).await.unwrap();
        let shown: Vec<_> = shown.into_iter().map(|one| one.id).collect();
        assert_eq!(shown, [action]);
        let refused = mass_actions::undo(&db, &ida, ida.scope, other).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let refused = mass_actions::skipped(&db, ida.scope, other).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn an_undo_leaves_whom_its_actor_may_not_edit_to_another() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = audit(fixtures.super_admin("root").create().await);
        let boss = fixtures.super_admin("boss").create().await;
        let ana = fixtures.user("ana").create().await;
        let me = audit(fixtures.admin("me").create().await);
        let chosen = UserSelection::Selected(vec![boss, ana]);
        let deactivate = asked(MassActionKind::DeactivateUsers, chosen);
        let action = fixtures.by(&root).users_action(&deactivate).await;
        let undo = fixtures.by(&me).undo(WHOLE, action).await;
        assert_eq!(
            (seen(&db, undo).await.changes, seen(&db, undo).await.skipped),
            (1, 1)
        );
        assert_eq!(active(&db).await, ["ana", "me", "root"]);
        assert!(seen(&db, action).await.undoable);
        fixtures.by(&root).undo(WHOLE, action).await;
        assert_eq!(active(&db).await, ["ana", "boss", "me", "root"]);
        assert!(!seen(&db, action).await.undoable);
    })
    .await;
}
