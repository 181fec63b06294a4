//! Signing in, and sessions.
use crate::support::{NOW, audit, execute, number, on_both_engines, sentences};
use db::{AuditContext, Db, Error, sessions, user_types, users};
use domain::{
    activity::ActivityKind,
    permissions::{BuiltIn, Permission, Role},
    policy::RealActor,
};
use fixtures::{Fixtures, PASSWORD, user_info};

#[tokio::test]
async fn users_sign_in_with_login_or_address_and_the_right_password() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        for name in ["ana", " ANA ", "Ana@example.org"] {
            let token = sessions::sign_in(&db, name, PASSWORD, "::1", "Firefox", NOW)
                .await
                .unwrap()
                .expect(name);
            let (_, actor) = sessions::find(&db, &token, NOW).await.unwrap().unwrap();
            assert_eq!((actor.id, actor.name.as_str()), (ana, "Ana ana"));
            assert_eq!(actor.permissions, BuiltIn::Learner.permissions());
            let stored = "SELECT count(*) FROM sessions WHERE token_hash = $1";
            assert_eq!(
                number(&db, stored, vec![token.into()]).await,
                0,
                "only its hash"
            );
        }
        for (name, password) in [("ana", "wrong horse"), ("bob", PASSWORD), ("", "")] {
            let token = sessions::sign_in(&db, name, password, "", "", NOW)
                .await
                .unwrap();
            assert!(token.is_none(), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_inactive_user_and_one_without_password_cannot_sign_in() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        fixtures.user("bob").create().await;
        let token = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        execute(
            &db,
            "UPDATE users SET active = FALSE WHERE id = $1",
            vec![ana.0.into()],
        )
        .await;
        assert!(sessions::find(&db, &token, NOW).await.unwrap().is_none());
        for name in ["ana", "bob"] {
            let token = sessions::sign_in(&db, name, PASSWORD, "", "", NOW)
                .await
                .unwrap();
            assert!(token.is_none(), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_after_two_idle_weeks_and_reading_rarely_writes() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let token = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let seen = async || number(&db, "SELECT last_seen_at FROM sessions", vec![]).await;
        sessions::find(&db, &token, NOW.plus_seconds(299))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(seen().await, NOW.0);
        let later = NOW.plus_days(13);
        sessions::find(&db, &token, later).await.unwrap().unwrap();
        assert_eq!(seen().await, later.0);
        let idle = later.plus_days(sessions::IDLE_DAYS);
        assert!(sessions::find(&db, &token, idle).await.unwrap().is_none());
        assert_eq!(sessions::sweep(&db, idle).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let token = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let other = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        sessions::sign_out(&db, &audit(ana), &token).await.unwrap();
        assert!(sessions::find(&db, &token, NOW).await.unwrap().is_none());
        assert!(sessions::find(&db, &other, NOW).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn permissions_of_a_type_apply_right_away_and_super_admin_always_has_all() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let root = fixtures.super_admin("root").create().await;
        let of_ana = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let of_root = sessions::open(&db, root, "", "", NOW).await.unwrap();
        let permission = Permission::GroupKey.code();
        let text = "DELETE FROM user_type_permissions WHERE permission = $1";
        execute(&db, text, vec![permission.into()]).await;
        let (_, ana) = sessions::find(&db, &of_ana, NOW).await.unwrap().unwrap();
        assert!(!ana.permissions.contains(&Permission::GroupKey));
        let (_, root) = sessions::find(&db, &of_root, NOW).await.unwrap().unwrap();
        assert!(root.permissions.contains(&Permission::GroupKey));
    })
    .await;
}

#[tokio::test]
async fn a_user_without_permissions_can_still_be_signed_in() {
    on_both_engines(async |db| {
        let none = user_types::create_unchecked(
            &db,
            &AuditContext::system(NOW),
            "None",
            &Default::default(),
        )
        .await
        .unwrap();
        let info = user_info("ana", none);
        let ana = users::create(&db, &AuditContext::system(NOW), &info, None)
            .await
            .unwrap();
        let token = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let (_, actor) = sessions::find(&db, &token, NOW).await.unwrap().unwrap();
        assert!(actor.permissions.is_empty());
    })
    .await;
}

/// The user the session acts as, and the real user if that is another one.
async fn who(db: &Db, token: &str) -> (String, Option<String>) {
    let (_, actor) = sessions::find(db, token, NOW).await.unwrap().unwrap();
    (actor.name, actor.acting.map(|real| real.name))
}

fn not_acting(name: &str) -> (String, Option<String>) {
    (name.to_owned(), None)
}

#[tokio::test]
async fn a_session_keeps_the_chosen_role_as_long_as_the_type_has_it() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let tom = fixtures.instructor("tom").create().await;
        let token = sessions::open(&db, tom, "", "", NOW).await.unwrap();
        let other = sessions::open(&db, tom, "", "", NOW).await.unwrap();
        let role = async |token: &str| {
            let (_, actor) = sessions::find(&db, token, NOW).await.unwrap().unwrap();
            actor.role()
        };
        assert_eq!(role(&token).await, Role::Instructor, "the type's own");
        sessions::set_role(&db, &token, Role::Learner)
            .await
            .unwrap();
        assert_eq!(role(&token).await, Role::Learner);
        assert_eq!(role(&other).await, Role::Instructor, "another session");
        sessions::set_role(&db, &token, Role::Administrator)
            .await
            .unwrap();
        assert_eq!(role(&token).await, Role::Instructor, "not of this type");
        execute(
            &db,
            "UPDATE user_types SET default_role = 'learner'",
            vec![],
        )
        .await;
        assert_eq!(role(&other).await, Role::Learner, "the type's default");
    })
    .await;
}

#[tokio::test]
async fn a_session_acts_as_another_user_until_it_stops_and_the_activity_says_so() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let ana = fixtures.user("ana").create().await;
        let token = sessions::open(&db, root, "", "", NOW).await.unwrap();
        let other = sessions::open(&db, root, "", "", NOW).await.unwrap();
        sessions::set_role(&db, &token, Role::Instructor)
            .await
            .unwrap();
        sessions::act_as(&db, &audit(root), &token, ana)
            .await
            .unwrap();
        let (_, actor) = sessions::find(&db, &token, NOW).await.unwrap().unwrap();
        assert_eq!(actor.id, ana);
        assert_eq!(actor.role(), Role::Learner, "Ana's own role");
        assert_eq!(actor.permissions, BuiltIn::Learner.permissions());
        let real = RealActor {
            id: root,
            name: "Ana root".into(),
        };
        assert_eq!(actor.acting, Some(real));
        assert_eq!(who(&db, &other).await, not_acting("Ana root"));
        sessions::stop_acting(&db, &audit(root), &token, ana, "Ana ana")
            .await
            .unwrap();
        assert_eq!(who(&db, &token).await, not_acting("Ana root"));
        for (kind, sentence) in [
            (ActivityKind::ActingStarted, "started acting as Ana ana"),
            (ActivityKind::ActingStopped, "stopped acting as Ana ana"),
        ] {
            assert_eq!(sentences(&db, kind).await, [sentence]);
            let text = "SELECT count(*) FROM activity WHERE verb = $1 AND actor_id = $2 \
                 AND user_id = $3";
            let values = vec![kind.code().into(), root.0.into(), ana.0.into()];
            assert_eq!(number(&db, text, values).await, 1, "{sentence}");
        }
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_the_acting_and_the_session() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let ana = fixtures.user("ana").create().await;
        let token = sessions::open(&db, root, "", "", NOW).await.unwrap();
        let of_ana = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        sessions::act_as(&db, &audit(root), &token, ana)
            .await
            .unwrap();
        sessions::sign_out(&db, &audit(root), &token).await.unwrap();
        assert!(sessions::find(&db, &token, NOW).await.unwrap().is_none());
        assert_eq!(who(&db, &of_ana).await, not_acting("Ana ana"));
    })
    .await;
}

/// Acting ends permanently as soon as one of the two users no longer qualifies.
#[tokio::test]
async fn acting_ends_permanently_when_its_conditions_no_longer_hold() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.super_admin("root").create().await;
        let permission = Permission::ActAs.code();
        let take = "DELETE FROM user_type_permissions WHERE permission = $1";
        let give = "INSERT INTO user_type_permissions (user_type_id, permission) \
             SELECT id, $1 FROM user_types WHERE built_in = 'admin'";
        let rise = "UPDATE users SET user_type_id = (SELECT id FROM user_types \
             WHERE built_in = 'super_admin') WHERE login = $1";
        let fall = "UPDATE users SET user_type_id = (SELECT id FROM user_types \
             WHERE built_in = 'learner') WHERE login = $1";
        let ends = [
            ("right", take, give, permission),
            ("rights", rise, fall, "ana1"),
        ];
        for (round, (what, change, back, value)) in ends.into_iter().enumerate() {
            let admin = fixtures.admin(&format!("admin{round}")).create().await;
            let ana = fixtures.user(&format!("ana{round}")).create().await;
            let token = sessions::open(&db, admin, "", "", NOW).await.unwrap();
            sessions::act_as(&db, &audit(admin), &token, ana)
                .await
                .unwrap();
            assert!(who(&db, &token).await.1.is_some(), "{what}");
            execute(&db, change, vec![value.into()]).await;
            assert!(who(&db, &token).await.1.is_none(), "{what}");
            execute(&db, back, vec![value.into()]).await;
            assert!(who(&db, &token).await.1.is_none(), "{what} came back");
        }
    })
    .await;
}

#[tokio::test]
async fn acting_ends_when_one_of_the_two_is_deactivated() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let admin = fixtures.admin("admin").create().await;
        let ana = fixtures.user("ana").create().await;
        let token = sessions::open(&db, admin, "", "", NOW).await.unwrap();
        sessions::act_as(&db, &audit(admin), &token, ana)
            .await
            .unwrap();
        for active in [false, true] {
            users::set_active(&db, &audit(root), ana, active)
                .await
                .unwrap();
            assert_eq!(who(&db, &token).await, not_acting("Ana admin"), "{active}");
        }
        users::set_active(&db, &audit(root), ana, false)
            .await
            .unwrap();
        let refused = sessions::act_as(&db, &audit(admin), &token, ana).await;
        assert!(matches!(refused, Err(Error::Inactive)));
        users::set_active(&db, &audit(root), ana, true)
            .await
            .unwrap();
        sessions::act_as(&db, &audit(admin), &token, ana)
            .await
            .unwrap();
        users::set_active(&db, &audit(root), admin, false)
            .await
            .unwrap();
        assert!(sessions::find(&db, &token, NOW).await.unwrap().is_none());
    })
    .await;
}
