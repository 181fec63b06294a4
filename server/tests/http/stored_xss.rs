//! Scripts in names and texts are shown as text on every page, and the browser runs only what the
//! server wrote.
use crate::support::{TestResponse, TestServer};
use axum::http::header;
use domain::{ids::UserId, mass_actions::MassActionKind as Mass, permissions::BuiltIn};
use fixtures::TestUser;

/// Breaks out of any context: an element, an attribute, a script, a comment, a title.
const ATTACK: &str =
    "-->\"'></title></textarea></script><script>stolen()</script><img src=x onerror=stolen()>";

/// Every text of the portal is an attack.
async fn infested() -> (TestServer, TestUser, TestUser) {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let ana = fixtures.user("ana").sign_in().await;
    let post = async |name: &str, fields: &[(&str, &str)]| {
        server.act(name, fields).by(&admin).send().await.expect(200);
    };
    let own = ("name", ATTACK);
    let described = ("description", ATTACK);
    post("create_category", &[own]).await;
    post(
        "create_course",
        &[own, described, ("category", "1"), ("active", "true")],
    )
    .await;
    let text = format!("{ATTACK}\n\n# {ATTACK}\n\n[x](javascript:stolen())\n\n`{ATTACK}`");
    let unit = [("course", "1"), own];
    post(
        "create_unit",
        &[unit[0], own, ("kind", "text"), ("content", &text)],
    )
    .await;
    let link = "https://example.org/\"><script>stolen()</script>";
    for kind in ["link", "video"] {
        let fields = [unit[0], own, ("kind", kind), ("content", link)];
        let answer = server.act("create_unit", &fields).by(&admin).send().await;
        assert!(!answer.status.is_server_error(), "{}", answer.text());
    }
    post("create_group", &[own, described]).await;
    let kind = fixtures.user_type(BuiltIn::SuperAdmin).await.to_string();
    let version = fixtures::version(&server.db, UserId(1)).await;
    let user = [
        ("user", "1"),
        ("version", version.as_str()),
        ("first_name", ATTACK),
        ("last_name", ATTACK),
        ("login", "admin"),
        ("email", "admin@example.org"),
        ("user_type", &kind),
    ];
    post("update_user", &user).await;
    server
        .execute("UPDATE user_types SET name = '\"><script>stolen()</script>' WHERE id = 4")
        .await;
    for user in [&admin, &ana] {
        let id = user.text();
        post("add_member", &[("group", "1"), ("user", &id)]).await;
    }
    post("add_group_course", &[("group", "1"), ("course", "1")]).await;
    let group = domain::ids::GroupId(1);
    fixtures.key(group, "OPEN-SESAME").create().await;
    fixtures.mass_action_on_all(group, Mass::Assign).await;
    let deleted = [own, described];
    let answer = server.act("create_group", &deleted).by(&admin).send().await;
    answer.expect(422);
    (server, admin, ana)
}

/// No element or attribute of the page comes from the attack.
fn assert_harmless(what: &str, answer: &TestResponse) {
    let page = answer.text();
    for (place, _) in page.match_indices("<script") {
        let tag = &page[place..place + page[place..].find('>').unwrap()];
        assert!(
            tag.contains(" nonce=\"") || is_data(page, place),
            "{what}: {tag}"
        );
    }
    for attack in [
        "<script>stolen",
        "<img src=x",
        // A picture is allowed in a unit, but not what it would run.
        "onerror=\"",
        "href=\"javascript",
    ] {
        if let Some(place) = page.to_lowercase().find(attack) {
            let from = place.saturating_sub(200);
            let around: String = page.chars().skip(from).take(500).collect();
            panic!("{what} has {attack}: {around}");
        }
    }
}

/// In a script of the portal a text cannot start an element; only `</script` matters there.
fn is_data(page: &str, place: usize) -> bool {
    let before = &page[..place];
    before.rfind("<script ") > before.rfind("</script")
}

#[tokio::test]
async fn every_page_shows_a_script_as_text() {
    let (server, admin, ana) = infested().await;
    let mut shown = 0;
    for page in [
        "/",
        "/groups",
        "/trash",
        "/groups/1/users",
        "/groups/1/users?remove=2",
        "/groups/1/courses",
        "/groups/1/info",
        "/groups/1/info?delete=1",
        "/groups/1/keys",
        "/groups/1/activity",
        "/groups/1/import",
        "/users",
        "/users/1/info",
        "/users/2/info",
        "/users/new",
        "/courses",
        "/courses/new",
        "/courses/categories",
        "/courses/1/preview/1",
        "/courses/1/edit",
    ] {
        let answer = server.get(page).by(&admin).send().await.expect(200);
        assert_harmless(page, &answer);
        shown += answer.text().matches("stolen()").count();
    }
    for page in ["/", "/courses/1/units/1", "/courses/1/completed", "/join"] {
        let answer = server.get(page).by(&ana).send().await;
        assert_harmless(page, &answer);
        shown += answer.text().matches("stolen()").count();
    }
    assert!(shown > 40, "the pages show what was typed: {shown}");
}

/// The content of the address, and the values that a refused form returns.
#[tokio::test]
async fn what_a_user_sent_is_shown_as_text() {
    let (server, admin, _) = infested().await;
    let attack = serde_urlencoded::to_string([("", ATTACK)]).unwrap();
    let attack = attack.trim_start_matches('=');
    for page in [
        "/groups",
        "/users",
        "/courses",
        "/groups/1/users",
        "/groups/1/courses",
    ] {
        for name in ["q", "at", "filter", "category", "remove", "flash"] {
            let page = format!("{page}?{name}={attack}");
            let answer = server.get(&page).by(&admin).send().await;
            assert_harmless(&page, &answer);
        }
    }
    let answer = server.get(&format!("/{attack}")).by(&admin).send().await;
    assert_harmless("a missing page", &answer);
    let answer = server
        .get(&format!("/groups/new?name={attack}"))
        .by(&admin)
        .send()
        .await;
    assert_harmless("a form with its query", &answer);
    let fields = [
        ("name", ""),
        ("description", ATTACK),
        ("price", ATTACK),
        ("key", ATTACK),
    ];
    let form = server
        .form("create_group", "/groups/new", &fields)
        .by(&admin);
    let back = form.send().await.expect(303);
    let answer = server
        .get(back.location())
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert!(answer.text().contains("stolen()"));
    assert_harmless("a refused form", &answer);
    let list = format!("First name,E-mail,{ATTACK}\n{ATTACK},\"{ATTACK}\",x\n");
    let import = server.import_of("users", "", list.as_bytes(), &admin).await;
    for page in ["", "?row=1", "/columns"] {
        let page = format!("/imports/{import}{page}");
        let answer = server.get(&page).by(&admin).send().await.expect(200);
        assert!(answer.text().contains("stolen()"), "{page}");
        assert_harmless("a list to import", &answer);
    }
    let key = [("key", "open sesame")];
    let ben = server.fixtures.user("ben").sign_in().await;
    let form = server.form("preview_join", "/join", &key).by(&ben);
    let on = form.send().await.expect(303);
    let answer = server.get(on.location()).by(&ben).send().await.expect(200);
    assert!(answer.text().contains("stolen()"));
    assert_harmless("what a key opens", &answer);
}

#[tokio::test]
async fn scripts_run_by_a_nonce_that_is_new_on_each_page() {
    let server = TestServer::new().await;
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    let mut numbers = std::collections::HashSet::new();
    for page in ["/", "/groups", "/groups", "/sign-in", "/no-such-page"] {
        let answer = server.get(page).by(&admin).send().await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY).to_owned();
        let scripts = directive(&policy, "script-src");
        let nonce = scripts
            .split_whitespace()
            .find_map(|source| source.strip_prefix("'nonce-")?.strip_suffix('\''))
            .unwrap_or_else(|| panic!("no nonce for {page}: {policy}"));
        assert!(nonce.len() >= 16, "{nonce}");
        if answer.status == 200 && !answer.text().is_empty() {
            assert!(
                answer.text().contains(&format!("nonce=\"{nonce}\"")),
                "{page}"
            );
        }
        assert!(numbers.insert(nonce.to_owned()), "a new number for {page}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        assert!(scripts.contains("'strict-dynamic'"));
        for (name, value) in [
            ("default-src", "'none'"),
            ("base-uri", "'none'"),
            ("form-action", "'self'"),
            ("frame-ancestors", "'none'"),
            ("frame-src", domain::courses::FRAME_SOURCES),
            ("style-src", "'self'"),
            ("connect-src", "'self'"),
        ] {
            assert_eq!(directive(&policy, name), value, "{name} for {page}");
        }
        for inline in [" onclick=", " onerror=", " onload=", " style=\""] {
            assert!(!answer.text().contains(inline), "{page} has{inline}");
        }
    }
}

fn directive<'a>(policy: &'a str, name: &str) -> &'a str {
    let found = policy.split(';').map(str::trim);
    let mut found = found.filter_map(|directive| directive.strip_prefix(name)?.strip_prefix(' '));
    found.next().unwrap_or_default()
}
