//! A join link: what a guest sees, that guessing is slowed down, and its QR code.
use crate::support::{TestServer, assert_unchanged};
use axum::http::header;
use domain::ids::{GroupId, KeyId};
use serde_json::json;

async fn server() -> (TestServer, GroupId, KeyId, String) {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let group = fixtures.group("Night shift").create().await;
    let (course, _) = fixtures
        .course("Lifting safely")
        .create_with_unit("Text")
        .await;
    fixtures.group_course(group, course).await;
    let key = fixtures.key(group, "NIGHT-2026").create().await;
    let link = db::keys::link(&server.db, group, key).await.unwrap();
    (server, group, key, link)
}

#[tokio::test]
async fn a_guest_sees_the_group_and_returns_to_it_after_signing_in() {
    let (server, _, _, link) = server().await;
    let page = server
        .get(&format!("/join/{link}"))
        .send()
        .await
        .expect(200);
    for seen in ["Night shift", "Lifting safely"] {
        assert!(page.text().contains(seen), "{seen}");
    }
    let sign_in = format!("/sign-in?next=/join/{link}");
    assert!(page.text().contains(&sign_in));
    assert!(!page.text().contains("NIGHT-2026"), "the key stays unsaid");
    assert!(!page.text().contains("/sign-up"), "there is no way to yet");
}

#[tokio::test]
async fn a_learner_joins_by_the_link_once() {
    let (server, group, key, link) = server().await;
    let ana = server.fixtures.user("ana").sign_in().await;
    let members = format!("SELECT member_count FROM groups WHERE id = {group}");
    let used = format!("SELECT used FROM group_keys WHERE id = {key}");
    let page = server.get(&format!("/join/{link}")).by(&ana);
    assert!(page.send().await.expect(200).text().contains("Join Group"));
    let join = || server.act("join_group", &[("link", &link)]).by(&ana);
    join().send().await.expect(200);
    join().send().await.expect(409);
    assert_eq!(
        (server.number(&members).await, server.number(&used).await),
        (1, 1)
    );
    let again = server.get(&format!("/join/{link}")).by(&ana).send().await;
    assert!(
        again
            .expect(200)
            .text()
            .contains("You are already in this group.")
    );
}

#[tokio::test]
async fn links_that_do_not_work_get_one_response_and_no_wait() {
    let (server, group, key, link) = server().await;
    let portal = db::AuditContext::system(db::now());
    db::keys::set_paused(&server.db, &portal, group, key, true)
        .await
        .unwrap();
    let made_up = format!("{key}-AAAAAAAAAAAAAAAAAAAAAA");
    let before = server.dump().await;
    for token in [&link, &made_up, "nonsense", "999-x"] {
        let ask = server.ask("preview_join_link", &json!({"token": token}));
        let answer = ask.send().await.expect(422);
        assert_eq!(answer.text(), "\"KeyRejected\"", "{token}");
        server
            .get(&format!("/join/{token}"))
            .send()
            .await
            .expect(422);
    }
    assert_unchanged("refused links", &before, &server.dump().await);
    // They are no guesses at keys: 128 bits cannot be guessed, and a class opens one link.
    assert_eq!(server.number("SELECT count(*) FROM throttles").await, 0);
    db::keys::set_paused(&server.db, &portal, group, key, false)
        .await
        .unwrap();
    let found = server.get(&format!("/join/{link}")).send().await;
    found.expect(200);
}

#[tokio::test]
async fn the_qr_code_is_an_inert_picture() {
    let (server, group, key, _) = server().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let path = format!("/groups/{group}/keys/{key}/qr.svg");
    let answer = server.get(&path).by(&admin).send().await.expect(200);
    let kind = answer.header(header::CONTENT_TYPE);
    assert_eq!(kind, "image/svg+xml; charset=utf-8");
    assert!(answer.text().starts_with("<svg") && !answer.text().contains("<script"));
    let policy = answer.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("default-src 'none'"), "{policy}");
    let other = server.fixtures.group("Other").create().await;
    let foreign = format!("/groups/{other}/keys/{key}/qr.svg");
    server.get(&foreign).by(&admin).send().await.expect(404);
}

#[tokio::test]
async fn the_keys_tab_shows_the_full_address_of_the_link() {
    let (server, group, _, link) = server().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let tab = server.get(&format!("/groups/{group}/keys")).by(&admin);
    let tab = tab.send().await.expect(200);
    let address = format!("{}/join/{link}", server.base_url);
    assert!(tab.text().contains(&address));
}
