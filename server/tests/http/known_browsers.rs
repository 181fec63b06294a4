//! The browsers that an account signed in with before: others cannot lock their owner out.
use crate::support::{TestResponse, TestServer, on_both_engines};
use axum::http::header;
use domain::throttle::{SIGN_IN_ACCOUNT, SIGN_IN_DEVICE, SIGN_IN_KNOWN};
use fixtures::PASSWORD;
use std::net::IpAddr;

const HOME: [u8; 4] = [203, 0, 113, 7];

fn anywhere(number: i64) -> IpAddr {
    let number = u32::try_from(number).unwrap();
    IpAddr::V4((0x0a00_0000 + number).into())
}

async fn try_password(
    server: &TestServer,
    (login, password): (&str, &str),
    device: &str,
    address: impl Into<IpAddr>,
) -> TestResponse {
    let fields = [("login", login), ("password", password)];
    let call = server.act("sign_in", &fields).address(address);
    let cookie = format!("device={device}");
    call.header(header::COOKIE, &cookie).send().await
}

/// The cookie that this response sets.
fn device(answer: &TestResponse) -> String {
    let cookie = answer.cookie("device").expect("a device cookie");
    let (_, value) = cookie.split_once('=').unwrap();
    value.split(';').next().unwrap().to_owned()
}

async fn sign_in(server: &TestServer, login: &str, cookie: &str) -> String {
    let answer = try_password(server, (login, PASSWORD), cookie, HOME).await;
    device(&answer.expect(200))
}

/// Lets the time pass in which an attempt has to wait, but no lockout.
async fn wait(server: &TestServer) {
    let passed = "UPDATE throttles SET last_at = last_at - 301000";
    server.execute(passed).await;
}

/// Returns how many wrong passwords are answered until all is locked.
async fn attack(server: &TestServer, login: &str, cookie: &str) -> i64 {
    let (mut answered, mut refused) = (0, 0);
    while refused < 3 {
        let address = anywhere(answered);
        let answer = try_password(server, (login, "wrong"), cookie, address).await;
        match answer.status.as_u16() {
            401 => (answered, refused) = (answered + 1, 0),
            429 => refused += 1,
            other => panic!("{other}"),
        }
        wait(server).await;
    }
    answered
}

#[tokio::test]
async fn a_known_browser_is_not_locked_out_by_others() {
    on_both_engines(async |server| {
        server.fixtures.user("ana").with_password().create().await;
        let home = sign_in(&server, "ana", "").await;
        let names = ["ana", "ana@example.org"];
        for name in names {
            assert_eq!(
                attack(&server, name, "").await,
                SIGN_IN_ACCOUNT.max_attempts
            );
        }
        let elsewhere = try_password(&server, ("ana", PASSWORD), "", HOME).await;
        elsewhere.expect(429);
        for name in names {
            try_password(&server, (name, PASSWORD), &home, HOME)
                .await
                .expect(200);
        }
        // The owner gets in, but gives others nothing.
        let other = try_password(&server, ("ana", "wrong"), "", anywhere(1)).await;
        other.expect(429);
    })
    .await;
}

/// Over all doors: as a guest by both names, from three known browsers, and in the profile.
#[tokio::test]
async fn at_most_a_hundred_wrong_passwords_in_a_row_are_answered() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let mut devices = Vec::new();
    for _ in 0..3 {
        devices.push(sign_in(&server, "ana", "").await);
    }
    let mut answered = 0;
    for device in &devices {
        answered += attack(&server, "ana", device).await;
    }
    answered += attack(&server, "ana@example.org", "").await;
    for _ in 0..9 {
        let fields = [
            ("present_password", "wrong"),
            ("password", "another long one"),
        ];
        let call = server.act("change_password", &fields).by(&ana);
        answered += i64::from(call.send().await.status == 422);
        wait(&server).await;
    }
    let most = 2 * SIGN_IN_ACCOUNT.max_attempts + SIGN_IN_KNOWN.max_attempts;
    assert_eq!((answered, most), (100, 100));
}

#[tokio::test]
async fn a_cookie_is_for_its_account_and_password() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    server.fixtures.user("ben").with_password().create().await;
    let home = sign_in(&server, "ana", "").await;
    let shared = sign_in(&server, "ben", &home).await;
    for login in ["ana", "ben"] {
        attack(&server, login, "").await;
    }
    // Ana's proof is in the cookie of the browser that both use.
    try_password(&server, ("ana", PASSWORD), &shared, HOME)
        .await
        .expect(200);
    try_password(&server, ("ben", PASSWORD), &shared, HOME)
        .await
        .expect(200);
    try_password(&server, ("ben", PASSWORD), &home, HOME)
        .await
        .expect(429);
    let forged = home.replace(&format!("~{}.", ana.id), "~2.");
    try_password(&server, ("ben", PASSWORD), &forged, HOME)
        .await
        .expect(429);
    let password = "UPDATE users SET password_hash = password_hash || ' ' WHERE login = 'ana'";
    server.execute(password).await;
    try_password(&server, ("ana", PASSWORD), &shared, HOME)
        .await
        .expect(429);
}

#[tokio::test]
async fn a_known_browser_guesses_no_more_than_its_own_share() {
    let server = TestServer::new().await;
    server.fixtures.user("ana").with_password().create().await;
    let home = sign_in(&server, "ana", "").await;
    for number in 0..SIGN_IN_DEVICE.max_attempts {
        let wrong = try_password(&server, ("ana", "wrong"), &home, anywhere(number)).await;
        wrong.expect(401);
        wait(&server).await;
    }
    let counted = "SELECT CAST(coalesce(sum(tries), 0) AS bigint) FROM throttles \
                   WHERE scope = 'sign_in_account'";
    assert_eq!(server.number(counted).await, 0);
    // Then it is a browser like any other.
    try_password(&server, ("ana", "wrong"), &home, HOME)
        .await
        .expect(401);
    assert_eq!(server.number(counted).await, 1);
}
