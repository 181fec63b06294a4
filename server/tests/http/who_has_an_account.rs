//! Who has an account here? What guests can find out by asking again and again, where e-mails are sent.
use crate::{
    sign_up_by_mail::{ask, choose, mailing},
    support::{TestResponse, TestServer},
};
use axum::http::header;
use domain::{settings::SignUpMode, throttle::SIGN_UP_EMAIL};
use serde_json::json;

/// What a guest sees of an answer; addresses that were typed do not count.
fn seen(answer: &TestResponse, email: &str) -> (u16, String, String) {
    let mut text = answer.text().replace(email, "EMAIL");
    if answer.status == 429 {
        // How many seconds are left depends on the moment.
        text.clear();
    }
    let names = answer.headers.get_all(header::SET_COOKIE).iter();
    let names = names.map(|cookie| cookie.to_str().unwrap().split('=').next().unwrap());
    let location = answer.location().split("flash=").next().unwrap();
    let cookies: Vec<_> = names.collect();
    (
        answer.status.as_u16(),
        format!("{location} {cookies:?}"),
        text,
    )
}

/// Rows of each table that grew, and how many times each kind of attempt was counted.
async fn sizes(server: &TestServer) -> Vec<String> {
    let mut sizes = Vec::new();
    for table in [
        "users",
        "sign_ups",
        "mails",
        "activity",
        "sessions",
        "flashes",
        "throttles",
    ] {
        let count = format!("SELECT count(*) FROM {table}");
        sizes.push(format!("{table} {}", server.number(&count).await));
    }
    let counters = "SELECT scope || ' ' || tries FROM throttles ORDER BY scope, tries";
    sizes.extend(server.texts(counters).await);
    sizes
}

/// Everything that guests can ask about an address, for one that has an account and for one that has
/// none: twelve requests, each answered alike, and the database grows alike.
#[tokio::test]
async fn nothing_tells_afterwards_whether_an_address_was_known() {
    for mode in [SignUpMode::Direct, SignUpMode::Approval] {
        let mut told = Vec::new();
        for is_known in [true, false] {
            let server = mailing(mode).await;
            let login = if is_known { "ana" } else { "someone" };
            server.fixtures.user(login).with_password().create().await;
            told.push(interrogate(&server, "ana@example.org").await);
        }
        let [known, unknown] = &told[..] else {
            unreachable!()
        };
        for (number, (known, unknown)) in known.iter().zip(unknown).enumerate() {
            assert_eq!(known, unknown, "request {number}, {mode:?}");
        }
    }
}

/// Twelve requests, and what could be seen after each of them.
async fn interrogate(server: &TestServer, email: &str) -> Vec<(u16, String, String)> {
    let mut told = Vec::new();
    let sign_in = |name: &str| {
        let fields = [("login", name), ("password", "what was typed")];
        server.act("sign_in", &fields)
    };
    let wrong_key = [("email", email), ("key", "wrong-key")];
    let requests = [
        server.sign_up("typed1", email, ""),
        server.sign_up("typed2", email, ""),
        sign_in(email),
        sign_in("typed1"),
        server.sign_up("typed1", "other@example.org", ""),
        ask(server, &email.to_uppercase(), "", "/catalog"),
        server.form("sign_up", "/sign-up", &wrong_key),
        sign_in("typed2"),
        server.ask("find_sign_up", &json!({"token": "guessed"})),
        choose(server, "guessed", "typed1", false),
    ];
    for request in requests {
        told.push(seen(&request.send().await, email));
        told.push((0, String::new(), sizes(server).await.join(", ")));
    }
    let (most, now) = (SIGN_UP_EMAIL.max_attempts, db::now().0);
    let tried = format!(
        "UPDATE throttles SET tries = {most}, last_at = {now} \
                         WHERE scope = 'sign_up_email' AND tries = 3"
    );
    server.execute(&tried).await;
    told.push(seen(
        &ask(server, email, "", "").send().await.expect(429),
        email,
    ));
    // What a reset leaves is seen in the outbox only.
    let reset = server.act("request_password_reset", &[("login", email)]);
    told.push(seen(&reset.send().await.expect(200), email));
    told
}
