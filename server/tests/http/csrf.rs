//! Other sites cannot make a signed-in browser post here, by a form or by a script.
use crate::support::{Options, TestRequest, TestServer, assert_unchanged};
use axum::http::{Method, header};
use fixtures::TestUser;

/// What a browser says about a request that another site caused.
const FOREIGN: [&[(&str, &str)]; 8] = [
    &[
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ],
    &[
        ("origin", "http://evil.muster.test"),
        ("sec-fetch-site", "same-site"),
    ],
    // A sandboxed frame, or a page from a file.
    &[("origin", "null"), ("sec-fetch-site", "cross-site")],
    // Browsers that do not say where a request comes from.
    &[("origin", "https://evil.example")],
    &[("origin", "http://evil.muster.test")],
    &[("origin", "http://muster.test.evil.example")],
    &[("origin", "http://muster.test:8080")],
    &[("origin", "null")],
];

async fn administrator() -> (TestServer, TestUser) {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    (server, admin)
}

fn sent_by<'a>(call: TestRequest<'a>, headers: &[(&str, &str)]) -> TestRequest<'a> {
    let bare = call.without(header::ORIGIN).without("sec-fetch-site");
    headers
        .iter()
        .fold(bare, |call, (name, value)| call.header(*name, value))
}

#[tokio::test]
async fn a_post_from_another_site_changes_nothing() {
    let (server, admin) = administrator().await;
    let before = server.dump().await;
    for headers in FOREIGN {
        let script = server.act("create_group", &[("name", "Evil")]).by(&admin);
        sent_by(script, headers).send().await.expect(403);
        let form = server.form("create_group", "/groups/new", &[("name", "Evil")]);
        sent_by(form.by(&admin), headers).send().await.expect(403);
        let out = server.form("sign_out", "/", &[]).by(&admin);
        sent_by(out, headers).send().await.expect(403);
    }
    assert_unchanged("another site", &before, &server.dump().await);
}

#[tokio::test]
async fn another_site_cannot_sign_anyone_in() {
    let server = TestServer::new().await;
    server
        .fixtures
        .user("mallory")
        .with_password()
        .sign_in()
        .await;
    let fields = [("login", "mallory"), ("password", fixtures::PASSWORD)];
    for headers in FOREIGN {
        let form = server.form("sign_in", "/sign-in", &fields);
        let answer = sent_by(form, headers).send().await.expect(403);
        assert_eq!(answer.cookie("session"), None);
    }
}

#[tokio::test]
async fn the_pages_of_the_portal_can_post() {
    let (server, admin) = administrator().await;
    let own: [&[(&str, &str)]; 3] = [
        &[
            ("origin", "http://muster.test"),
            ("sec-fetch-site", "same-origin"),
        ],
        &[("origin", "http://muster.test")],
        // Not a browser: no one's cookies are sent along.
        &[],
    ];
    for (number, headers) in own.into_iter().enumerate() {
        let name = format!("Group {number}");
        let call = server.act("create_group", &[("name", &name)]).by(&admin);
        sent_by(call, headers).send().await.expect(200);
    }
    assert_eq!(server.number("SELECT count(*) FROM groups").await, 3);
}

/// Behind a proxy the server sees another host than the browser.
#[tokio::test]
async fn the_base_url_is_the_origin_of_the_portal_whatever_the_host() {
    let server = TestServer::with(Options {
        trusted_proxies: vec![[192, 0, 2, 1].into()],
        ..Options::default()
    })
    .await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let call = server.act("create_group", &[("name", "One")]).by(&admin);
    call.without("sec-fetch-site")
        .header(header::HOST, "10.0.0.5:3000")
        .send()
        .await
        .expect(200);
}

/// A name of an attacker that points here would make the portal part of their site (DNS rebinding).
#[tokio::test]
async fn another_host_is_not_served() {
    let (server, admin) = administrator().await;
    let before = server.dump().await;
    for host in [
        "evil.example",
        "muster.test.evil.example",
        "muster.test:81",
        "10.0.0.5",
    ] {
        let page = server.get("/groups").by(&admin).header(header::HOST, host);
        page.send().await.expect(421);
        let call = server.act("create_group", &[("name", "Evil")]).by(&admin);
        let call = call.header(header::HOST, host);
        let call = call.header(header::ORIGIN, &format!("http://{host}"));
        call.send().await.expect(421);
        let health = server.get("/healthz").header(header::HOST, host);
        health.send().await.expect(200);
    }
    assert_unchanged("another host", &before, &server.dump().await);
    let page = server.get("/groups").by(&admin);
    page.header(header::HOST, "MUSTER.test:80")
        .send()
        .await
        .expect(200);
}

/// Who is between a browser and the portal can send forms over http.
#[tokio::test]
async fn the_origin_has_the_scheme_of_the_portal() {
    let server = TestServer::with(Options {
        base_url: "https://muster.test",
        ..Options::default()
    })
    .await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let call = |origin: &str| {
        let call = server.act("create_group", &[("name", "One")]).by(&admin);
        call.without("sec-fetch-site")
            .header(header::ORIGIN, origin)
    };
    call("http://muster.test").send().await.expect(403);
    call("https://muster.test").send().await.expect(200);
}

/// Pages on other sites can send these three types, and a file upload, without a preflight request.
#[tokio::test]
async fn only_content_types_that_the_portal_sends_are_read() {
    let (server, admin) = administrator().await;
    let before = server.dump().await;
    for kind in [
        "text/plain",
        "text/plain;charset=UTF-8",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "application/x-www-form-urlencoded-not",
        "text/plain, application/json",
        "text/plain; application/json",
    ] {
        for (name, body) in [
            ("create_group", "name=Evil"),
            ("list_groups", r#"{"search":{"text":""}}"#),
        ] {
            let call = server.act(name, &[]).by(&admin).body(body);
            let answer = call.header(header::CONTENT_TYPE, kind).send().await;
            assert_eq!(answer.status, 415, "{name} as {kind}");
        }
    }
    let call = server.act("create_group", &[("name", "Evil")]).by(&admin);
    call.without(header::CONTENT_TYPE).send().await.expect(415);
    let pay = server.call(Method::POST, "/orders/1/pay").by(&admin);
    let pay = pay.header(header::CONTENT_TYPE, "text/plain").body("x=y");
    pay.send().await.expect(415);
    assert_unchanged("another content type", &before, &server.dump().await);
}

#[tokio::test]
async fn a_content_type_is_read_without_case_and_parameters() {
    let (server, admin) = administrator().await;
    let call = server.act("create_group", &[("name", "One")]).by(&admin);
    let kind = "Application/X-WWW-Form-Urlencoded; charset=UTF-8";
    let call = call.header(header::CONTENT_TYPE, kind);
    call.send().await.expect(200);
}

/// Scripts on other sites send a preflight request first; no response may allow it.
#[tokio::test]
async fn no_other_site_is_allowed_by_cors() {
    let (server, admin) = administrator().await;
    let path = crate::support::function("create_group");
    for method in [Method::OPTIONS, Method::GET] {
        let call = server.call(method, path).by(&admin);
        let answer = call
            .header(header::ORIGIN, "https://evil.example")
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .send()
            .await;
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_CREDENTIALS), "");
    }
}
