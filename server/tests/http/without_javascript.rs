//! Forms that the browser posts itself: where they lead, which messages they show, and what they
//! keep.
use crate::support::{TestResponse, TestServer, assert_unchanged, on_both_engines};
use axum::http::header;
use data_encoding::BASE64URL;
use db::flashes::{self, FlashKind};
use domain::{
    edits::{FormVersion, SavedForm},
    ids::GroupId,
    permissions::BuiltIn,
};
use fixtures::PASSWORD;

/// An address that Leptos would read as an error of the portal.
fn forged(page: &str) -> String {
    let evil = SavedForm::new().text("Name", "Call 555-EVIL.");
    let edited = evil.check(&FormVersion::default()).unwrap_err();
    let conflict = domain::conflict::Conflict::Edited(edited);
    let error = serde_json::to_vec(&app::AppError::Conflict(conflict)).unwrap();
    let path = crate::support::function("update_group");
    format!("{page}?__path={path}&__err={}", BASE64URL.encode(&error))
}

#[tokio::test]
async fn a_refused_form_returns_with_the_message_and_the_entered_values() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let before = server.dump().await;
    let fields = [
        ("name", ""),
        ("description", "Typed with <care> & \"quotes\""),
        ("price", "much"),
    ];
    let form = server
        .form("create_group", "/groups/new", &fields)
        .by(&admin);
    let answer = form.send().await.expect(303);
    let back = answer.location();
    assert!(back.starts_with("/groups/new?flash="), "{back}");

    let page = server.get(back).by(&admin).send().await.expect(200);
    let text = page.text();
    assert_eq!(field_note(text, "form-name"), "A name is required.");
    assert_ne!(field_note(text, "form-price"), "");
    assert!(field(text, "form-name").contains("aria-invalid=\"true\""));
    assert!(field(text, "form-description").contains("aria-invalid=\"false\""));
    assert!(text.contains("Typed with &lt;care&gt; &amp; \"quotes\""));
    assert!(field(text, "form-price").contains("value=\"much\""));
    let rows: Vec<_> = server.dump().await;
    let kept: Vec<_> = rows
        .into_iter()
        .filter(|row| !row.starts_with("flashes"))
        .collect();
    assert_unchanged("a refused form", &before, &kept);

    let elsewhere = back.replace("/groups/new", "/users/new");
    let other = server.get(&elsewhere).by(&admin).send().await.expect(200);
    let untouched = field(other.text(), "form-first_name");
    assert!(untouched.contains("aria-invalid=\"false\""), "another form");
}

#[tokio::test]
async fn a_second_refusal_replaces_the_first() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let page = "/groups/new?flash=OLD&q=a";
    let form = server
        .form("create_group", page, &[("name", "")])
        .by(&admin);
    let answer = form.send().await.expect(303);
    assert!(answer.location().starts_with("/groups/new?q=a&flash="));
    assert!(!answer.location().contains("OLD"));
}

#[tokio::test]
async fn a_password_never_comes_back() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let kind = fixtures.user_type(BuiltIn::Admin).await.to_string();
    let fields = [
        ("first_name", "Eve"),
        ("last_name", ""),
        ("login", "eve"),
        ("email", "eve@example.org"),
        ("user_type", &kind),
        ("password", PASSWORD),
    ];
    let form = server.form("create_user", "/users/new", &fields).by(&admin);
    let refused = form.send().await.expect(303);
    let page = server.get(refused.location()).by(&admin).send().await;
    let page = page.expect(200);
    assert!(field(page.text(), "form-login").contains("value=\"eve\""));
    assert!(!page.text().contains(PASSWORD));

    let fields = [("login", "admin"), ("password", PASSWORD)];
    let form = server.form("sign_in", "/sign-in", &fields);
    let refused = form.send().await.expect(303);
    let page = server
        .get(refused.location())
        .header(header::COOKIE, &flash_cookie(&refused));
    let page = page.send().await.expect(200);
    assert!(page.text().contains("The login or the password is wrong."));
    assert!(field(page.text(), "form-login").contains("value=\"admin\""));
    assert!(!page.text().contains(PASSWORD));
    let sealed = flash_cookie(&refused);
    let (_, sealed) = sealed.split_once('=').unwrap();
    let kept = db::flashes::open_from_browser(&server.db, sealed, db::now());
    let kept = kept.expect("what was typed");
    assert!(kept.contains("admin") && !kept.contains(PASSWORD));
}

#[tokio::test]
async fn a_successful_form_leads_to_a_page_of_the_portal() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let form = server.form("create_group", "/groups/new", &[("name", "One")]);
    let answer = form.by(&admin).send().await.expect(303);
    assert_eq!(answer.location(), "/groups/1/users?done=added");

    let version = fixtures::version(&server.db, GroupId(1)).await;
    let version = ("version", version.as_str());
    let fields = [("group", "1"), version, ("name", "Two")];
    let form = server.form("update_group", "/groups/1/info?q=a", &fields);
    let answer = form.by(&admin).send().await.expect(303);
    assert_eq!(answer.location(), "/groups/1/info?q=a", "where it stood");
}

#[tokio::test]
async fn a_user_whose_session_ended_signs_in_and_returns() {
    let server = TestServer::new().await;
    let form = server.form("create_group", "/groups/new?q=a", &[("name", "One")]);
    let answer = form.send().await.expect(303);
    assert_eq!(answer.location(), "/sign-in?next=%2Fgroups%2Fnew%3Fq%3Da");
}

#[tokio::test]
async fn a_foreign_referer_is_not_followed() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let id = fixtures.group("One").create().await;
    let group = id.to_string();
    for referer in [
        "https://evil.example/groups/1/info",
        "http://muster.test.evil.example/",
        "http://muster.test@evil.example/",
        "http://muster.test//evil.example/",
        "http://muster.test/\\evil.example/",
        "//evil.example",
        "javascript:alert(1)",
    ] {
        let version = fixtures::version(&server.db, id).await;
        let version = ("version", version.as_str());
        let fields = [("group", &*group), version, ("name", "One")];
        let form = server.form("update_group", "", &fields).by(&admin);
        let worked = form.header(header::REFERER, referer).send().await;
        assert_eq!(worked.expect(303).location(), "/", "{referer}");

        let form = server.form("create_group", "", &[("name", "")]).by(&admin);
        let refused = form.header(header::REFERER, referer).send().await;
        let back = refused.expect(303).location().to_owned();
        assert!(back.starts_with("/?flash="), "{referer}: {back}");
    }
    let form = server.form("create_group", "", &[("name", "")]).by(&admin);
    let refused = form.without(header::REFERER).send().await.expect(303);
    assert!(refused.location().starts_with("/?flash="));
}

#[tokio::test]
async fn a_link_cannot_make_the_portal_show_a_message() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let id = fixtures.group("One").create().await;
    let group = id.to_string();
    let page = forged("/groups/1/info");

    let version = fixtures::version(&server.db, id).await;
    let version = ("version", version.as_str());
    let fields = [("group", &*group), version, ("name", "Two")];
    let form = server.form("update_group", &page, &fields).by(&admin);
    let worked = form.send().await.expect(303);
    assert_eq!(worked.location(), "/groups/1/info", "it worked");

    let fields = [("group", &*group), version, ("name", "")];
    let form = server.form("update_group", &page, &fields).by(&admin);
    let refused = form.send().await.expect(303);
    let page = server.get(refused.location()).by(&admin).send().await;
    assert!(page.text().contains("A name is required."));
    assert!(!page.text().contains("555-EVIL"));

    fixtures.user("ana").with_password().sign_in().await;
    let next = forged("/");
    let fields = [("login", "ana"), ("password", PASSWORD), ("next", &next)];
    let form = server.form("sign_in", "/sign-in", &fields);
    let signed_in = form.send().await.expect(303);
    assert!(
        !signed_in.location().contains("flash="),
        "{}",
        signed_in.location()
    );
    assert_eq!(server.number("SELECT count(*) FROM flashes").await, 1);
}

/// The cookie in which a guest's browser keeps what was typed.
fn flash_cookie(answer: &TestResponse) -> String {
    let cookie = answer.cookie("flash").expect("a flash cookie");
    cookie.split(';').next().unwrap().to_owned()
}

/// What an attacker would have an administrator save.
const RIGHTS: [(&str, &str); 7] = [
    // Refused before it is known who sends it.
    ("user", "x"),
    ("version", ""),
    ("first_name", "Mallory"),
    ("last_name", "M"),
    ("login", "learner2"),
    ("email", "mallory@evil.example"),
    ("user_type", "1"),
];

#[tokio::test]
async fn what_someone_typed_comes_back_to_no_one_else() {
    on_both_engines(async |server| {
        let fixtures = &server.fixtures;
        let admin = fixtures.super_admin("admin").sign_in().await;
        let learner = fixtures.user("learner2").sign_in().await;
        let page = format!("/users/{}/info", learner.id);
        let path = server.form("update_user", &page, &RIGHTS);
        // By a guest: only a browser with the cookie shows it.
        let refused = path.send().await.expect(303);
        let found = server.get(refused.location()).by(&admin).send().await;
        assert!(!found.expect(200).text().contains("mallory@evil.example"));
        // By another user, and while an administrator acts as that user.
        let form = server.form("update_user", &page, &RIGHTS).by(&learner);
        let by_learner = form.send().await.expect(303).location().to_owned();
        let found = server.get(&by_learner).by(&admin).send().await;
        assert!(!found.expect(200).text().contains("mallory@evil.example"));
        let (_, token) = by_learner.split_once("flash=").unwrap();
        let kept = |user| flashes::get_own(&server.db, FlashKind::Form, user, token, db::now());
        assert!(kept(learner.id).await.unwrap().is_some());
        assert!(kept(admin.id).await.unwrap().is_none());
        // One's own comes back.
        let form = server.form("update_user", &page, &RIGHTS).by(&admin);
        let own = form.send().await.expect(303).location().to_owned();
        let found = server.get(&own).by(&admin).send().await;
        assert!(found.expect(200).text().contains("mallory@evil.example"));
    })
    .await;
}

#[tokio::test]
async fn a_message_of_one_kind_is_none_of_another() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let kinds = [FlashKind::Form, FlashKind::Join];
    for kind in kinds {
        let put = flashes::put_own(&server.db, kind, admin.id, "text", db::now());
        let token = put.await.unwrap();
        for asked in kinds {
            let found = flashes::get_own(&server.db, asked, admin.id, &token, db::now());
            assert_eq!(
                found.await.unwrap().is_some(),
                asked == kind,
                "{kind:?} {asked:?}"
            );
        }
        let other = domain::ids::UserId(admin.id.0 + 1);
        let found = flashes::get_own(&server.db, kind, other, &token, db::now());
        assert_eq!(found.await.unwrap(), None);
    }
}

#[tokio::test]
async fn guests_leave_no_rows_and_users_at_most_twenty() {
    let server = TestServer::new().await;
    let long = "x".repeat(63_000);
    for login in [long.as_str(), "short"] {
        let fields = [("login", login), ("password", "wrong"), ("next", "/groups")];
        let refused = server.form("sign_in", "/sign-in", &fields).send().await;
        let refused = refused.expect(303);
        let cookie = flash_cookie(&refused);
        assert!(cookie.len() < 2_100, "{}", cookie.len());
        let page = server
            .get(refused.location())
            .header(header::COOKIE, &cookie);
        let page = page.send().await.expect(200);
        assert!(page.text().contains("The login or the password is wrong."));
        let form = field(page.text(), "form-login");
        assert_eq!(form.contains("value=\"short\""), login == "short");
    }
    let rows = "SELECT count(*) FROM flashes";
    assert_eq!(server.number(rows).await, 0);
    let ana = server.fixtures.admin("ana").sign_in().await;
    let mut pages = Vec::new();
    for number in 0..25 {
        let name = format!("{number}").repeat(200);
        let form = server.form("create_group", "/groups/new", &[("name", &name)]);
        pages.push(form.by(&ana).send().await.expect(303).location().to_owned());
    }
    assert_eq!(server.number(rows).await, 20);
    let newest = server.get(&pages[24]).by(&ana).send().await.expect(200);
    assert!(newest.text().contains(&"24".repeat(200)));
}

/// The tag with this id.
fn field<'a>(page: &'a str, id: &str) -> &'a str {
    let (before, after) = page
        .split_once(&format!("id=\"{id}\""))
        .unwrap_or_else(|| panic!("no {id} on the page"));
    let start = before.rfind('<').unwrap();
    let end = before.len() + after.find('>').unwrap();
    &page[start..end]
}

/// The note below the field.
fn field_note<'a>(page: &'a str, id: &str) -> &'a str {
    let note = format!("id=\"{id}-note\"");
    let (_, after) = page.split_once(&note).expect("a note");
    let (_, text) = after.split_once('>').unwrap();
    text.split("<").next().unwrap()
}

#[tokio::test]
async fn the_filter_by_kind_keeps_the_other_filters() {
    let server = TestServer::new().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let group = server.fixtures.group("Bakers").create().await;
    server.fixtures.member(group, admin.id).await;
    let path = format!("/activity?group={group}&kind=member.add");
    let page = server.get(&path).by(&admin).send().await.expect(200);
    let text = page.text();
    let option = |code: &str| {
        let from = text.find(&format!("<option value=\"{code}\"")).expect(code);
        text[from..].split('>').next().unwrap_or_default()
    };
    assert!(
        option("member.add").contains("selected"),
        "{}",
        option("member.add")
    );
    assert!(!option("group.add").contains("selected"));
    assert!(text.contains(&format!("name=\"group\" value=\"{group}\"")));
    assert!(page.words().contains("added Ana admin to Bakers"));
    assert!(text.contains(&format!("href=\"/users/{}/info\"", admin.id)));
    assert!(!page.words().contains("added the group Bakers"));
    let dialog = format!("{path}&export=activity");
    let page = server.get(&dialog).by(&admin).send().await.expect(200);
    for part in [
        "<form method=\"get\" action=\"/activity/export\"",
        &format!("<input type=\"hidden\" name=\"group\" value=\"{group}\""),
        "<input type=\"hidden\" name=\"kind\" value=\"member.add\"",
    ] {
        assert!(page.text().contains(part), "{part}");
    }
}
