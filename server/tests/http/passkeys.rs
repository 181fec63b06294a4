//! Passkeys over HTTP: added on the profile, used after the password and as a fresh proof.
use crate::support::{Options, TestResponse, TestServer};
use axum::http::header;
use domain::throttle::SECOND_FACTOR;
use fixtures::{PASSWORD, SoftPasskey, TestUser};
use serde_json::json;
use server::mailer::Mailer;

const ORIGIN: &str = "http://muster.localhost";

async fn server() -> TestServer {
    let mailer = Mailer::new("smtp://127.0.0.1:1", "Academy <academy@example.org>").unwrap();
    TestServer::with(Options {
        base_url: ORIGIN,
        mailer: Some(mailer),
        ..Default::default()
    })
    .await
}

/// A text that a function returned as JSON.
fn text(answer: TestResponse) -> String {
    serde_json::from_str(answer.expect(200).text()).unwrap()
}

/// Types the right password; returns the ticket.
async fn ticket(server: &TestServer) -> String {
    let fields = [
        ("login", "ana"),
        ("password", PASSWORD),
        ("next", "/profile"),
    ];
    let answer = server.form("sign_in", "/sign-in", &fields).send().await;
    let answer = answer.expect(303);
    assert_eq!(answer.location(), "/sign-in/code?next=%2Fprofile");
    let cookie = answer.cookie("ticket").expect("a ticket");
    let (_, value) = cookie.split_once('=').unwrap();
    value.split(';').next().unwrap().to_owned()
}

/// What the browser with this ticket is asked to sign.
async fn challenge(server: &TestServer, ticket: &str) -> String {
    let call = server.ask("begin_passkey_sign_in", &json!({}));
    let call = call.header(header::COOKIE, &format!("ticket={ticket}"));
    text(call.send().await)
}

async fn enter(server: &TestServer, ticket: &str, signed: &str) -> TestResponse {
    let fields = [("credential", signed), ("next", "/profile")];
    let call = server.act("sign_in_with_passkey", &fields);
    let call = call.header(header::COOKIE, &format!("ticket={ticket}"));
    call.send().await
}

async fn begin(server: &TestServer, user: &TestUser, name: &str) -> TestResponse {
    let call = server.ask("begin_passkey", &json!({ "name": name }));
    call.by(user).send().await
}

async fn add(server: &TestServer, user: &TestUser, made: &str) -> TestResponse {
    let fields = [("name", "Laptop"), ("credential", made)];
    let form = server.form("add_passkey", "/second-factor", &fields);
    form.by(user).send().await
}

#[tokio::test]
async fn one_is_added_used_after_the_password_and_removed() {
    let server = server().await;
    let mut ana = server.fixtures.user("ana").with_password().sign_in().await;
    let page = async |ana: &TestUser| {
        let page = server.get("/second-factor").by(ana).send().await;
        page.expect(200).text().to_owned()
    };
    assert!(page(&ana).await.contains("Add a passkey"));
    let nameless = begin(&server, &ana, " ").await.expect(422);
    assert!(nameless.text().contains("name"));
    let mut key = SoftPasskey::new(ORIGIN, 1);
    let options = text(begin(&server, &ana, "Laptop").await);
    assert!(
        options.contains("\"userVerification\":\"required\""),
        "{options}"
    );
    let made = key.create(&options);
    let added = add(&server, &ana, &made).await.expect(303);
    assert_eq!(added.location(), "/second-factor");
    // The session has another token from now on.
    let former = server.get("/profile").by(&ana).send().await.expect(303);
    assert!(former.location().starts_with("/sign-in"));
    ana.session = added.session();
    assert!(page(&ana).await.contains("aria-label=\"Recovery codes\""));
    let hide = server.form("hide_recovery_codes", "/second-factor", &[]);
    hide.by(&ana).send().await.expect(303);
    assert!(page(&ana).await.contains("Laptop"));
    // The same once more, for no challenge.
    let again = add(&server, &ana, &made).await.expect(303);
    assert!(again.location().contains("flash="), "{}", again.location());

    let first = ticket(&server).await;
    let form = server.get("/sign-in/code?next=/profile");
    let form = form.header(header::COOKIE, &format!("ticket={first}"));
    let form = form.send().await.expect(200);
    assert!(form.text().contains("Use a passkey"));
    assert!(form.text().contains("One of your recovery codes."));
    let signed = key.sign(&challenge(&server, &first).await);
    let answer = enter(&server, &first, &signed).await.expect(200);
    assert_eq!(answer.location(), "/profile");
    let session = answer.session();
    let profile = server.get("/profile").session(&session).send().await;
    profile.expect(200);
    // Replayed, in this browser and in another.
    for ticket in [first, ticket(&server).await] {
        let replayed = enter(&server, &ticket, &signed).await.expect(409);
        assert!(replayed.text().contains("PasskeyRejected"));
    }

    let id = server.number("SELECT id FROM passkeys").await.to_string();
    let remove = server.act("remove_passkey", &[("passkey", &id)]).by(&ana);
    remove.send().await.expect(200);
    let plain = [
        ("login", "ana"),
        ("password", PASSWORD),
        ("next", "/profile"),
    ];
    let plain = server.form("sign_in", "/sign-in", &plain).send().await;
    assert_eq!(plain.expect(303).location(), "/profile");
    let told = "SELECT subject FROM mails WHERE recipient = 'ana@example.org' ORDER BY id";
    let told = server.texts(told).await;
    assert!(
        told[0].ends_with("was turned on, with a passkey"),
        "{told:?}"
    );
    assert!(told[1].ends_with("was turned off"), "{told:?}");
}

#[tokio::test]
async fn what_was_not_signed_for_this_browser_counts_as_a_wrong_code() {
    let server = server().await;
    let ana = server.fixtures.user("ana").with_password().create().await;
    let ben = server.fixtures.user("ben").create().await;
    let mut key = server.fixtures.passkey(ana, ORIGIN, 1).await;
    let mut of_ben = server.fixtures.passkey(ben, ORIGIN, 2).await;
    let ticket = ticket(&server).await;
    let mut elsewhere = key.clone();
    elsewhere.origin = "http://evil.localhost".into();
    let mut unverified = key.clone();
    unverified.verifies = false;
    for bent in [&mut elsewhere, &mut unverified, &mut of_ben] {
        let signed = bent.sign(&challenge(&server, &ticket).await);
        let answer = enter(&server, &ticket, &signed).await.expect(409);
        assert!(answer.text().contains("PasskeyRejected"));
    }
    let tries = "SELECT tries FROM throttles WHERE scope = 'second_factor'";
    assert_eq!(server.number(tries).await, 3);
    for guessed in ["", "guessed"] {
        let answer = enter(&server, guessed, "{}").await.expect(409);
        assert!(answer.text().contains("SignInExpired"));
    }
    key.counter = 5;
    let copy = key.clone();
    let signed = key.sign(&challenge(&server, &ticket).await);
    enter(&server, &ticket, &signed).await.expect(200);
    let signed = copy.clone().sign(&challenge(&server, &ticket).await);
    let copied = enter(&server, &ticket, &signed).await.expect(409);
    assert!(copied.text().contains("PasskeyCopied"));
    assert_eq!(server.number(tries).await, 1, "counted, too");
    let set = format!(
        "UPDATE throttles SET tries = {}, last_at = {} WHERE scope = 'second_factor'",
        SECOND_FACTOR.free_attempts + 4,
        db::now().0
    );
    let signed = key.sign(&challenge(&server, &ticket).await);
    server.execute(&set).await;
    enter(&server, &ticket, &signed).await.expect(429);
}

#[tokio::test]
async fn adding_and_removing_take_a_fresh_proof_which_a_passkey_is() {
    let server = server().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let mut key = server.fixtures.passkey(ana.id, ORIGIN, 1).await;
    let session = server.fixtures.session(ana.id).await;
    let id = server.number("SELECT id FROM passkeys").await.to_string();
    let old = crate::support::minutes_ago(11).0;
    let age = format!("UPDATE sessions SET proven_at = {old}");
    server.execute(&age).await;
    let act = async |session: &str, name: &str, fields: &[(&str, &str)]| {
        let call = server.act(name, fields).session(session);
        call.send().await
    };
    let begin = server.ask("begin_passkey", &json!({ "name": "Phone" }));
    for refused in [
        begin.session(&session).send().await,
        act(&session, "remove_passkey", &[("passkey", &id)]).await,
        act(&session, "replace_recovery_codes", &[]).await,
    ] {
        assert!(refused.expect(409).text().contains("ProofRequired"));
    }
    let page = server.get("/prove").session(&session).send().await;
    assert!(page.expect(200).text().contains("Use a passkey"));
    let asked = server.ask("begin_passkey_proof", &json!({}));
    let asked = text(asked.session(&session).send().await);
    let signed = key.sign(&asked);
    let fields = [("credential", signed.as_str())];
    let proven = act(&session, "prove_with_passkey", &fields).await;
    let proven = proven.expect(200);
    assert_eq!(proven.location(), "/prove?done=yes");
    let session = proven.session();
    let again = act(&session, "prove_with_passkey", &fields).await;
    again.expect(409);
    let codes = act(&session, "replace_recovery_codes", &[]).await;
    codes.expect(200);
    for status in [200, 404] {
        let removed = act(&session, "remove_passkey", &[("passkey", &id)]).await;
        removed.expect(status);
    }
}

#[tokio::test]
async fn where_browsers_have_no_passkeys_the_page_says_so() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let page = server.get("/second-factor").by(&ana).send().await;
    let page = page.expect(200);
    assert!(page.text().contains("Passkeys work only where"));
    assert!(!page.text().contains("Add a passkey"));
    begin(&server, &ana, "Laptop").await.expect(404);
    // One from before the portal moved is not offered.
    server.fixtures.passkey(ana.id, ORIGIN, 1).await;
    let first = ticket(&server).await;
    let form = server.get("/sign-in/code?next=/profile");
    let form = form.header(header::COOKIE, &format!("ticket={first}"));
    let form = form.send().await.expect(200);
    assert!(!form.text().contains("Use a passkey"));
}
