//! A user's own profile: the form, the password, and the sessions.
use crate::new_users::token_in_mail;
use crate::support::{NO_MAIL, NOW, audit, logged, on_both_engines};
use db::{Error, Taken, profile, sessions, sign_ups::MailConfig, users};
use domain::{
    access_scope::AccessScope,
    ids::UserId,
    permissions::BuiltIn,
    profile::ProfileInfo,
    users::{Email, Login, Password, PersonName, UserFilter},
};
use fixtures::{EditForm, Fixtures, PASSWORD, password, user_info};

const NEW: &str = "a better battery";

fn profile(last_name: &str, email: &str) -> ProfileInfo {
    ProfileInfo {
        first_name: PersonName::parse("Anna").unwrap(),
        last_name: PersonName::parse(last_name).unwrap(),
        email: Email::parse(email).unwrap(),
        changes_login: false,
    }
}

fn new_password() -> Password {
    Password::parse(NEW, "ana").unwrap()
}

#[tokio::test]
async fn a_user_changes_only_their_names_and_address() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let me = audit(ana);
        fixtures.user("bob").create().await;
        let before = users::get(&db, ana).await.unwrap();
        let seen = fixtures::version(&db, EditForm::Profile(ana)).await;
        let session = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let prove = async |password| {
            let proof = profile::prove_password(&db, ana, password, &session).await;
            proof.unwrap()
        };
        assert!(prove("wrong").await.is_none());
        let proof = prove(PASSWORD).await;
        let proof = proof.as_ref();
        let new = profile("Smith", "anna@example.net");
        let unproven = profile::update(&db, &me, NO_MAIL, ana, &seen, &new, None).await;
        assert!(matches!(unproven, Err(Error::Conflict)));
        profile::update(&db, &me, NO_MAIL, ana, &seen, &new, proof)
            .await
            .unwrap();
        let now = users::get(&db, ana).await.unwrap();
        assert_eq!(now.last_name, "Smith");
        assert_eq!((now.login, now.user_type), (before.login, before.user_type));
        let search = search("anna smith");
        let page = users::list(&db, AccessScope::PORTAL, &search, UserFilter::All);
        assert_eq!(
            page.await.unwrap().rows.len(),
            1,
            "the user is found by the new name"
        );
        let late = profile("Late", "l@example.net");
        let late = profile::update(&db, &me, NO_MAIL, ana, &seen, &late, proof);
        assert!(matches!(late.await, Err(Error::Edited(_))));
        let taken = profile("S", "BOB@example.org");
        let seen = fixtures::version(&db, EditForm::Profile(ana)).await;
        let taken = profile::update(&db, &me, NO_MAIL, ana, &seen, &taken, proof);
        assert!(matches!(taken.await, Err(Error::Taken(Taken::Email))));
    })
    .await;
}

fn search(text: &str) -> domain::page::Search {
    domain::page::Search {
        text: text.into(),
        cursor: None,
    }
}

#[tokio::test]
async fn a_new_password_requires_the_current_one_and_ends_all_sessions_but_a_new_one() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let me = audit(ana);
        let here = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let there = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let wrong = profile::change_password(&db, &me, NO_MAIL, ana, "wrong", new_password(), "");
        assert!(wrong.await.unwrap().is_none());
        assert!(sessions::find(&db, &there, NOW).await.unwrap().is_some());

        let right = profile::change_password(&db, &me, NO_MAIL, ana, PASSWORD, new_password(), "");
        let fresh = right.await.unwrap().unwrap();
        assert!(fresh != here);
        for old in [&here, &there] {
            assert!(sessions::find(&db, old, NOW).await.unwrap().is_none());
        }
        let (_, actor) = sessions::find(&db, &fresh, NOW).await.unwrap().unwrap();
        assert_eq!(actor.id, ana);
        for (password, opens) in [(PASSWORD, false), (NEW, true)] {
            let token = sessions::sign_in(&db, "ana", password, "", "", NOW).await;
            assert_eq!(token.unwrap().is_some(), opens, "{password}");
        }
        assert_eq!(logged(&db, "battery").await, 0, "no password is in the log");
    })
    .await;
}

#[tokio::test]
async fn a_user_without_a_password_cannot_set_one() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let me = audit(ana);
        for present in ["", PASSWORD] {
            let changed =
                profile::change_password(&db, &me, NO_MAIL, ana, present, new_password(), "");
            assert!(changed.await.unwrap().is_none());
        }
    })
    .await;
}

#[tokio::test]
async fn sessions_are_listed_and_ended_only_by_their_owner() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let me = audit(ana);
        let bob = fixtures.user("bob").create().await;
        let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let old = NOW.plus_days(-sessions::IDLE_DAYS);
        sessions::open(&db, ana, "", "", old).await.unwrap();
        let there = sessions::open(&db, ana, "192.0.2.9", agent, NOW.plus_seconds(-9));
        let there = there.await.unwrap();
        let here = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let bobs = sessions::open(&db, bob, "", "", NOW).await.unwrap();
        let rows = profile::sessions(&db, ana, &here, NOW).await.unwrap();
        assert_eq!(rows.len(), 2, "what has expired is not shown");
        assert!(rows[0].current && !rows[1].current);
        assert_eq!(rows[1].browser, "Firefox on Linux");
        assert_eq!(rows[1].address, "192.0.2.9");

        let foreign = profile::end_session(&db, &audit(bob), bob, rows[1].id).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        profile::end_session(&db, &me, ana, rows[1].id)
            .await
            .unwrap();
        assert!(sessions::find(&db, &there, NOW).await.unwrap().is_none());

        sessions::open(&db, ana, "", "", NOW).await.unwrap();
        profile::end_other_sessions(&db, &me, ana, &here)
            .await
            .unwrap();
        assert_eq!(
            profile::sessions(&db, ana, &here, NOW).await.unwrap().len(),
            1
        );
        assert!(sessions::find(&db, &bobs, NOW).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn an_address_that_someone_else_got_first_is_not_confirmed() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let mail = MailConfig {
            sends: true,
            ..NO_MAIL
        };
        let info = profile("Smith", "ben@example.org");
        let proof = profile::prove_password(&db, ana, PASSWORD, "")
            .await
            .unwrap();
        let seen = fixtures::version(&db, EditForm::Profile(ana)).await;
        profile::update(&db, &audit(ana), mail, ana, &seen, &info, proof.as_ref())
            .await
            .unwrap();
        let pending = users::pending_address(&db, ana, NOW).await.unwrap();
        assert_eq!(pending.as_deref(), Some("ben@example.org"));
        assert_eq!(users::get(&db, ana).await.unwrap().email, "ana@example.org");
        let day = NOW.plus_seconds(24 * 3_600);
        assert_eq!(users::pending_address(&db, ana, day).await.unwrap(), None);
        // Ben comes first.
        fixtures.user("ben").create().await;
        let token = token_in_mail(&db, "/new-address/").await;
        let late = users::confirm_new_address(&db, &audit(ana), mail, &token, None).await;
        assert!(matches!(late, Err(Error::AddressInUse)), "{late:?}");
        assert_eq!(users::get(&db, ana).await.unwrap().email, "ana@example.org");
    })
    .await;
}

#[tokio::test]
async fn a_login_that_is_the_address_changes_with_it_where_that_was_chosen() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let me = audit(UserId(1));
        let mail = MailConfig {
            sends: true,
            ..NO_MAIL
        };
        for (name, changes_login, config) in [
            ("eva", true, NO_MAIL),
            ("ida", true, mail),
            ("ines", false, mail),
        ] {
            let old = format!("{name}@example.org");
            let mut info = user_info(name, learner);
            info.login = Login::parse(&old).unwrap();
            let password = Some(password());
            let user = users::create(&db, &me, &info, password).await.unwrap();
            let new = format!("{name}.new@example.org");
            let form = ProfileInfo {
                changes_login,
                ..profile("Smith", &new)
            };
            let proof = profile::prove_password(&db, user, PASSWORD, "").await;
            let proof = proof.unwrap();
            let seen = fixtures::version(&db, EditForm::Profile(user)).await;
            profile::update(&db, &me, config, user, &seen, &form, proof.as_ref())
                .await
                .unwrap();
            if config.sends {
                let waits = users::get(&db, user).await.unwrap();
                assert_eq!((&waits.login, &waits.email), (&old, &old));
                let token = token_in_mail(&db, "/new-address/").await;
                users::confirm_new_address(&db, &me, config, &token, None)
                    .await
                    .unwrap();
            }
            let now = users::get(&db, user).await.unwrap();
            let login = if changes_login { &new } else { &old };
            assert_eq!((&now.login, &now.email), (login, &new));
        }
    })
    .await;
}
