//! The second factor of an account: codes and recovery codes work once, and nothing is readable.
use crate::support::{NO_MAIL, NOW, audit, number, on_both_engines};
use db::{Db, Error, second_factor, sessions, user_types};
use domain::{ids::UserId, permissions::BuiltIn, time::Timestamp};
use fixtures::{Fixtures, PASSWORD, code_at};

const LATER: Timestamp = Timestamp(NOW.0 + 60_000);

/// Types the right password; returns the ticket for the code.
async fn ticket(db: &Db, at: Timestamp) -> String {
    match sessions::sign_in(db, "ana", PASSWORD, "", "", at).await {
        Err(Error::CodeRequired(ticket)) => ticket,
        other => panic!("{other:?}"),
    }
}

async fn enter(db: &Db, code: &str, at: Timestamp) -> Result<Option<String>, Error> {
    let ticket = ticket(db, at).await;
    sessions::sign_in_with_code(db, &ticket, code, ("", ""), at).await
}

async fn new_codes(db: &Db, user: UserId) -> Vec<String> {
    let view = second_factor::view(db, "", user, NOW).await.unwrap();
    assert!(view.is_on());
    view.new_codes
}

#[tokio::test]
async fn a_code_opens_one_session_even_of_several_at_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let secret = fixtures.second_factor(ana).await;
        let code = code_at(&secret, LATER);
        let (one, two, three) = tokio::join!(
            enter(&db, &code, LATER),
            enter(&db, &code, LATER),
            enter(&db, &code, LATER)
        );
        let opened = [one, two, three].map(|token| token.unwrap().is_some());
        assert_eq!(
            opened.iter().filter(|opened| **opened).count(),
            1,
            "{opened:?}"
        );
        // Nor does an older one, after a newer was used.
        let older = code_at(&secret, LATER.plus_seconds(-30));
        assert!(enter(&db, &older, LATER).await.unwrap().is_none());
        let wrong = sessions::sign_in(&db, "ana", "wrong", "", "", LATER).await;
        assert!(
            matches!(wrong, Ok(None)),
            "a code is asked for after the right password only"
        );
    })
    .await;
}

#[tokio::test]
async fn each_recovery_code_works_once_and_for_its_owner() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let ben = fixtures.user("ben").create().await;
        fixtures.second_factor(ana).await;
        fixtures.second_factor(ben).await;
        let (codes, of_ben) = (new_codes(&db, ana).await, new_codes(&db, ben).await);
        assert_eq!(codes.len(), 10);
        assert!(enter(&db, &of_ben[0], NOW).await.unwrap().is_none());
        assert!(enter(&db, &codes[3], NOW).await.unwrap().is_some());
        assert!(enter(&db, &codes[3], NOW).await.unwrap().is_none());
        let left = "SELECT count(*) FROM recovery_codes";
        assert_eq!(number(&db, left, vec![]).await, 19);
        second_factor::forget_shown(&db, ana).await.unwrap();
        assert!(new_codes(&db, ana).await.is_empty());
        assert!(
            enter(&db, &codes[4], NOW).await.unwrap().is_some(),
            "still works"
        );
    })
    .await;
}

#[tokio::test]
async fn it_counts_from_the_first_right_code_and_ends_other_sessions() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let (here, there) = (fixtures.session(ana).await, fixtures.session(ana).await);
        second_factor::begin(&db, ana).await.unwrap();
        let secret = second_factor::set_up_of(&db, ana).await.unwrap().secret;
        let signed_in = sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW).await;
        assert!(signed_in.unwrap().is_some(), "not confirmed yet");
        let confirm = async |code: &str| {
            let mail = (NO_MAIL, "");
            let on = second_factor::confirm(&db, &audit(ana), mail, ana, code, &here).await;
            on.unwrap()
        };
        assert!(confirm("000000").await.is_none());
        let renewed = confirm(&code_at(&secret, NOW))
            .await
            .expect("the right code");
        let fresh = renewed.token().expect("a session that goes on");
        assert!(sessions::find(&db, fresh, NOW).await.unwrap().is_some());
        for ended in [&here, &there] {
            assert!(sessions::find(&db, ended, NOW).await.unwrap().is_none());
        }
        // One that counts is not replaced.
        second_factor::begin(&db, ana).await.unwrap();
        let code = code_at(&secret, LATER);
        assert!(enter(&db, &code, LATER).await.unwrap().is_some());
        let off = second_factor::remove_app(&db, &audit(ana), (NO_MAIL, ""), ana, fresh).await;
        let off = off.unwrap().expect("it was on");
        assert!(sessions::find(&db, fresh, NOW).await.unwrap().is_none());
        let after = off.token().expect("a session that goes on");
        assert!(sessions::find(&db, after, NOW).await.unwrap().is_some());
        let plain = sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW).await;
        assert!(plain.unwrap().is_some());
        assert_eq!(
            number(&db, "SELECT count(*) FROM recovery_codes", vec![]).await,
            0
        );
    })
    .await;
}

#[tokio::test]
async fn a_type_can_demand_it_of_its_users() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let admin = fixtures.admin("admin").create().await;
        let ana = fixtures.user("ana").create().await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let super_admin = fixtures.user_type(BuiltIn::SuperAdmin).await;
        let own = fixtures.user_type(BuiltIn::Admin).await;
        let session = fixtures.session(ana).await;
        let lacks = async || {
            let (_, actor) = sessions::find(&db, &session, NOW).await.unwrap().unwrap();
            actor.lacks_second_factor
        };
        let demand = async |actor, user_type, demanded| {
            user_types::set_demand(&db, &audit(actor), actor, user_type, demanded).await
        };
        for forbidden in [super_admin, own] {
            let refused = demand(admin, forbidden, true).await;
            assert!(matches!(refused, Err(Error::UserTypeForbidden)));
        }
        assert!(!lacks().await);
        demand(admin, learner, true).await.unwrap();
        assert!(lacks().await);
        second_factor::begin(&db, ana).await.unwrap();
        assert!(lacks().await, "not confirmed yet");
        second_factor::begin(&db, root).await.unwrap();
        fixtures.second_factor(ana).await;
        // Turning it on ended the session.
        let session = fixtures.session(ana).await;
        let (_, actor) = sessions::find(&db, &session, NOW).await.unwrap().unwrap();
        assert!(!actor.lacks_second_factor);
        demand(root, super_admin, true).await.unwrap();
        demand(admin, learner, false).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_proof_counts_for_ten_minutes_and_gives_the_session_another_token() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let (session, elsewhere) = (fixtures.session(ana).await, fixtures.session(ana).await);
        let is_proven = async |token: &str, seconds| {
            let at = NOW.plus_seconds(seconds);
            sessions::is_proven(&db, token, at).await.unwrap()
        };
        assert!(is_proven(&session, 599).await && !is_proven(&session, 600).await);
        let at = NOW.plus_seconds(700);
        let prove = async |typed| {
            let proven = sessions::prove(&db, ana, typed, &session, at).await;
            proven.unwrap()
        };
        assert!(prove("wrong").await.is_none() && !is_proven(&session, 700).await);
        let found = async |token: &str| sessions::find(&db, token, at).await.unwrap();
        let (id, _) = found(&session).await.unwrap();
        let renewed = prove(PASSWORD).await.expect("the right password");
        let fresh = renewed.token().expect("a session that goes on");
        assert!(is_proven(fresh, 1_299).await && !is_proven(fresh, 1_300).await);
        assert_eq!(found(fresh).await.unwrap().0, id, "the same session");
        assert!(found(&session).await.is_none());
        assert!(found(&elsewhere).await.is_some());
        // Of two at the same time the second has nothing to give.
        let late = prove(PASSWORD).await.expect("the right password");
        assert_eq!(late.token(), None);
        assert!(!sessions::is_proven(&db, "guessed", NOW).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn each_sign_in_names_the_factor() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let plain = sessions::sign_in(&db, "ana", PASSWORD, "", "", NOW).await;
        assert!(plain.unwrap().is_some());
        let secret = fixtures.second_factor(ana).await;
        let recovery = new_codes(&db, ana).await.remove(0);
        for code in [code_at(&secret, LATER), recovery] {
            assert!(enter(&db, &code, LATER).await.unwrap().is_some());
        }
        let query = "SELECT params FROM activity WHERE verb = 'user.sign_in' ORDER BY id";
        let rows = crate::support::rows(&db, query, vec![]).await;
        let params = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
        let expected = ["password", "app_code", "recovery_code"];
        let expected = expected.map(|factor| format!("{{\"factor\":\"{factor}\"}}"));
        assert_eq!(params.collect::<Vec<String>>(), expected);
    })
    .await;
}
