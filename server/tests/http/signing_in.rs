//! Sessions: how they begin, their cookie, and how they end.
use crate::support::{Options, TestServer};
use axum::http::header;
use domain::permissions::BuiltIn;
use fixtures::PASSWORD;

const FIELDS: [(&str, &str); 2] = [("login", "ana"), ("password", PASSWORD)];

async fn site_with_ana(options: Options) -> TestServer {
    let server = TestServer::with(options).await;
    server.fixtures.user("ana").with_password().sign_in().await;
    server
}

#[tokio::test]
async fn over_https_the_cookie_is_for_this_host_and_secure() {
    let options = Options {
        base_url: "https://learn.example",
        ..Default::default()
    };
    let server = site_with_ana(options).await;
    let answer = server.form("sign_in", "/sign-in", &FIELDS).send().await;
    let answer = answer.expect(303);
    let cookie = answer.cookie("__Host-session").expect("the cookie");
    let (_, attributes) = cookie.split_once("; ").unwrap();
    let mut attributes: Vec<_> = attributes.split("; ").collect();
    attributes.sort_unstable();
    // Browsers accept `__Host-` only with Secure and Path=/ and without a domain.
    assert_eq!(
        attributes,
        [
            "HttpOnly",
            "Max-Age=31536000",
            "Path=/",
            "SameSite=Lax",
            "Secure"
        ]
    );
    assert_eq!(answer.cookie("session"), None);
    let token = answer.session();
    server.get("/").session(&token).send().await.expect(200);
    // The name without the prefix could have been set by a sibling site.
    let sibling = server
        .get("/")
        .header(header::COOKIE, &format!("session={token}"));
    sibling.send().await.expect(303);
}

#[tokio::test]
async fn over_http_the_cookie_has_no_prefix_and_is_not_for_scripts() {
    let server = site_with_ana(Options::default()).await;
    let answer = server.form("sign_in", "/sign-in", &FIELDS).send().await;
    let answer = answer.expect(303);
    let cookie = answer.cookie("session").expect("the cookie");
    for attribute in ["; Path=/", "; HttpOnly", "; SameSite=Lax"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"));
}

#[tokio::test]
async fn each_sign_in_has_a_new_token_that_is_not_stored() {
    let server = site_with_ana(Options::default()).await;
    let sign_in = async |before: &str| {
        let form = server.form("sign_in", "/sign-in", &FIELDS).session(before);
        form.send().await.expect(303).session()
    };
    // A token that someone else planted in the browser does not become a session.
    let planted = "planted-by-somebody-else-0123456789abcdefghi";
    let first = sign_in(planted).await;
    let second = sign_in(&first).await;
    assert_ne!(first, planted);
    assert_ne!(first, second);
    assert!(first.len() >= 43, "256 bits");
    server.get("/").session(planted).send().await.expect(303);
    let rows = server.dump().await;
    assert!(rows.iter().all(|row| !row.contains(&second)));
}

#[tokio::test]
async fn signing_in_ends_the_former_session_of_the_browser() {
    let server = site_with_ana(Options::default()).await;
    let ben = server.fixtures.user("ben").sign_in().await;
    let elsewhere = server.fixtures.session(ben.id).await;
    let form = server.act("sign_in", &FIELDS).by(&ben).send().await;
    let fresh = form.expect(200).session();
    server.get("/").session(&fresh).send().await.expect(200);
    server.get("/").by(&ben).send().await.expect(303);
    server.get("/").session(&elsewhere).send().await.expect(200);
}

#[tokio::test]
async fn a_session_ends_ninety_days_after_it_began_however_much_it_is_used() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    let days = |days: i64| crate::support::minutes_ago(days * 24 * 60).0;
    let opened = async |at: i64| {
        let set = format!("UPDATE sessions SET created_at = {at}, last_seen_at = {at}");
        server.execute(&set).await;
        server.get("/").by(&ana).send().await
    };
    opened(days(89)).await.expect(200);
    // Used just now, it is renewed up to its last day only.
    let last = server.number("SELECT expires_at FROM sessions").await;
    assert_eq!(
        last,
        server.number("SELECT created_at FROM sessions").await + 90 * 86_400_000
    );
    opened(days(91)).await.expect(303);
}

#[tokio::test]
async fn an_administrator_ends_all_sessions_of_a_user() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let (ana, root) = (
        fixtures.user("ana").sign_in().await,
        fixtures.super_admin("root").sign_in().await,
    );
    let admin = fixtures.admin("admin").sign_in().await;
    let phone = fixtures.session(ana.id).await;
    let page = format!("/users/{}/info", ana.id);
    let shown = server.get(&page).by(&admin).send().await.expect(200);
    assert!(shown.text().contains("End sessions"));
    let end = |user: &fixtures::TestUser| {
        server
            .form("end_user_sessions", &page, &[("user", &user.text())])
            .by(&admin)
    };
    // Not those of a user with more permissions.
    end(&root).send().await.expect(303);
    server.get("/").by(&root).send().await.expect(200);
    end(&ana).send().await.expect(303);
    for session in [&ana.session, &phone] {
        server.get("/").session(session).send().await.expect(303);
    }
    let log = server.get("/activity").by(&admin).send().await.expect(200);
    assert!(log.words().contains("signed out Ana ana everywhere"));
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let server = site_with_ana(Options::default()).await;
    let answer = server.form("sign_in", "/sign-in", &FIELDS).send().await;
    let token = answer.expect(303).session();
    let other = server.form("sign_in", "/sign-in", &FIELDS).send().await;
    let other = other.expect(303).session();
    let ask = async |token: &str| {
        let call = server.ask("list_my_courses", &serde_json::json!({}));
        call.session(token).send().await
    };
    ask(&token).await.expect(200);
    let out = server
        .form("sign_out", "/", &[])
        .session(&token)
        .send()
        .await;
    let out = out.expect(303);
    assert_eq!(out.location(), "/sign-in");
    assert!(out.cookie("session").unwrap().contains("Max-Age=0"));
    ask(&token).await.expect(401);
    server.get("/").session(&token).send().await.expect(303);
    ask(&other).await.expect(200);
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let ana = fixtures.user("ana").with_password().sign_in().await;
    let kind = fixtures.user_type(BuiltIn::Learner).await.to_string();
    let id = ana.text();
    let version = fixtures::version(&server.db, ana.id).await;
    let fields = [
        ("user", &*id),
        ("version", version.as_str()),
        ("first_name", "Ana"),
        ("last_name", "Souza"),
        ("login", "ana"),
        ("email", "ana@example.org"),
        ("user_type", &kind),
        ("password", "a whole new one"),
    ];
    server.get("/").by(&ana).send().await.expect(200);
    let call = server.act("update_user", &fields).by(&admin);
    call.send().await.expect(200);
    server.get("/").by(&ana).send().await.expect(303);
    let old = server.form("sign_in", "/sign-in", &FIELDS).send().await;
    assert!(old.expect(303).location().contains("flash="));
}

#[tokio::test]
async fn a_session_that_was_unused_for_too_long_has_ended() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    let past = crate::support::minutes_ago(1).0;
    server
        .execute(&format!("UPDATE sessions SET expires_at = {past}"))
        .await;
    server.get("/").by(&ana).send().await.expect(303);
}

#[tokio::test]
async fn signing_in_leads_to_the_page_that_was_requested() {
    let server = site_with_ana(Options::default()).await;
    for (next, leads_to) in [
        ("/courses/3?x=%26a", "/courses/3?x=%26a"),
        ("", "/"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("https:evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("\t//evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("/\r\n/evil.example", "/"),
        (" //evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
    ] {
        let fields = [FIELDS[0], FIELDS[1], ("next", next)];
        let form = server.form("sign_in", "/sign-in", &fields).send().await;
        assert_eq!(form.expect(303).location(), leads_to, "{next:?}");
        let script = server.act("sign_in", &fields).send().await;
        assert_eq!(script.expect(200).location(), leads_to, "{next:?}");
    }
}

/// The value of `next` is put into the form as text, and survives a refused attempt.
#[tokio::test]
async fn the_sign_in_page_keeps_only_the_return_path() {
    let server = site_with_ana(Options::default()).await;
    let page = "/sign-in?next=%2Fcourses%2F3";
    let shown = server.get(page).send().await.expect(200);
    assert!(shown.text().contains("name=\"next\" value=\"/courses/3\""));
    let fields = [
        ("login", "ana"),
        ("password", "wrong"),
        ("next", "/courses/3"),
    ];
    let back = server
        .form("sign_in", page, &fields)
        .send()
        .await
        .expect(303);
    let shown = server.get(back.location()).send().await.expect(200);
    assert!(shown.text().contains("name=\"next\" value=\"/courses/3\""));

    let evil = "/sign-in?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    let shown = server.get(evil).send().await.expect(200);
    assert!(!shown.text().contains("<script>alert"));
}

#[tokio::test]
async fn the_set_up_link_works_once_and_only_on_an_empty_portal() {
    let server = TestServer::new().await;
    let token = db::settings::setup_token(&server.db)
        .await
        .unwrap()
        .unwrap();
    let set_up = async |token: &str, login: &str| {
        let email = format!("{login}@example.org");
        let fields = [
            ("token", token),
            ("first_name", "Ana"),
            ("last_name", "Souza"),
            ("login", login),
            ("email", &email),
            ("password", PASSWORD),
        ];
        server.act("set_up", &fields).send().await
    };
    set_up("guessed", "eve").await.expect(404);
    assert_eq!(server.number("SELECT count(*) FROM users").await, 0);
    let first = set_up(&token, "ana").await.expect(200);
    server
        .get("/users")
        .session(&first.session())
        .send()
        .await
        .expect(200);
    set_up(&token, "eve").await.expect(404);
    assert_eq!(server.number("SELECT count(*) FROM users").await, 1);
    assert_eq!(db::settings::setup_token(&server.db).await.unwrap(), None);
}
