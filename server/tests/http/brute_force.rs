//! Guessing passwords and group keys: attempts are counted and slowed down, and reveal nothing.
use crate::support::{Options, TestResponse, TestServer, assert_unchanged};
use axum::http::header;
use domain::throttle::{KEY_ACCOUNT, KEY_ADDRESS, SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS};
use fixtures::{PASSWORD, TestUser};

const ADDRESS: [u8; 4] = [192, 0, 2, 1];

async fn try_password(
    server: &TestServer,
    login: &str,
    password: &str,
    address: [u8; 4],
) -> TestResponse {
    let fields = [("login", login), ("password", password)];
    server.act("sign_in", &fields).address(address).send().await
}

/// Makes the free attempts, all wrong, each from another address.
async fn use_up_account(server: &TestServer, login: &str) {
    for number in 0..u8::try_from(SIGN_IN_ACCOUNT.free_attempts).unwrap() {
        let answer = try_password(server, login, "wrong", [198, 51, 100, number]).await;
        answer.expect(401);
    }
}

#[tokio::test]
async fn after_several_wrong_passwords_even_the_right_one_has_to_wait() {
    let server = TestServer::new().await;
    server.fixtures.user("ana").with_password().sign_in().await;
    use_up_account(&server, "ana").await;
    let attempts = "SELECT tries FROM throttles WHERE scope = 'sign_in_account'";
    assert_eq!(server.number(attempts).await, SIGN_IN_ACCOUNT.free_attempts);
    // The first lockouts are so short that a slow test outlasts them.
    server
        .tried_name("sign_in_account", "ana", SIGN_IN_ACCOUNT.free_attempts + 8)
        .await;
    let before = server.dump().await;
    let right = try_password(&server, "ana", PASSWORD, ADDRESS).await;
    let right = right.expect(429);
    assert!(right.text().contains("TooManyAttempts"), "{}", right.text());
    assert_eq!(right.cookie("session"), None);
    assert_unchanged("waiting", &before, &server.dump().await);
}

/// Sets the number of attempts of an account or address, as if made just now.
async fn tried(server: &TestServer, scope: &str, subject: &str, attempts: i64) {
    let now = db::now().0;
    server
        .execute(&format!(
            "INSERT INTO throttles (scope, subject, tries, last_at) \
         VALUES ('{scope}', '{subject}', {attempts}, {now}) \
         ON CONFLICT (scope, subject) DO UPDATE SET tries = {attempts}, last_at = {now}"
        ))
        .await;
}

#[tokio::test]
async fn a_refused_form_says_how_long_to_wait() {
    let server = TestServer::new().await;
    server.fixtures.user("ana").with_password().sign_in().await;
    server
        .tried_name("sign_in_account", "ana", SIGN_IN_ACCOUNT.max_attempts)
        .await;
    let fields = [("login", "ana"), ("password", PASSWORD)];
    let form = server.form("sign_in", "/sign-in", &fields).send().await;
    let form = form.expect(303);
    let kept = form.cookie("flash").unwrap().split(';').next().unwrap();
    let page = server
        .get(form.location())
        .header(header::COOKIE, kept)
        .send()
        .await;
    let sentence = "Too many attempts. Try again in 24 hours.";
    assert!(page.expect(200).text().contains(sentence));
}

/// Every spelling of a login counts as the same name. The e-mail address is another: that both are one
/// account is not told.
#[tokio::test]
async fn a_counter_does_not_tell_which_names_are_one_account() {
    let server = TestServer::new().await;
    server.fixtures.user("ana").with_password().sign_in().await;
    server
        .tried_name("sign_in_account", "ana", SIGN_IN_ACCOUNT.max_attempts)
        .await;
    for name in ["ana", "ANA", " ana ", "ａｎａ", "𝒂𝒏𝒂"] {
        let answer = try_password(&server, name, "wrong", ADDRESS).await;
        assert_eq!(answer.status, 429, "{name}");
    }
    for name in ["Ana@Example.ORG", "ben@example.org"] {
        let answer = try_password(&server, name, "wrong", ADDRESS).await;
        assert_eq!(answer.status, 401, "{name}");
    }
    // And both names together are reset by who knows the password.
    let right = try_password(&server, "ana@example.org", PASSWORD, ADDRESS).await;
    right.expect(200);
    try_password(&server, "ana", PASSWORD, ADDRESS)
        .await
        .expect(200);
}

#[tokio::test]
async fn unknown_logins_get_the_same_responses() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    fixtures.user("ana").with_password().sign_in().await;
    fixtures.user("ben").sign_in().await;
    fixtures.user("cleo").with_password().sign_in().await;
    server
        .execute("UPDATE users SET active = FALSE WHERE login = 'cleo'")
        .await;
    // A wrong password, no password, a deactivated user with the right one, an unknown login.
    let mut answers = Vec::new();
    for (login, password) in [
        ("ana", "wrong"),
        ("ben", "wrong"),
        ("ben", ""),
        ("cleo", PASSWORD),
        ("nobody", PASSWORD),
        ("", ""),
    ] {
        let answer = try_password(&server, login, password, ADDRESS).await;
        answers.push((answer.status.as_u16(), answer.text().to_owned()));
    }
    assert_eq!(answers[0], (401, "\"InvalidCredentials\"".to_owned()));
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );

    use_up_account(&server, "nobody2").await;
    let counted = "SELECT count(*) FROM throttles WHERE scope = 'sign_in_account' AND tries = 5";
    assert_eq!(
        server.number(counted).await,
        1,
        "unknown accounts are slowed down too"
    );
    let subjects = server.texts("SELECT subject FROM throttles").await;
    assert!(subjects.iter().all(|subject| !subject.contains("nobody")));
}

#[tokio::test]
async fn attempts_are_counted_per_address_over_all_accounts() {
    let server = TestServer::new().await;
    server.fixtures.user("ana").with_password().sign_in().await;
    tried(
        &server,
        "sign_in_address",
        "192.0.2.1",
        SIGN_IN_ADDRESS.max_attempts,
    )
    .await;
    try_password(&server, "ana", PASSWORD, ADDRESS)
        .await
        .expect(429);
    try_password(&server, "ana", PASSWORD, [192, 0, 2, 2])
        .await
        .expect(200);
}

/// Otherwise users could sign in to their own account between guesses at others.
#[tokio::test]
async fn a_successful_sign_in_resets_only_the_attempts_at_that_account() {
    let server = TestServer::new().await;
    server
        .fixtures
        .user("mallory")
        .with_password()
        .sign_in()
        .await;
    for login in ["v1", "v2", "v3"] {
        try_password(&server, login, "wrong", ADDRESS)
            .await
            .expect(401);
    }
    try_password(&server, "mallory", "typo", ADDRESS)
        .await
        .expect(401);
    try_password(&server, "mallory", PASSWORD, ADDRESS)
        .await
        .expect(200);
    let attempts = "SELECT tries FROM throttles WHERE scope = 'sign_in_address'";
    assert_eq!(server.number(attempts).await, 3);
}

#[tokio::test]
async fn the_forwarded_for_header_of_an_untrusted_client_is_ignored() {
    let server = TestServer::new().await;
    let spoof = async |server: &TestServer, number: u8| {
        let fields = [("login", &*format!("user{number}")), ("password", "wrong")];
        let call = server.act("sign_in", &fields).address([10, 0, 0, 1]);
        let claimed = format!("203.0.113.{number}");
        let call = call.header("x-forwarded-for", &claimed);
        let call = call.header(header::FORWARDED, &format!("for={claimed}"));
        call.header("x-real-ip", &claimed).send().await.expect(401);
    };
    for number in 0..3 {
        spoof(&server, number).await;
    }
    let query = "SELECT subject || ' ' || tries FROM throttles WHERE scope = 'sign_in_address'";
    assert_eq!(server.texts(query).await, ["10.0.0.1 3"]);

    let proxied = TestServer::with(Options {
        trusted_proxies: vec![[10, 0, 0, 1].into()],
        ..Default::default()
    })
    .await;
    spoof(&proxied, 7).await;
    assert_eq!(
        proxied.texts(query).await,
        ["203.0.113.7 1"],
        "of a proxy it does"
    );
}

async fn site_with_key() -> (TestServer, TestUser) {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let group = fixtures.group("Open").create().await;
    fixtures.key(group, "OPEN-SESAME").create().await;
    let ana = fixtures.user("ana").sign_in().await;
    (server, ana)
}

async fn guess(server: &TestServer, who: &TestUser, key: &str) -> TestResponse {
    let call = server.act("preview_join", &[("key", key)]).by(who);
    call.address(ADDRESS).send().await
}

#[tokio::test]
async fn guesses_at_keys_are_counted_per_account_on_both_pages() {
    let (server, ana) = site_with_key().await;
    guess(&server, &ana, "WRONG-1").await.expect(422);
    let call = server.act("join_group", &[("key", "WRONG-2")]).by(&ana);
    call.address([192, 0, 2, 9]).send().await.expect(422);
    let attempts = "SELECT tries FROM throttles WHERE scope = 'key_account'";
    assert_eq!(server.number(attempts).await, 2);
    tried(
        &server,
        "key_account",
        &ana.text(),
        KEY_ACCOUNT.max_attempts,
    )
    .await;
    let before = server.dump().await;
    for name in ["preview_join", "join_group"] {
        let call = server.act(name, &[("key", "OPEN-SESAME")]).by(&ana);
        let answer = call.send().await.expect(429);
        assert!(
            answer.text().contains("TooManyAttempts"),
            "{}",
            answer.text()
        );
    }
    assert_unchanged("waiting", &before, &server.dump().await);
    let ben = server.fixtures.user("ben").sign_in().await;
    guess(&server, &ben, "OPEN-SESAME").await.expect(200);
}

/// An administrator's account has a budget of its own. Accounts that guests make as often as they like
/// share that of the guests there.
#[tokio::test]
async fn guesses_of_self_made_accounts_are_counted_per_address() {
    let (server, ana) = site_with_key().await;
    tried(
        &server,
        "key_address",
        "192.0.2.1",
        KEY_ADDRESS.max_attempts,
    )
    .await;
    guess(&server, &ana, "OPEN-SESAME").await.expect(200);
    server
        .execute("UPDATE users SET origin = 'self_made'")
        .await;
    guess(&server, &ana, "OPEN-SESAME").await.expect(429);
}

/// Every member knows a key that works.
#[tokio::test]
async fn a_known_key_between_guesses_does_not_reset_the_count() {
    let (server, ana) = site_with_key().await;
    guess(&server, &ana, "WRONG-1").await.expect(422);
    guess(&server, &ana, "OPEN-SESAME").await.expect(200);
    guess(&server, &ana, "WRONG-2").await.expect(422);
    let call = server.act("join_group", &[("key", "OPEN-SESAME")]).by(&ana);
    call.address(ADDRESS).send().await.expect(200);
    guess(&server, &ana, "WRONG-3").await.expect(422);
    guess(&server, &ana, "OPEN-SESAME").await.expect(409);
    for scope in ["key_account", "key_account_day"] {
        let attempts = format!("SELECT tries FROM throttles WHERE scope = '{scope}'");
        assert_eq!(server.number(&attempts).await, 3, "{scope}");
    }
}
