//! Signing in and staying so.
mod people;
mod support;
use db::{By, sessions, user_types, users};
use domain::permissions::{BuiltIn, Permission};
use people::{PASSWORD, user, user_with_password};
use support::{NOW, by, execute, number, on_both_engines};

#[tokio::test]
async fn one_signs_in_with_login_or_address_and_the_right_password() {
    on_both_engines(async |db| {
        let ana = user_with_password(&db, "ana", BuiltIn::Learner).await;
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
        let ana = user_with_password(&db, "ana", BuiltIn::Learner).await;
        user(&db, "bob", BuiltIn::Learner).await;
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
async fn a_session_ends_after_two_idle_weeks_and_reading_seldom_writes() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana", BuiltIn::Learner).await;
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
async fn signing_out_kills_the_session_on_the_server() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana", BuiltIn::Learner).await;
        let token = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let other = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        sessions::sign_out(&db, &by(ana), &token).await.unwrap();
        assert!(sessions::find(&db, &token, NOW).await.unwrap().is_none());
        assert!(sessions::find(&db, &other, NOW).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn what_a_type_holds_counts_at_once_and_super_admin_holds_all_whatever_the_rows_say() {
    on_both_engines(async |db| {
        let ana = user(&db, "ana", BuiltIn::Learner).await;
        let root = user(&db, "root", BuiltIn::SuperAdmin).await;
        let of_ana = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let of_root = sessions::open(&db, root, "", "", NOW).await.unwrap();
        let leaf = Permission::GroupKey.code();
        let text = "DELETE FROM user_type_permissions WHERE permission = $1";
        execute(&db, text, vec![leaf.into()]).await;
        let (_, ana) = sessions::find(&db, &of_ana, NOW).await.unwrap().unwrap();
        assert!(!ana.permissions.contains(&Permission::GroupKey));
        let (_, root) = sessions::find(&db, &of_root, NOW).await.unwrap().unwrap();
        assert!(root.permissions.contains(&Permission::GroupKey));
    })
    .await;
}

#[tokio::test]
async fn a_type_that_holds_nothing_is_still_somebody() {
    on_both_engines(async |db| {
        let none = user_types::create(&db, &By::portal(NOW), "None", &Default::default())
            .await
            .unwrap();
        let info = people::info("ana", none);
        let ana = users::create(&db, &By::portal(NOW), &info, None)
            .await
            .unwrap();
        let token = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let (_, actor) = sessions::find(&db, &token, NOW).await.unwrap().unwrap();
        assert!(actor.permissions.is_empty());
    })
    .await;
}
