//! The portal's own face: the accent colour and the name that pages have, and the icon.
use crate::support::TestServer;
use axum::http::header;
use fixtures::{EditForm, TestUser};

async fn set_accent(server: &TestServer, admin: &TestUser, hue: &str) -> u16 {
    let seen = fixtures::version(&server.db, EditForm::Accent).await;
    let fields = [("version", seen.as_str()), ("hue", hue)];
    let saved = server.act("update_accent", &fields).by(admin);
    saved.send().await.status.as_u16()
}

/// The class of the document, the address of its icon, and its title.
async fn face(server: &TestServer, path: &str, session: &str) -> [String; 3] {
    let page = server.get(path).session(session).send().await.expect(200);
    let between = |text: &str, start: &str, end: &str| {
        let (_, rest) = text.split_once(start).unwrap();
        rest.split_once(end).unwrap().0.to_owned()
    };
    let html = between(page.text(), "<html", ">");
    [
        between(&html, "class=\"", "\""),
        between(page.text(), "<link rel=\"icon\" href=\"", "\""),
        between(page.text(), "<title>", "</title>"),
    ]
}

#[tokio::test]
async fn guests_see_the_portals_face_and_users_that_of_their_branch() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let (north, south) = (
        fixtures.branch("North").await,
        fixtures.branch("South").await,
    );
    let ana = fixtures.user("ana").in_branch(north).sign_in().await;
    let ben = fixtures.user("ben").in_branch(south).sign_in().await;
    let first = ["hue-270", "/face/270/%4D/icon.svg", "Sign in · Muster"];
    assert_eq!(face(&server, "/sign-in", "").await, first);

    assert_eq!(set_accent(&server, &admin, "30").await, 200);
    let branch = north.to_string();
    let seen = fixtures::version(&server.db, EditForm::BranchFace(north)).await;
    let fields = [
        ("branch", &*branch),
        ("version", seen.as_str()),
        ("portal_name", "Öl & Gas"),
        ("accent", "own"),
        ("hue", "140"),
    ];
    let saved = server.act("update_branch_face", &fields).by(&admin);
    saved.send().await.expect(200);

    let portal = ["hue-30", "/face/30/%4D/icon.svg"];
    assert_eq!(face(&server, "/sign-in", "").await[..2], portal);
    for user in [&admin, &ben] {
        assert_eq!(face(&server, "/profile", &user.session).await[..2], portal);
    }
    let own = [
        "hue-140",
        "/face/140/%C3%96/icon.svg",
        "Profile · Öl &amp; Gas",
    ];
    assert_eq!(face(&server, "/profile", &ana.session).await, own);
    // It is the portal's, although the last page was of a branch.
    let icon = server.get("/favicon.svg").send().await.expect(200);
    assert!(icon.text().contains("oklch(47% 0.19 30)"));
}

#[tokio::test]
async fn only_colours_of_the_circle_are_saved() {
    let server = TestServer::new().await;
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    for wrong in ["", "360", "-5", "7", "red", "1;} * {"] {
        assert_eq!(set_accent(&server, &admin, wrong).await, 422, "{wrong}");
    }
    assert_eq!(face(&server, "/sign-in", "").await[0], "hue-270");
    server
        .execute("INSERT INTO settings (name, value) VALUES ('hue', '\"><b>')")
        .await;
    assert_eq!(face(&server, "/sign-in", "").await[0], "hue-270");
}

#[tokio::test]
async fn an_icon_never_changes_and_needs_no_session() {
    let server = TestServer::new().await;
    for (path, letter) in [("30/m", 'M'), ("0/%C3%96", 'Ö'), ("355/%E5%AD%A6", '学')] {
        let icon = server.get(&format!("/face/{path}/icon.svg"));
        let icon = icon.send().await.expect(200);
        assert!(icon.text().ends_with(&format!(">{letter}</text></svg>")));
        let kind = icon.header(header::CONTENT_TYPE);
        assert_eq!(kind, "image/svg+xml; charset=utf-8");
        let caching = icon.header(header::CACHE_CONTROL);
        assert_eq!(caching, "public, max-age=31536000, immutable");
        assert_eq!(icon.header("x-content-type-options"), "nosniff");
    }
    for path in [
        "360/M",
        "7/M",
        "-5/M",
        "x/M",
        "30/MM",
        "30/%3C",
        "30/%26",
        "30/%22",
        "30/%20",
        "30/%00",
        "30/%EF%BF%BF",
    ] {
        let icon = server.get(&format!("/face/{path}/icon.svg")).send().await;
        let icon = icon.expect(404);
        assert_eq!(icon.header(header::CACHE_CONTROL), "no-store", "{path}");
    }
}
