//! Accounts, sessions and sign-ups.
use super::*;
use crate::new_users::token_in_mail;
use db::{
    passkeys, password_resets, profile, second_factor, sessions, settings, sign_ups, user_types,
    users,
};
use domain::throttle::Source;
use domain::{
    ids::PasskeyId,
    profile::ProfileInfo,
    settings::SignUpMode,
    users::{Email, PersonName},
};
use fixtures::{EditForm, Fixtures};
use sign_ups::{MailConfig, MailedSignUp, NewAccount, SignUpOutcome, SignUpRequest};

const MAILING: MailConfig = MailConfig {
    base_url: "https://learn.example.org",
    sends: true,
};

pub async fn set_up(db: &Db) -> Result<Cast, Error> {
    let fixtures = Fixtures::at(db, NOW);
    let learner = fixtures.user_type(BuiltIn::Learner).await;
    let portal = AuditContext::system(NOW);
    let token = settings::setup_token(db).await?.unwrap();
    let root =
        settings::set_up(db, &portal, &token, &user_info("root", learner), password()).await?;
    let admin = audit(root);
    let ana = users::create(db, &admin, &user_info("ana", learner), Some(password())).await?;
    Ok(Cast {
        admin,
        ana,
        learner,
    })
}

pub async fn accounts(db: &Db, cast: &Cast) -> Result<(), Error> {
    let Cast {
        admin,
        ana,
        learner,
    } = cast;
    users::update(
        db,
        admin,
        MAILING,
        *ana,
        &fixtures::version(db, *ana).await,
        &user_info("ana", *learner),
        None,
    )
    .await?;
    users::set_active(db, admin, *ana, false).await?;
    users::set_active(db, admin, *ana, true).await?;
    let ben = users::create(db, admin, &user_info("ben", *learner), None).await?;
    users::delete(db, admin, ben).await?;
    let profile = ProfileInfo {
        first_name: PersonName::parse("Anna").unwrap(),
        last_name: PersonName::parse("Souza").unwrap(),
        email: Email::parse("ana@example.org").unwrap(),
        changes_login: false,
    };
    let version = fixtures::version(db, EditForm::Profile(*ana)).await;
    profile::update(db, &audit(*ana), MAILING, *ana, &version, &profile, None).await?;
    password_resets::request(db, MAILING, "ana", NOW).await?;
    let token = token_in_mail(db, "/forgotten-password/").await;
    password_resets::complete(db, admin, MAILING, &token, password()).await?;
    let new = ProfileInfo {
        email: Email::parse("anna@example.net").unwrap(),
        ..profile
    };
    let version = fixtures::version(db, EditForm::Profile(*ana)).await;
    let proof = profile::prove_password(db, *ana, PASSWORD, "").await?;
    profile::update(
        db,
        &audit(*ana),
        MAILING,
        *ana,
        &version,
        &new,
        proof.as_ref(),
    )
    .await?;
    let token = token_in_mail(db, "/new-address/").await;
    users::confirm_new_address(db, admin, MAILING, &token, None).await?;
    Ok(())
}

pub async fn sessions(db: &Db, cast: &Cast) -> Result<(), Error> {
    let sign_in = async |login| {
        let token = sessions::sign_in(db, login, PASSWORD, "", "", NOW).await;
        token.unwrap().unwrap()
    };
    let (ana, own) = (cast.ana, audit(cast.ana));
    let token = sign_in("ana").await;
    sign_in("ana").await;
    profile::end_other_sessions(db, &own, ana, &token).await?;
    sessions::end_for(db, &cast.admin, cast.ana).await?;
    let token = sign_in("ana").await;
    sessions::sign_out(db, &own, &token).await?;

    let token = sign_in("root").await;
    sessions::act_as(db, &cast.admin, &token, ana).await?;
    sessions::stop_acting(db, &cast.admin, &token, ana, "Anna Souza").await
}

pub async fn second_factors(db: &Db, cast: &Cast) -> Result<(), Error> {
    let Cast {
        admin,
        ana,
        learner,
    } = cast;
    let (fixtures, mail) = (Fixtures::at(db, NOW), (MAILING, "Academy"));
    fixtures.second_factor(*ana).await;
    fixtures.passkey(*ana, "http://localhost", 1).await;
    second_factor::remove_app(db, &audit(*ana), mail, *ana, "").await?;
    fixtures.second_factor(*ana).await;
    second_factor::renew_codes(db, &audit(*ana), mail, *ana).await?;
    let of_laptop = "SELECT id FROM passkeys";
    let of_laptop = PasskeyId(crate::support::number(db, of_laptop, vec![]).await);
    passkeys::remove(db, &audit(*ana), mail, *ana, of_laptop).await?;
    let off = second_factor::remove_app(db, &audit(*ana), mail, *ana, "").await?;
    assert!(off.is_some());
    fixtures.second_factor(*ana).await;
    second_factor::reset(db, admin, mail, *ana).await?;
    let root = admin.actor.unwrap();
    for demanded in [true, false] {
        user_types::set_demand(db, admin, root, *learner, demanded).await?;
    }
    Ok(())
}

pub async fn sign_ups(db: &Db, cast: &Cast) -> Result<(), Error> {
    let admin = &cast.admin;
    let seen = fixtures::version(db, EditForm::NewUserSettings).await;
    settings::update_new_users(db, admin, &seen, cast.learner, SignUpMode::Approval).await?;
    let (portal, source) = (AuditContext::system(NOW), Source::of([192, 0, 2, 1].into()));
    let newest = async || {
        let text = "SELECT max(id) FROM users";
        UserId(crate::support::number(db, text, vec![]).await)
    };
    let info = user_info("eve", cast.learner);
    let asked = MailedSignUp {
        email: &info.email,
        key: None,
        link: None,
        next: "/",
        source,
    };
    sign_ups::request(db, MAILING, asked, NOW).await?;
    let account = NewAccount {
        token: &token_in_mail(db, "/new-account/").await,
        info: &info,
        password: password(),
        with_key: false,
    };
    sign_ups::complete(db, &portal, account).await?;
    sign_ups::approve(db, admin, MAILING, newest().await).await?;
    let request = SignUpRequest {
        info: &user_info("fay", cast.learner),
        password: password(),
        key: None,
        link: None,
        source,
    };
    let made = sign_ups::create(db, &portal, request).await?;
    assert_eq!(made, SignUpOutcome::AwaitingApproval);
    let silent = MailConfig {
        sends: false,
        ..MAILING
    };
    sign_ups::decline(db, admin, silent, newest().await).await
}
