//! Security headers of every response, and how long responses can be cached.
use crate::{
    browser_files::server,
    support::{Options, TestResponse, TestServer},
};
use axum::http::{Method, header};

/// One response of each kind: pages, refusals of every layer, files, functions.
async fn every_kind(server: &TestServer) -> Vec<(&'static str, TestResponse)> {
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let ana = fixtures.user("ana").sign_in().await;
    let group = fixtures.group("Group").create().await;
    let file = format!("/groups/{group}/members.csv");
    let large = "x".repeat(server::BODY_LIMIT + 1);
    let create = |name: &'static str| server.act("create_group", &[("name", name)]).by(&admin);
    let refused = server.form("create_group", "/groups/new", &[]).by(&admin);
    vec![
        (
            "a page",
            server.get("/groups").by(&admin).send().await.expect(200),
        ),
        (
            "an open page",
            server.get("/sign-in").send().await.expect(200),
        ),
        (
            "the way to sign in",
            server.get("/groups").send().await.expect(303),
        ),
        (
            "no page",
            server.get("/nowhere").by(&admin).send().await.expect(404),
        ),
        (
            "not allowed",
            server.get("/groups").by(&ana).send().await.expect(403),
        ),
        ("an answer", create("One").send().await.expect(200)),
        ("a refusal", create("").send().await.expect(422)),
        ("a form's way", refused.send().await.expect(303)),
        (
            "another site",
            create("x")
                .header(header::ORIGIN, "null")
                .header("sec-fetch-site", "cross-site")
                .send()
                .await
                .expect(403),
        ),
        (
            "another type",
            create("x")
                .header(header::CONTENT_TYPE, "text/plain")
                .send()
                .await
                .expect(415),
        ),
        (
            "too large",
            create("x").body(large).send().await.expect(413),
        ),
        (
            "another method",
            server
                .call(Method::PUT, "/groups")
                .by(&admin)
                .send()
                .await
                .expect(405),
        ),
        (
            "no function",
            server
                .call(Method::POST, "/api/x")
                .header(header::CONTENT_TYPE, "application/json")
                .send()
                .await
                .expect(400),
        ),
        (
            "a file",
            server.get(&file).by(&admin).send().await.expect(200),
        ),
        (
            "no file for guests",
            server.get(&file).send().await.expect(401),
        ),
        (
            "no stream for guests",
            server.get("/live").send().await.expect(401),
        ),
        ("health", server.get("/healthz").send().await.expect(200)),
        (
            "the icon",
            server.get("/favicon.svg").send().await.expect(200),
        ),
        (
            "a script",
            server.get("/pkg/app-0123.js").send().await.expect(200),
        ),
        (
            "no script",
            server.get("/pkg/gone.js").send().await.expect(404),
        ),
    ]
}

#[tokio::test]
async fn every_response_has_the_security_headers() {
    let (server, _folder) = server().await;
    for (what, answer) in every_kind(&server).await {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{name} of {what}");
        }
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("default-src 'none'"), "{what}: {policy}");
        for named in ["frame-ancestors", "object-src", "base-uri"] {
            assert!(
                policy.contains(&format!("{named} 'none'")),
                "{what}: {policy}"
            );
        }
        let kind = answer.header(header::CONTENT_TYPE);
        let is_text = kind.starts_with("text/") || kind.contains("svg");
        assert!(!is_text || kind.contains("charset="), "{what}: {kind}");
        assert_ne!(answer.header("permissions-policy"), "", "{what}");
        assert_eq!(answer.header(header::SERVER), "", "{what}");
    }
}

/// Over https a cookie that others could set or read, and http itself, are no longer possible.
#[tokio::test]
async fn over_https_everything_stays_there() {
    let server = TestServer::with(Options {
        base_url: "https://muster.test",
        ..Options::default()
    })
    .await;
    let ana = server.fixtures.admin("ana").sign_in().await;
    for path in ["/sign-in", "/healthz", "/favicon.svg", "/missing", "/live"] {
        let answer = server.get(path).send().await;
        let year = "max-age=31536000; includeSubDomains";
        assert_eq!(answer.header("strict-transport-security"), year, "{path}");
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            "same-origin",
            "{path}"
        );
    }
    let theme = server.act("set_theme", &[("to", "dark")]).send().await;
    let theme = theme.expect(200).cookie("__Host-theme").unwrap().to_owned();
    assert!(theme.ends_with("; Secure"), "{theme}");
    let dark = server
        .get("/sign-in")
        .header(header::COOKIE, "__Host-theme=dark");
    let dark = dark.send().await;
    assert!(dark.text().contains("data-theme=\"dark\""));
    let list = "/users/export?format=csv&separator=tab&encoding=utf-8";
    let list = server.get(list).by(&ana).send().await;
    let export = list.expect(200);
    let name = format!("__Host-export-{}", ana.id);
    let export = export.cookie(&name).expect("the last choice");
    assert!(export.ends_with("; Secure"), "{export}");
}

#[tokio::test]
async fn what_was_shown_is_forgotten_when_the_session_ends() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    let plain = server.form("sign_out", "/", &[]).by(&ana);
    let answer = plain.send().await.expect(303);
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(
        server
            .get("/sign-in")
            .send()
            .await
            .header("clear-site-data"),
        ""
    );
}

#[tokio::test]
async fn only_files_that_never_change_are_cached() {
    let (server, _folder) = server().await;
    for (what, answer) in every_kind(&server).await {
        let caching = match what {
            "a script" => "public, max-age=31536000, immutable",
            "the icon" => "public, max-age=86400",
            _ => "no-store",
        };
        assert_eq!(answer.header(header::CACHE_CONTROL), caching, "{what}");
    }
}

/// A forged host does not appear in any response.
#[tokio::test]
async fn links_are_built_only_from_the_base_url() {
    let (server, _folder) = server().await;
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    for path in ["/groups", "/sign-in", "/users", "/nowhere"] {
        for session in [&admin.session, ""] {
            let call = server.get(path).session(session);
            let call = call.header(header::HOST, "evil.example");
            let call = call.header("x-forwarded-host", "evil.example");
            let answer = call.header("x-forwarded-proto", "gopher").send().await;
            assert!(!answer.text().contains("evil.example"), "{path}");
            assert!(!answer.location().contains("evil.example"), "{path}");
        }
    }
}

#[tokio::test]
async fn a_response_is_compressed_unless_another_site_asked() {
    let (server, _folder) = server().await;
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    let asked_by = |path: &'static str, asker: &'static str| {
        let call = server
            .get(path)
            .by(&admin)
            .header(header::ACCEPT_ENCODING, "gzip, br");
        let call = if asker.is_empty() {
            call
        } else {
            call.header("sec-fetch-site", asker)
        };
        async move { call.send().await.expect(200) }
    };
    for path in ["/groups", "/users/export.csv"] {
        for (asker, encoding) in [
            ("same-origin", "br"),
            ("none", "br"),
            ("cross-site", ""),
            ("same-site", ""),
            ("", ""),
        ] {
            let answer = asked_by(path, asker).await;
            assert_eq!(
                answer.header(header::CONTENT_ENCODING),
                encoding,
                "{path} for {asker:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_stream_is_not_delayed_by_compression() {
    let (server, _folder) = server().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    let call = server
        .get("/live")
        .by(&ana)
        .header(header::ACCEPT_ENCODING, "br");
    let stream = call.header("sec-fetch-site", "same-origin").open().await;
    assert_eq!(stream.headers().get(header::CONTENT_ENCODING), None);
}
