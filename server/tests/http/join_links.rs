//! A join link: what a guest sees, that guessing is slowed down, and its QR code.
use crate::support::{Kind, Site, assert_unchanged};
use axum::http::header;
use domain::{
    ids::{GroupId, KeyId},
    keys::Limits,
    throttle::KEY_ADDRESS,
};
use serde_json::json;

async fn site() -> (Site, GroupId, KeyId, String) {
    let site = Site::new().await;
    let group = site.group("Night shift").await;
    let (course, _) = site.course("Lifting safely", "Text").await;
    site.group_course(group, course).await;
    let key = site.key(group, "NIGHT-2026", Limits::default()).await;
    let link = db::keys::link(&site.db, group, key).await.unwrap();
    (site, group, key, link)
}

#[tokio::test]
async fn a_guest_sees_the_group_and_returns_to_it_after_signing_in() {
    let (site, _, _, link) = site().await;
    let page = site.get(&format!("/join/{link}")).send().await.expect(200);
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
    let (site, group, key, link) = site().await;
    let ana = site.person("ana", Kind::Learner).await;
    let members = format!("SELECT member_count FROM groups WHERE id = {group}");
    let used = format!("SELECT used FROM group_keys WHERE id = {key}");
    let page = site.get(&format!("/join/{link}")).by(&ana);
    assert!(page.send().await.expect(200).text().contains("Join Group"));
    let join = || site.act("join_group", &[("link", &link)]).by(&ana);
    join().send().await.expect(200);
    join().send().await.expect(409);
    assert_eq!(
        (site.number(&members).await, site.number(&used).await),
        (1, 1)
    );
    let again = site.get(&format!("/join/{link}")).by(&ana).send().await;
    assert!(
        again
            .expect(200)
            .text()
            .contains("You are already in this group.")
    );
}

#[tokio::test]
async fn links_that_do_not_work_get_one_response_and_then_a_wait() {
    let (site, group, key, link) = site().await;
    let portal = db::By::portal(db::now());
    db::keys::set_paused(&site.db, &portal, group, key, true)
        .await
        .unwrap();
    let made_up = format!("{key}-AAAAAAAAAAAAAAAAAAAAAA");
    let before = site.dump().await;
    for token in [&link, &made_up, "nonsense", "999-x"] {
        let ask = site.ask("look_at_join_link", &json!({"token": token}));
        let answer = ask.send().await.expect(422);
        assert_eq!(answer.text(), "\"KeyRefused\"", "{token}");
        site.get(&format!("/join/{token}")).send().await.expect(422);
    }
    assert_unchanged("refused links", &before, &site.dump().await);
    let now = db::now().0;
    site.execute(&format!(
        "UPDATE throttles SET tries = {}, last_at = {now} WHERE scope = 'key_address'",
        KEY_ADDRESS.free + 9
    ))
    .await;
    db::keys::set_paused(&site.db, &portal, group, key, false)
        .await
        .unwrap();
    site.get(&format!("/join/{link}")).send().await.expect(429);
    let elsewhere = site
        .get(&format!("/join/{link}"))
        .address([198, 51, 100, 7]);
    elsewhere.send().await.expect(200);
}

#[tokio::test]
async fn the_qr_code_is_an_inert_picture() {
    let (site, group, key, _) = site().await;
    let admin = site.person("admin", Kind::Administrator).await;
    let path = format!("/groups/{group}/keys/{key}/qr.svg");
    let answer = site.get(&path).by(&admin).send().await.expect(200);
    assert_eq!(answer.header(header::CONTENT_TYPE), "image/svg+xml");
    assert!(answer.text().starts_with("<svg") && !answer.text().contains("<script"));
    let policy = answer.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("default-src 'none'"), "{policy}");
    let other = site.group("Other").await;
    let foreign = format!("/groups/{other}/keys/{key}/qr.svg");
    site.get(&foreign).by(&admin).send().await.expect(404);
}

#[tokio::test]
async fn the_keys_tab_shows_the_full_address_of_the_link() {
    let (site, group, _, link) = site().await;
    let admin = site.person("admin", Kind::Administrator).await;
    let tab = site.get(&format!("/groups/{group}/keys")).by(&admin);
    let tab = tab.send().await.expect(200);
    let address = format!("{}/join/{link}", site.base_url);
    assert!(tab.text().contains(&address));
}
