//! Signing up where e-mails are sent: the address first, the account behind the mailed link.
use crate::support::{Options, TestRequest, TestServer, assert_unchanged};
use axum::http::header;
use domain::{keys::Limits, settings::SignUpMode, throttle::SIGN_UP_LOGIN};
use fixtures::PASSWORD;
use server::mailer::Mailer;

/// A portal with a mail server: its mails stay in the outbox.
pub async fn mailing(mode: SignUpMode) -> TestServer {
    let mailer = Mailer::new("smtp://127.0.0.1:1", "Academy <academy@example.org>").unwrap();
    let server = TestServer::with(Options {
        mailer: Some(mailer),
        ..Default::default()
    })
    .await;
    server.fixtures.set_sign_up(mode).await;
    server
}

/// The token of the link in the newest mail.
async fn token(server: &TestServer) -> String {
    let texts = server
        .texts("SELECT text FROM mails ORDER BY id DESC")
        .await;
    let (_, rest) = texts[0].split_once("/new-account/").expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn users(server: &TestServer) -> i64 {
    server.number("SELECT count(*) FROM users").await
}

/// The first step; an empty key means none.
pub fn ask<'a>(server: &'a TestServer, email: &str, key: &str, next: &str) -> TestRequest<'a> {
    server.act("sign_up", &[("email", email), ("key", key), ("next", next)])
}

/// The second step, as its page posts it.
pub fn choose<'a>(
    server: &'a TestServer,
    token: &str,
    login: &str,
    with_key: bool,
) -> TestRequest<'a> {
    let fields = [
        ("token", token),
        ("first_name", "Zoë"),
        ("last_name", "Stranger"),
        ("login", login),
        ("password", PASSWORD),
        ("with_key", if with_key { "true" } else { "false" }),
    ];
    let page = format!("/new-account/{token}");
    server.form("complete_sign_up", &page, &fields)
}

async fn page(server: &TestServer, token: &str) -> String {
    let page = server.get(&format!("/new-account/{token}"));
    page.send().await.expect(200).text().to_owned()
}

/// The page that a refused form leads back to.
async fn refused(server: &TestServer, form: TestRequest<'_>) -> String {
    let back = form.send().await.expect(303);
    let kept = back.cookie("flash").unwrap().split(';').next().unwrap();
    let page = server.get(back.location()).header(header::COOKIE, kept);
    page.send().await.expect(200).text().to_owned()
}

#[tokio::test]
async fn a_guest_proves_the_address_then_makes_the_account_and_is_signed_in() {
    let server = mailing(SignUpMode::Direct).await;
    let form = server.get("/sign-up").send().await.expect(200);
    assert!(form.text().contains("name=\"email\""));
    assert!(!form.text().contains("name=\"password\""));
    ask(&server, "nothing", "", "").send().await.expect(422);
    let asked = ask(&server, "zoe@example.org", "", "/catalog").send().await;
    assert_eq!(asked.expect(200).location(), "/sign-up?done=mailed");
    assert_eq!(users(&server).await, 0);

    let token = token(&server).await;
    let before = server.dump().await;
    let form = page(&server, &token).await;
    assert!(form.contains("zoe@example.org") && form.contains("name=\"password\""));
    assert!(!form.contains("name=\"email\""));
    assert_unchanged("opening the link", &before, &server.dump().await);

    let form = refused(&server, choose(&server, &token, "z", false)).await;
    assert!(form.contains("A login has 2 to 100 characters."));
    assert!(form.contains("value=\"Zoë\"") && !form.contains(PASSWORD));
    let made = choose(&server, &token, "zoe", false)
        .send()
        .await
        .expect(303);
    assert_eq!(made.location(), "/catalog");
    let home = server.get("/").session(&made.session());
    home.send().await.expect(200);
    assert!(
        page(&server, &token)
            .await
            .contains("already used or has expired")
    );
    let again = server.act("complete_sign_up", &[("token", &*token)]);
    again.send().await.expect(409);
    assert_eq!(users(&server).await, 1);
}

#[tokio::test]
async fn with_approval_the_account_waits_after_the_link() {
    let server = mailing(SignUpMode::Approval).await;
    ask(&server, "zoe@example.org", "", "")
        .send()
        .await
        .expect(200);
    let token = token(&server).await;
    assert!(
        page(&server, &token)
            .await
            .contains("An administrator approves your account")
    );
    let made = choose(&server, &token, "zoe", false)
        .send()
        .await
        .expect(303);
    assert_eq!(made.location(), "/sign-up?done=waiting");
    assert_eq!(made.cookie("session"), None);
    for (password, answer) in [
        (PASSWORD, "{\"AccountPending\":\"waiting\"}"),
        ("wrong password", "\"InvalidCredentials\""),
    ] {
        let fields = [("login", "zoe"), ("password", password)];
        let refused = server.act("sign_in", &fields).send().await.expect(401);
        assert_eq!(refused.text(), answer);
    }
}

/// Only who holds the link learns which logins are taken, and not without end.
#[tokio::test]
async fn a_taken_login_is_told_behind_the_link_and_counted() {
    let server = mailing(SignUpMode::Direct).await;
    server.fixtures.user("ana").create().await;
    ask(&server, "zoe@example.org", "", "")
        .send()
        .await
        .expect(200);
    let token = token(&server).await;
    let form = refused(&server, choose(&server, &token, "ANA", false)).await;
    assert!(form.contains("Another user has this login."));
    for login in ["ana@example.org", "nobody@example.org"] {
        let form = refused(&server, choose(&server, &token, login, false)).await;
        assert!(form.contains("Choose a login without @."), "{login}");
    }
    let tries = "SELECT tries FROM throttles WHERE scope = 'sign_up_login'";
    assert_eq!(server.number(tries).await, 1);
    let (most, now) = (SIGN_UP_LOGIN.max_attempts, db::now().0);
    server
        .execute(&format!(
            "UPDATE throttles SET tries = {most}, last_at = {now} WHERE scope = 'sign_up_login'"
        ))
        .await;
    let form = refused(&server, choose(&server, &token, "ben", false)).await;
    assert!(form.contains("Too many attempts."));
    assert_eq!(users(&server).await, 1);
    let counted = server.number("SELECT count(*) FROM throttles WHERE scope = 'sign_up_login'");
    assert_eq!(counted.await, 1);
    choose(&server, "guessed", "ben", false)
        .send()
        .await
        .expect(303);
    let counted = server.number("SELECT count(*) FROM throttles WHERE scope = 'sign_up_login'");
    assert_eq!(counted.await, 1, "no counter for what is no link");
}

#[tokio::test]
async fn a_key_that_ends_meanwhile_is_named_and_the_account_made_without_it() {
    let server = mailing(SignUpMode::Direct).await;
    let fixtures = &server.fixtures;
    let group = fixtures.group("Bakers").create().await;
    let once = Limits {
        maximum: Some(1),
        ..Default::default()
    };
    let key = fixtures.key(group, "ONCE-ONLY").limits(once).create().await;
    let wrong = ask(&server, "ana@example.org", "no-such-key", "")
        .send()
        .await
        .expect(422);
    assert!(
        wrong.text().contains("\"field\":\"key\""),
        "{}",
        wrong.text()
    );
    ask(&server, "ana@example.org", "once only", "")
        .send()
        .await
        .expect(200);
    let token = token(&server).await;
    assert!(page(&server, &token).await.contains("Bakers"));
    server
        .execute(&format!("UPDATE group_keys SET used = 1 WHERE id = {key}"))
        .await;
    let form = refused(&server, choose(&server, &token, "ana", true)).await;
    assert!(
        form.contains("The group key you signed up with no longer works."),
        "{form}"
    );
    assert!(form.contains("your account joins no group") && !form.contains("name=\"with_key\""));
    let made = choose(&server, &token, "ana", false)
        .send()
        .await
        .expect(303);
    assert_eq!(made.location(), "/");
    assert_eq!(users(&server).await, 1);
}

/// An invitation is no guess, and the keys it could be are counted by themselves.
#[tokio::test]
async fn only_signing_up_without_a_valid_key_counts_for_the_address() {
    let server = mailing(SignUpMode::Direct).await;
    let fixtures = &server.fixtures;
    let group = fixtures.group("Bakers").create().await;
    let key = fixtures.key(group, "BAKERS-2026").create().await;
    let link = db::keys::link(&server.db, group, key).await.unwrap();
    let join = format!("/join/{link}");
    let attempts = "SELECT CAST(coalesce(sum(tries), 0) AS bigint) FROM throttles \
                    WHERE scope IN ('sign_up_address', 'key_address')";
    let mut landed = Vec::new();
    for (login, typed, next, counted) in [
        ("ana", "bakers-2026", "", 0),
        ("ben", "", join.as_str(), 0),
        ("cleo", "", "", 1),
    ] {
        let email = format!("{login}@example.org");
        ask(&server, &email, typed, next).send().await.expect(200);
        assert_eq!(server.number(attempts).await, counted, "{login}");
        let token = token(&server).await;
        let made = choose(&server, &token, login, !typed.is_empty())
            .send()
            .await;
        landed.push(made.expect(303).location().to_owned());
        assert_eq!(server.number(attempts).await, 0, "proven: {login}");
    }
    assert_eq!(landed, ["/", join.as_str(), "/"]);
    let origins = "SELECT login || ' ' || origin FROM users ORDER BY id";
    let expected = ["ana invited", "ben invited", "cleo self_made"];
    assert_eq!(server.texts(origins).await, expected);
}

/// Else the portal would send anyone the words of a guest.
#[tokio::test]
async fn the_mail_to_an_unproven_address_holds_nothing_that_was_typed() {
    let server = mailing(SignUpMode::Direct).await;
    server
        .sign_up("typedlogin", "ana@example.org", "")
        .send()
        .await
        .expect(200);
    let fields = [("login", "typedlogin")];
    let reset = server.act("request_password_reset", &fields);
    reset.send().await.expect(200);
    let mails = server.texts("SELECT subject || text FROM mails").await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("Hello,"), "{}", mails[0]);
    for typed in ["Ana", "Stranger", "typedlogin"] {
        assert!(!mails[0].contains(typed), "{}", mails[0]);
    }
}
