//! What the person who runs the portal does at its command line.
use crate::support::{NO_MAIL, NOW, logged, on_both_engines};
use db::{
    AuditContext, Error, second_factor, sessions, settings,
    sign_ups::MailConfig,
    users::{self, super_admins},
};
use domain::{ids::UserTypeId, users::Password};
use fixtures::{Fixtures, PASSWORD, password, user_info};

#[tokio::test]
async fn super_admins_are_made_with_and_without_other_users() {
    on_both_engines(async |db| {
        let audit = AuditContext::command_line(NOW);
        db::user_types::ensure_built_in(&db).await.unwrap();
        let joined = Fixtures::at(&db, NOW).group("Everyone").create().await;
        let link = settings::setup_token(&db).await.unwrap().unwrap();
        let info = |login: &str| user_info(login, UserTypeId(0));
        let create = async |login: &str| {
            settings::create_super_admin(&db, &audit, &info(login), password()).await
        };
        create("ada").await.unwrap();
        assert!(!settings::is_setup_token(&db, &link).await.unwrap());
        assert_eq!(logged(&db, "Ana ada").await, 1);
        settings::set_default_group(&db, &audit, Some(joined))
            .await
            .unwrap();
        let ben = create("ben").await.unwrap();
        assert!(matches!(create("BEN").await, Err(Error::Taken(_))));
        let groups = db::learning::my_groups(&db, ben).await.unwrap();
        assert_eq!(groups.len(), 1, "as a user that a form adds");
        let admins = super_admins(&db).await.unwrap();
        let logins: Vec<_> = admins.iter().map(|admin| &*admin.login).collect();
        assert_eq!(logins, ["ada", "ben"]);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_sessions_and_tells_the_owner() {
    on_both_engines(async |db| {
        let audit = AuditContext::command_line(NOW);
        let fixtures = Fixtures::at(&db, NOW);
        let ada = fixtures.super_admin("ada").with_password().create().await;
        let session = fixtures.session(ada).await;
        let reset = async |text: &str, mail_config| {
            let password = Password::parse(text, "ada").unwrap();
            users::reset_password(&db, &audit, mail_config, ada, password).await
        };
        let guessable = reset("passwordpassword", NO_MAIL).await;
        assert!(matches!(guessable, Err(Error::PasswordRejected(_))));
        assert!(sessions::find(&db, &session, NOW).await.unwrap().is_some());
        let mailing = MailConfig {
            sends: true,
            ..NO_MAIL
        };
        reset("another battery horse", mailing).await.unwrap();
        assert!(sessions::find(&db, &session, NOW).await.unwrap().is_none());
        let mails = db::mails::list(&db, None).await.unwrap();
        assert_eq!(mails.rows.len(), 1);
        let sign_in = async |text| sessions::sign_in(&db, "ada", text, "", "", NOW).await;
        assert!(sign_in(PASSWORD).await.unwrap().is_none());
        assert!(sign_in("another battery horse").await.unwrap().is_some());
        assert!(super_admins(&db).await.unwrap()[0].last_sign_in == Some(NOW));
        fixtures.second_factor(ada).await;
        assert!(super_admins(&db).await.unwrap()[0].has_second_factor);
        let reset = second_factor::reset(&db, &audit, (NO_MAIL, ""), ada).await;
        reset.unwrap();
        assert!(!super_admins(&db).await.unwrap()[0].has_second_factor);
    })
    .await;
}
