//! One's own profile: a new password, and other sessions.
use crate::support::{Kind, PASSWORD, Site, assert_unchanged};
use domain::throttle::SIGN_IN_ACCOUNT;

const NEW: &str = "another fine battery";

#[tokio::test]
async fn a_new_password_gives_this_browser_a_new_session_and_ends_the_others() {
    let site = Site::new().await;
    let ana = site.person_with_password("ana", Kind::Learner).await;
    let phone = site.session_of(ana.id).await;
    let fields = [("present_password", PASSWORD), ("password", NEW)];
    let answer = site.act("change_password", &fields).by(&ana).send().await;
    let fresh = answer.expect(200).session();
    assert!(fresh != ana.session);
    site.get("/profile")
        .session(&fresh)
        .send()
        .await
        .expect(200);
    for old in [&ana.session, &phone] {
        site.get("/profile").session(old).send().await.expect(303);
    }
    for (password, status) in [(PASSWORD, 401), (NEW, 200)] {
        let fields = [("login", "ana"), ("password", password)];
        site.act("sign_in", &fields).send().await.expect(status);
    }
}

#[tokio::test]
async fn the_present_password_is_guessed_no_quicker_than_at_the_door() {
    let site = Site::new().await;
    let ana = site.person_with_password("ana", Kind::Learner).await;
    let before = site.dump().await;
    let try_it = |present: &'static str| {
        let fields = [("present_password", present), ("password", NEW)];
        site.act("change_password", &fields).by(&ana)
    };
    for _ in 0..SIGN_IN_ACCOUNT.free {
        let answer = try_it("guessed").send().await.expect(422);
        assert!(answer.text().contains("This isn’t your current password."));
        assert_eq!(answer.cookie("session"), None);
    }
    let tries = "SELECT tries FROM throttles WHERE scope = 'sign_in_account'";
    assert_eq!(site.number(tries).await, SIGN_IN_ACCOUNT.free);
    let now = db::now().0;
    site.execute(&format!(
        "UPDATE throttles SET tries = {}, last_at = {now} WHERE scope = 'sign_in_account'",
        SIGN_IN_ACCOUNT.free + 8
    ))
    .await;
    try_it(PASSWORD).send().await.expect(429);
    assert_unchanged("guessing", &before, &site.dump().await);
}

#[tokio::test]
async fn nobody_ends_another_users_session() {
    let site = Site::new().await;
    let (ana, eve) = (
        site.person("ana", Kind::Learner).await,
        site.person("eve", Kind::SuperAdmin).await,
    );
    let id = format!("SELECT id FROM sessions WHERE user_id = {}", ana.id);
    let id = site.number(&id).await.to_string();
    let end = site.act("end_session", &[("session", &id)]).by(&eve);
    end.send().await.expect(404);
    site.act("end_other_sessions", &[])
        .by(&eve)
        .send()
        .await
        .expect(200);
    site.get("/profile").by(&ana).send().await.expect(200);
}

#[tokio::test]
async fn the_profile_changes_no_rights() {
    let site = Site::new().await;
    let ana = site.person("ana", Kind::Learner).await;
    let admin_type = site.user_type(Kind::SuperAdmin).await.to_string();
    let fields = [
        ("version", "1"),
        ("first_name", "Ana"),
        ("last_name", "Smith"),
        ("email", "ana@example.net"),
        ("login", "root"),
        ("user_type", &admin_type),
    ];
    site.act("update_profile", &fields)
        .by(&ana)
        .send()
        .await
        .expect(200);
    let now = db::users::get(&site.db, ana.id).await.unwrap();
    assert_eq!(
        (now.login.as_str(), now.last_name.as_str()),
        ("ana", "Smith")
    );
    assert_ne!(now.user_type.to_string(), admin_type);
}
