//! A user's own profile: a new password, and other sessions.
use crate::support::{TestServer, assert_unchanged};
use domain::{permissions::BuiltIn, throttle::SIGN_IN_DEVICE};
use fixtures::{EditForm, PASSWORD};

const NEW: &str = "another fine battery";

#[tokio::test]
async fn a_new_password_gives_this_browser_a_new_session_and_ends_the_others() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").with_password().sign_in().await;
    let phone = fixtures.session(ana.id).await;
    let fields = [("present_password", PASSWORD), ("password", NEW)];
    let answer = server.act("change_password", &fields).by(&ana).send().await;
    let fresh = answer.expect(200).session();
    assert!(fresh != ana.session);
    server
        .get("/profile")
        .session(&fresh)
        .send()
        .await
        .expect(200);
    for old in [&ana.session, &phone] {
        server.get("/profile").session(old).send().await.expect(303);
    }
    for (password, status) in [(PASSWORD, 401), (NEW, 200)] {
        let fields = [("login", "ana"), ("password", password)];
        server.act("sign_in", &fields).send().await.expect(status);
    }
}

#[tokio::test]
async fn the_current_password_cannot_be_guessed_faster_than_at_sign_in() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let before = server.dump().await;
    let try_it = |present: &'static str| {
        let fields = [("present_password", present), ("password", NEW)];
        server.act("change_password", &fields).by(&ana)
    };
    for _ in 0..SIGN_IN_DEVICE.free_attempts {
        let answer = try_it("guessed").send().await.expect(422);
        assert!(answer.text().contains("This isn’t your current password."));
        assert_eq!(answer.cookie("session"), None);
    }
    let attempts = "SELECT tries FROM throttles WHERE scope = 'sign_in_device'";
    assert_eq!(server.number(attempts).await, SIGN_IN_DEVICE.free_attempts);
    let now = db::now().0;
    server
        .execute(&format!(
            "UPDATE throttles SET tries = {}, last_at = {now} WHERE scope = 'sign_in_device'",
            SIGN_IN_DEVICE.free_attempts + 4
        ))
        .await;
    try_it(PASSWORD).send().await.expect(429);
    assert_unchanged("guessing", &before, &server.dump().await);
}

#[tokio::test]
async fn no_one_ends_the_session_of_another_user() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let eve = fixtures.super_admin("eve").sign_in().await;
    let id = format!("SELECT id FROM sessions WHERE user_id = {}", ana.id);
    let id = server.number(&id).await.to_string();
    let end = server.act("end_session", &[("session", &id)]).by(&eve);
    end.send().await.expect(404);
    server
        .act("end_other_sessions", &[])
        .by(&eve)
        .send()
        .await
        .expect(200);
    server.get("/profile").by(&ana).send().await.expect(200);
}

#[tokio::test]
async fn the_profile_changes_no_permissions() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let admin_type = fixtures.user_type(BuiltIn::SuperAdmin).await.to_string();
    let version = fixtures::version(&server.db, EditForm::Profile(ana.id)).await;
    let fields = [
        ("version", version.as_str()),
        ("first_name", "Ana"),
        ("last_name", "Smith"),
        ("email", "ana@example.net"),
        ("login", "root"),
        ("user_type", &admin_type),
    ];
    server
        .act("update_profile", &fields)
        .by(&ana)
        .send()
        .await
        .expect(200);
    let now = db::users::get(&server.db, ana.id).await.unwrap();
    assert_eq!(
        (now.login.as_str(), now.last_name.as_str()),
        ("ana", "Smith")
    );
    assert_ne!(now.user_type.to_string(), admin_type);
}
