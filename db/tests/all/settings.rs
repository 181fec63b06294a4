//! The portal's settings, and its set-up.
use crate::support::{NOW, execute, number, on_both_engines};
use db::{AuditContext, Error, sessions, settings};
use domain::{ids::UserTypeId, money::Currency, permissions::BuiltIn};
use fixtures::{Fixtures, PASSWORD, password, user_info};

#[tokio::test]
async fn the_currency_is_the_one_that_was_set() {
    on_both_engines(async |db| {
        assert_eq!(settings::currency(&db).await.unwrap(), Currency::Eur);
        let text = "INSERT INTO settings (name, value) VALUES ('currency', 'JPY')";
        execute(&db, text, vec![]).await;
        assert_eq!(settings::currency(&db).await.unwrap(), Currency::Jpy);
    })
    .await;
}

#[tokio::test]
async fn two_set_ups_at_the_same_time_make_one_super_admin() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.user_type(BuiltIn::SuperAdmin).await;
        let old = settings::setup_token(&db).await.unwrap().unwrap();
        let token = settings::setup_token(&db).await.unwrap().unwrap();
        assert!(!settings::is_setup_token(&db, &old).await.unwrap());
        assert!(settings::is_setup_token(&db, &token).await.unwrap());
        let portal = AuditContext::system(NOW);
        let (ana, bob) = (
            user_info("ana", UserTypeId(0)),
            user_info("bob", UserTypeId(0)),
        );
        let (one, two) = futures::join!(
            settings::set_up(&db, &portal, &token, &ana, password()),
            settings::set_up(&db, &portal, &token, &bob, password())
        );
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
        let name = if one.is_ok() { "ana" } else { "bob" };
        assert!(matches!(one.and(two), Err(Error::NotFound)));
        assert_eq!(number(&db, "SELECT count(*) FROM users", vec![]).await, 1);
        assert!(!settings::is_setup_token(&db, &token).await.unwrap());
        assert_eq!(settings::setup_token(&db).await.unwrap(), None);

        let session = sessions::sign_in(&db, name, PASSWORD, "", "", NOW)
            .await
            .unwrap();
        let (_, actor) = sessions::find(&db, &session.unwrap(), NOW)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(actor.user_type_name, "SuperAdmin");
    })
    .await;
}

#[tokio::test]
async fn a_token_from_before_the_first_user_does_not_work() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let token = settings::setup_token(&db).await.unwrap().unwrap();
        fixtures.user("ana").create().await;
        assert!(!settings::is_setup_token(&db, &token).await.unwrap());
        let bob = user_info("bob", UserTypeId(0));
        let late =
            settings::set_up(&db, &AuditContext::system(NOW), &token, &bob, password()).await;
        assert!(matches!(late, Err(Error::NotFound)));
    })
    .await;
}
