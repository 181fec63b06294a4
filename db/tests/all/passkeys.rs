//! Passkeys: each signs for its account, in the browser that asked, once.
use crate::support::{NO_MAIL, NOW, audit, number, on_both_engines};
use db::{
    Db, Error,
    passkeys::{self, RelyingParty},
    second_factor, sessions,
    sign_ups::MailConfig,
    user_types,
};
use domain::{
    ids::{PasskeyId, UserId},
    permissions::BuiltIn,
    second_factor::{AuthenticatorApp, MAX_PASSKEYS, PasskeyName, SecondFactorView},
    time::Timestamp,
};
use fixtures::{Fixtures, PASSWORD, SoftPasskey};

const ORIGIN: &str = "https://learn.example.org";
const MAIL: (MailConfig, &str) = (NO_MAIL, "");

fn party() -> RelyingParty {
    RelyingParty::of(ORIGIN, "Academy").unwrap()
}

/// Types the right password; returns the ticket.
async fn ticket(db: &Db) -> String {
    match sessions::sign_in(db, "ana", PASSWORD, "", "", NOW).await {
        Err(Error::CodeRequired(ticket)) => ticket,
        other => panic!("{other:?}"),
    }
}

async fn challenge(db: &Db, user: UserId, token: &str) -> String {
    let begun = passkeys::begin_signing(db, &party(), user, token, NOW).await;
    begun.unwrap()
}

async fn enter(db: &Db, ticket: &str, signed: &str, at: Timestamp) -> Result<bool, Error> {
    let opened = sessions::sign_in_with_passkey(db, &party(), ticket, signed, ("", ""), at).await?;
    Ok(opened.is_some())
}

async fn add(db: &Db, user: UserId, key: &SoftPasskey, session: &str) -> Result<bool, Error> {
    Ok(add_in(db, user, key, session).await?.is_some())
}

/// Returns the session's new token, which is empty where there is no session.
async fn add_in(
    db: &Db,
    user: UserId,
    key: &SoftPasskey,
    session: &str,
) -> Result<Option<String>, Error> {
    let options = passkeys::begin_adding(db, &party(), user, session, NOW).await?;
    let name = PasskeyName::parse("Key").unwrap();
    let made = key.create(&options);
    let (audit, whose) = (audit(user), (user, session));
    let added = passkeys::add(db, &audit, MAIL, &party(), whose, (&name, &made)).await?;
    Ok(added.map(|renewed| renewed.token().unwrap_or_default().to_owned()))
}

async fn view(db: &Db, user: UserId) -> SecondFactorView {
    second_factor::view(db, ORIGIN, user, NOW).await.unwrap()
}

async fn remove(db: &Db, user: UserId, id: PasskeyId) -> Result<(), Error> {
    passkeys::remove(db, &audit(user), MAIL, user, id).await
}

#[tokio::test]
async fn what_a_passkey_signs_opens_one_session() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let mut key = fixtures.passkey(ana, ORIGIN, 1).await;
        let first = ticket(&db).await;
        let signed = key.sign(&challenge(&db, ana, &first).await);
        let (one, two) = tokio::join!(
            enter(&db, &first, &signed, NOW),
            enter(&db, &first, &signed, NOW)
        );
        let opened = [one.unwrap(), two.unwrap()];
        assert_eq!(opened.iter().filter(|opened| **opened).count(), 1);
        // Nor for another challenge, or in another browser.
        let second = ticket(&db).await;
        let asked = challenge(&db, ana, &second).await;
        assert!(!enter(&db, &second, &signed, NOW).await.unwrap());
        let signed = key.sign(&asked);
        assert!(
            !enter(&db, &second, &signed, NOW).await.unwrap(),
            "a wrong answer uses up the challenge"
        );
        let third = ticket(&db).await;
        let signed = key.sign(&challenge(&db, ana, &second).await);
        assert!(!enter(&db, &third, &signed, NOW).await.unwrap());
        assert!(enter(&db, &second, &signed, NOW).await.unwrap());
        let used = view(&db, ana).await.passkeys[0].last_used_at;
        assert_eq!(used, Some(NOW));
    })
    .await;
}

#[tokio::test]
async fn what_is_not_signed_for_this_is_refused() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let ben = fixtures.user("ben").create().await;
        let mut key = fixtures.passkey(ana, ORIGIN, 1).await;
        let mut of_ben = fixtures.passkey(ben, ORIGIN, 2).await;
        let ticket = ticket(&db).await;
        let asked = async || challenge(&db, ana, &ticket).await;
        let mut elsewhere = key.clone();
        elsewhere.origin = "https://learn.example.org.evil.example".into();
        let mut unverified = key.clone();
        unverified.verifies = false;
        for bent in [&mut elsewhere, &mut unverified, &mut of_ben] {
            let signed = bent.sign(&asked().await);
            assert!(!enter(&db, &ticket, &signed, NOW).await.unwrap());
        }
        // That another user's is signed for: its own account's.
        let signed = of_ben.sign(&challenge(&db, ben, &ticket).await);
        assert!(!enter(&db, &ticket, &signed, NOW).await.unwrap());
        for garbage in ["", "{}", "null"] {
            asked().await;
            assert!(!enter(&db, &ticket, garbage, NOW).await.unwrap());
        }
        let signed = key.sign(&asked().await);
        let late = NOW.plus_seconds(300);
        assert!(!enter(&db, &ticket, &signed, late).await.unwrap());
        assert!(enter(&db, &ticket, &signed, NOW).await.unwrap(), "right");
        let signed = key.sign(&asked().await);
        let laptop = view(&db, ana).await.passkeys[0].id;
        fixtures.second_factor(ana).await;
        remove(&db, ana, laptop).await.unwrap();
        assert!(!enter(&db, &ticket, &signed, NOW).await.unwrap(), "removed");
        let none = passkeys::begin_signing(&db, &party(), ana, &ticket, NOW).await;
        assert!(matches!(none, Err(Error::NotFound)));
        let swept = passkeys::sweep(&db, NOW).await.unwrap();
        assert_eq!(swept, 0);
        challenge(&db, ben, "another").await;
        assert_eq!(passkeys::sweep(&db, late).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_counter_that_goes_back_is_a_copy() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let mut key = fixtures.passkey(ana, ORIGIN, 1).await;
        let mut copy = key.clone();
        let (one, two) = (ticket(&db).await, ticket(&db).await);
        let begun = challenge(&db, ana, &two).await;
        key.counter = 7;
        let signed = key.sign(&challenge(&db, ana, &one).await);
        assert!(enter(&db, &one, &signed, NOW).await.unwrap());
        // Begun before the other use, and signed with a counter that was new then.
        let refused = enter(&db, &two, &copy.sign(&begun), NOW).await;
        assert!(matches!(refused, Err(Error::PasskeyCopied)));
        copy.counter = 7;
        let signed = copy.sign(&challenge(&db, ana, &two).await);
        let refused = enter(&db, &two, &signed, NOW).await;
        assert!(matches!(refused, Err(Error::PasskeyCopied)));
        let signed = key.sign(&challenge(&db, ana, &two).await);
        assert!(enter(&db, &two, &signed, NOW).await.unwrap());
        // Those that never count are no copies.
        let mut synced = SoftPasskey::new(ORIGIN, 2);
        synced.counts = false;
        assert!(add(&db, ana, &synced, "").await.unwrap());
        for _ in 0..2 {
            let ticket = ticket(&db).await;
            let signed = synced.sign(&challenge(&db, ana, &ticket).await);
            assert!(enter(&db, &ticket, &signed, NOW).await.unwrap());
        }
    })
    .await;
}

#[tokio::test]
async fn a_passkey_alone_is_a_second_factor_with_recovery_codes() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let root = fixtures.super_admin("root").create().await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        user_types::set_demand(&db, &audit(root), root, learner, true)
            .await
            .unwrap();
        let (here, there) = (fixtures.session(ana).await, fixtures.session(ana).await);
        let lacks = async |session: &str| {
            let (_, actor) = sessions::find(&db, session, NOW).await.unwrap().unwrap();
            actor.lacks_second_factor
        };
        assert!(lacks(&here).await);
        let added = add_in(&db, ana, &SoftPasskey::new(ORIGIN, 1), &here).await;
        let renewed = added.unwrap().unwrap();
        assert!(!lacks(&renewed).await);
        assert!(sessions::find(&db, &here, NOW).await.unwrap().is_none());
        assert!(sessions::find(&db, &there, NOW).await.unwrap().is_none());
        let shown = view(&db, ana).await;
        assert!(shown.is_on() && shown.takes_passkeys);
        assert_eq!((shown.codes_left, shown.new_codes.len()), (10, 10));
        assert_eq!(shown.app, AuthenticatorApp::Off);
        let typed = &shown.new_codes[0];
        let ticket = ticket(&db).await;
        let opened = sessions::sign_in_with_code(&db, &ticket, typed, ("", ""), NOW).await;
        assert!(opened.unwrap().is_some());

        // A further factor keeps the codes; with the last one they go.
        fixtures.second_factor(ana).await;
        assert_eq!(view(&db, ana).await.codes_left, 9);
        second_factor::renew_codes(&db, &audit(ana), MAIL, ana)
            .await
            .unwrap();
        let renewed = view(&db, ana).await;
        assert_eq!(renewed.codes_left, 10);
        assert!(!renewed.new_codes.contains(&shown.new_codes[1]));
        let removed = second_factor::remove_app(&db, &audit(ana), MAIL, ana, "").await;
        assert!(removed.unwrap().is_some());
        assert_eq!(view(&db, ana).await.codes_left, 10);
        let id = view(&db, ana).await.passkeys[0].id;
        assert!(matches!(remove(&db, root, id).await, Err(Error::NotFound)));
        remove(&db, ana, id).await.unwrap();
        let off = view(&db, ana).await;
        assert!(!off.is_on() && off.codes_left == 0 && off.new_codes.is_empty());
        let none = second_factor::renew_codes(&db, &audit(ana), MAIL, ana).await;
        assert!(matches!(none, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn an_account_has_ten_and_each_is_one_accounts() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let ben = fixtures.user("ben").create().await;
        for seed in 1..=u8::try_from(MAX_PASSKEYS).unwrap() {
            let key = SoftPasskey::new(ORIGIN, seed);
            assert!(add(&db, ana, &key, "").await.unwrap());
        }
        let more = add(&db, ana, &SoftPasskey::new(ORIGIN, 99), "").await;
        assert!(matches!(more, Err(Error::TooManyPasskeys)));
        let same = SoftPasskey::new(ORIGIN, 1);
        assert!(!add(&db, ben, &same, "").await.unwrap(), "is ana's");
        let mut elsewhere = SoftPasskey::new(ORIGIN, 50);
        elsewhere.origin = "http://learn.example.org".into();
        assert!(!add(&db, ben, &elsewhere, "").await.unwrap());
        // Made for the challenge of another session.
        let key = SoftPasskey::new(ORIGIN, 51);
        let options = passkeys::begin_adding(&db, &party(), ben, "here", NOW).await;
        let made = key.create(&options.unwrap());
        let name = PasskeyName::parse("Key").unwrap();
        for (session, right) in [("there", false), ("here", true), ("here", false)] {
            let (audit, whose) = (audit(ben), (ben, session));
            let added = passkeys::add(&db, &audit, MAIL, &party(), whose, (&name, &made)).await;
            assert_eq!(added.unwrap().is_some(), right, "{session}");
        }
        second_factor::reset(&db, &audit(ben), MAIL, ana)
            .await
            .unwrap();
        let left = "SELECT count(*) FROM passkeys";
        assert_eq!(number(&db, left, vec![]).await, 1);
        let plain = sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW).await;
        assert!(plain.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_passkey_is_a_fresh_proof_in_its_session() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let mut key = fixtures.passkey(ana, ORIGIN, 1).await;
        let (here, there) = (fixtures.session(ana).await, fixtures.session(ana).await);
        let age = "UPDATE sessions SET proven_at = 0";
        crate::support::execute(&db, age, vec![]).await;
        let signed = key.sign(&challenge(&db, ana, &here).await);
        let prove = async |session: &str| {
            let party = party();
            let proven =
                sessions::prove_with_passkey(&db, &party, ana, &signed, session, NOW).await;
            let renewed = proven.unwrap()?;
            Some(renewed.token().unwrap().to_owned())
        };
        assert!(prove(&there).await.is_none());
        assert!(!sessions::is_proven(&db, &here, NOW).await.unwrap());
        let renewed = prove(&here).await.unwrap();
        assert!(sessions::is_proven(&db, &renewed, NOW).await.unwrap());
        assert!(!sessions::is_proven(&db, &here, NOW).await.unwrap());
        assert!(!sessions::is_proven(&db, &there, NOW).await.unwrap());
        assert!(prove(&renewed).await.is_none(), "once");
    })
    .await;
}
