//! Arguments that no page of the portal sends are a client error, never a server error.
use crate::support::{TestServer, assert_unchanged, function_name};
use axum::http::header;
use fixtures::{PASSWORD, TestUser};
use leptos::server_fn::axum::server_fn_paths;
use server::BODY_LIMIT;

/// Invalid bodies, as a form and as JSON.
fn garbage() -> Vec<Vec<u8>> {
    let mut bodies: Vec<Vec<u8>> = [
        "",
        "%",
        "%ff=%ff",
        "=&=&=",
        "group",
        "group=",
        "group=x&user=y&course=z",
        "group=9223372036854775808",
        "group=1.5&version=NaN",
        "group[a]=1&name[]=2&name[0][b]=3",
        "a[b[c[d[e[f[g[h[i]=1",
        "token=%00&login=%00&ticket=%00",
        "group=1&group=2",
        "null",
        "[]",
        "{}",
        "\"\"",
        "{\"group\":",
        "{\"group\":\"1\"}",
        "{\"group\":1e400}",
        "{\"group\":-9223372036854775809}",
        "{\"search\":{\"text\":{}},\"query\":[],\"filter\":\"x\"}",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into();
    bodies.push(b"\xff\xfe\x00".to_vec());
    bodies.push("[".repeat(100_000).into_bytes());
    bodies.push("a[b]".repeat(20_000).into_bytes());
    bodies
}

async fn super_admin() -> (TestServer, TestUser) {
    let server = TestServer::new().await;
    let user = server.fixtures.super_admin("super").sign_in().await;
    (server, user)
}

#[tokio::test]
async fn no_function_fails_on_an_unreadable_body() {
    let (server, user) = super_admin().await;
    let before = server.dump().await;
    for (path, _) in server_fn_paths() {
        let name = function_name(path);
        // These take no arguments, and run regardless.
        if [
            "sign_out",
            "get_actor",
            "begin_second_factor",
            "close_first_steps",
        ]
        .contains(&name)
        {
            continue;
        }
        for body in garbage() {
            for kind in ["application/x-www-form-urlencoded", "application/json"] {
                let call = server.act(name, &[]).by(&user).body(body.clone());
                let answer = call.header(header::CONTENT_TYPE, kind).send().await;
                let head = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
                assert!(
                    !answer.status.is_server_error(),
                    "{name} {head:?} as {kind}: {} {}",
                    answer.status,
                    answer.text()
                );
            }
        }
    }
    assert_unchanged("garbage", &before, &server.dump().await);
}

#[tokio::test]
async fn an_unreadable_body_is_reported_as_such() {
    let (server, user) = super_admin().await;
    let sentence = "\"BadRequest\"";
    for (name, body) in [
        ("get_group", "{\"group\":\"x\"}"),
        ("get_group", "not JSON"),
        ("delete_group", "group=x&policy=keep_access"),
        ("delete_group", "policy=keep_access"),
        ("start_mass_action", "group=1&kind=assign&scope=x"),
        ("start_mass_action", "group=1&kind=x&scope=%22AllMembers%22"),
        ("start_users_action", "asked=x"),
    ] {
        let json = body.starts_with('{') || body.starts_with("not");
        let kind = if json {
            "application/json"
        } else {
            "application/x-www-form-urlencoded"
        };
        let call = server.act(name, &[]).by(&user).body(body);
        let answer = call.header(header::CONTENT_TYPE, kind).send().await;
        assert_eq!(answer.expect(400).text(), sentence, "{name} {body}");
    }
    let answer = server.act("delete_group", &[("group", "1"), ("policy", "x")]);
    answer.by(&user).send().await.expect(422);
}

/// The fields of a form are texts, so what a page leaves out is reported at its field.
#[tokio::test]
async fn a_missing_field_is_an_empty_one() {
    let (server, person) = super_admin().await;
    let before = server.dump().await;
    for (name, body, fields) in [
        ("create_group", "", "name"),
        ("create_course", "active=x", "name"),
        ("create_user_type", "name=T", "permissions default_role"),
        ("update_profile", "version=1", "first_name email"),
        ("create_user", "", "first_name user_type login email"),
        ("create_coupon", "code=SPRING", "value"),
    ] {
        let body = format!("{body}&token=the-token-of-{name}");
        let call = server.act(name, &[]).by(&person).body(body);
        let kind = "application/x-www-form-urlencoded";
        let answer = call.header(header::CONTENT_TYPE, kind).send().await;
        let answer = answer.expect(422);
        let text = answer.text();
        for field in fields.split(' ') {
            assert!(
                text.contains(&format!("\"field\":\"{field}\"")),
                "{name} {text}"
            );
        }
    }
    assert_unchanged("a missing field", &before, &server.dump().await);
}

/// A browser follows the redirect, and the page shows the message.
#[tokio::test]
async fn a_malformed_plain_form_returns_to_its_page() {
    let (server, user) = super_admin().await;
    let fields = [("group", "x"), ("version", "y")];
    let form = server.form("update_group", "/groups", &fields).by(&user);
    let answer = form.send().await.expect(303);
    assert!(answer.location().starts_with("/groups?flash="));
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_unread() {
    let (server, user) = super_admin().await;
    let before = server.dump().await;
    let body = format!("name=Large&description={}", "x".repeat(BODY_LIMIT));
    let call = server.act("create_group", &[]).by(&user).body(body.clone());
    call.send().await.expect(413);
    // Without a declared length.
    let chunks = body.into_bytes();
    let chunks: Vec<Result<Vec<u8>, std::io::Error>> = chunks
        .chunks(10_000)
        .map(|chunk| Ok(chunk.to_vec()))
        .collect();
    let body = axum::body::Body::from_stream(futures::stream::iter(chunks));
    let call = server.act("create_group", &[]).by(&user).body(body);
    call.send().await.expect(413);
    assert_unchanged("a large body", &before, &server.dump().await);

    let fields = "name=Small&token=the-token-of-a-form&x=";
    let fits = format!("{fields}{}", "x".repeat(BODY_LIMIT - fields.len()));
    let call = server.act("create_group", &[]).by(&user).body(fits);
    call.send().await.expect(200);
}

#[tokio::test]
async fn a_body_that_breaks_off_has_no_effect() {
    let (server, user) = super_admin().await;
    let before = server.dump().await;
    let broken = [
        Ok(b"name=Half".to_vec()),
        Err(std::io::Error::other("the line went dead")),
    ];
    let body = axum::body::Body::from_stream(futures::stream::iter(broken));
    let call = server.act("create_group", &[]).by(&user).body(body);
    call.send().await.expect(400);
    assert_unchanged("half a body", &before, &server.dump().await);
}

/// Invalid cookies, headers and addresses identify no one.
#[tokio::test]
async fn invalid_cookies_headers_and_addresses_are_harmless() {
    let (server, _) = super_admin().await;
    for cookie in [
        "session",
        "session=",
        "=;=;;",
        "session=\"x\"; session=y",
        "a=b",
    ] {
        let call = server.get("/groups").header(header::COOKIE, cookie);
        call.send().await.expect(303);
    }
    let long = format!("session={}", "x".repeat(20_000));
    let call = server.get("/groups").header(header::COOKIE, &long);
    call.send().await.expect(303);
    for page in [
        "/sign-in?flash=x",
        "/sign-in?next=%00&flash=%ff",
        "/sign-in?%",
    ] {
        server.get(page).send().await.expect(200);
    }
}

/// An id without a row, and an invalid one.
#[tokio::test]
async fn a_page_of_a_missing_object_is_not_found() {
    let (server, user) = super_admin().await;
    for page in [
        "/groups/999/users",
        "/groups/x/users",
        "/groups/-1/keys",
        "/groups/99999999999999999999/info",
        "/users/999/info",
        "/users/x/info",
        "/courses/999",
        "/courses/x/edit",
        "/join/confirm/x",
        "/groups/%00/users",
        "/%2e%2e/etc/passwd",
    ] {
        let answer = server.get(page).by(&user).send().await;
        assert_eq!(answer.status, 404, "{page}");
    }
    for page in [
        "/groups?at=x",
        "/users?at=a999&filter=x",
        "/courses?category=x&at=b-1",
    ] {
        server.get(page).by(&user).send().await.expect(200);
    }
}

/// A return path that would end the response's head, or start another header, is replaced by `/`.
#[tokio::test]
async fn an_invalid_return_path_leads_home() {
    let server = TestServer::new().await;
    server.fixtures.user("ana").with_password().sign_in().await;
    for next in [
        "/\0",
        "/\u{7f}",
        "/a\r\nSet-Cookie: session=x",
        "/\u{1}",
        "/ü",
    ] {
        let fields = [("login", "ana"), ("password", PASSWORD), ("next", next)];
        let answer = server.form("sign_in", "/sign-in", &fields).send().await;
        assert_eq!(answer.expect(303).location(), "/", "{next:?}");
    }
}
