//! No one grants, removes or gains more permissions than they have, and a SuperAdmin always
//! remains.
use crate::support::{TestResponse, TestServer, assert_unchanged};
use domain::permissions::BuiltIn;
use fixtures::{PASSWORD, TestUser};

async fn create(server: &TestServer, by: &TestUser, kind: &str) -> TestResponse {
    let fields = [
        ("first_name", "Eve"),
        ("last_name", "New"),
        ("login", "eve.new"),
        ("email", "eve.new@example.org"),
        ("user_type", kind),
        ("password", PASSWORD),
    ];
    server.act("create_user", &fields).by(by).send().await
}

async fn update(server: &TestServer, by: &TestUser, user: &TestUser, kind: &str) -> TestResponse {
    let (id, email) = (user.text(), format!("{}@example.org", user.login));
    let version = fixtures::version(&server.db, user.id).await;
    let fields = [
        ("user", &*id),
        ("version", version.as_str()),
        ("first_name", "Changed"),
        ("last_name", "Name"),
        ("login", &user.login),
        ("email", &email),
        ("user_type", kind),
        ("password", PASSWORD),
    ];
    server.act("update_user", &fields).by(by).send().await
}

async fn set_active(
    server: &TestServer,
    by: &TestUser,
    user: &TestUser,
    active: &str,
) -> TestResponse {
    let id = user.text();
    let fields = [("user", &*id), ("active", active)];
    server.act("set_user_active", &fields).by(by).send().await
}

#[tokio::test]
async fn an_administrator_cannot_grant_a_type_with_more_permissions_than_their_own() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let other = fixtures.admin("other").sign_in().await;
    let more = fixtures.user_type(BuiltIn::SuperAdmin).await.to_string();
    let before = server.dump().await;
    create(&server, &admin, &more).await.expect(403);
    update(&server, &admin, &other, &more).await.expect(403);
    update(&server, &admin, &admin, &more).await.expect(403);
    assert_unchanged("giving more", &before, &server.dump().await);
    let same = fixtures.user_type(BuiltIn::Admin).await.to_string();
    create(&server, &admin, &same).await.expect(200);
}

#[tokio::test]
async fn an_administrator_cannot_change_a_super_admin() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let boss = fixtures.super_admin("boss").with_password().sign_in().await;
    fixtures.super_admin("second").sign_in().await;
    let own = fixtures.user_type(BuiltIn::Admin).await.to_string();
    let high = fixtures.user_type(BuiltIn::SuperAdmin).await.to_string();
    let before = server.dump().await;
    // A new password would let the administrator sign in as the SuperAdmin.
    update(&server, &admin, &boss, &high).await.expect(403);
    update(&server, &admin, &boss, &own).await.expect(403);
    set_active(&server, &admin, &boss, "false")
        .await
        .expect(403);
    set_active(&server, &admin, &boss, "true").await.expect(403);
    assert_unchanged("an administrator", &before, &server.dump().await);
}

#[tokio::test]
async fn an_invalid_type_is_refused_at_the_field() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let before = server.dump().await;
    for kind in ["999", "0", "-1", "", "x", "1 OR 1=1"] {
        let answer = create(&server, &boss, kind).await.expect(422);
        assert!(answer.text().contains("Choose a user type."), "{kind}");
    }
    assert_unchanged("no type", &before, &server.dump().await);
}

#[tokio::test]
async fn the_last_super_admin_stays() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let boss = fixtures.super_admin("boss").sign_in().await;
    let gone = fixtures.super_admin("gone").sign_in().await;
    set_active(&server, &boss, &gone, "false").await.expect(200);
    let lower = fixtures.user_type(BuiltIn::Admin).await.to_string();
    let before = server.dump().await;
    for answer in [
        set_active(&server, &boss, &boss, "false").await,
        update(&server, &boss, &boss, &lower).await,
    ] {
        assert!(answer.expect(409).text().contains("LastSuperAdmin"));
    }
    assert_unchanged("the last SuperAdmin", &before, &server.dump().await);
}

const ACTIVE: &str = "SELECT count(*) FROM users u JOIN user_types t ON t.id = u.user_type_id \
     WHERE t.built_in = 'super_admin' AND u.active";

#[tokio::test]
async fn of_two_super_admins_who_step_down_at_the_same_time_one_stays() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let lower = fixtures.user_type(BuiltIn::Admin).await.to_string();
    for round in 0..5 {
        let ana = fixtures.super_admin(&format!("ana{round}")).sign_in().await;
        let ben = fixtures.super_admin(&format!("ben{round}")).sign_in().await;
        server
            .execute(&format!(
                "UPDATE users SET active = (id IN ({}, {}))",
                ana.id, ben.id
            ))
            .await;
        let (one, other) = if round % 2 == 0 {
            tokio::join!(
                set_active(&server, &ana, &ana, "false"),
                set_active(&server, &ben, &ben, "false")
            )
        } else {
            // Each changes the other, by different endpoints.
            tokio::join!(
                set_active(&server, &ana, &ben, "false"),
                update(&server, &ben, &ana, &lower)
            )
        };
        assert!(!one.status.is_server_error() && !other.status.is_server_error());
        assert_eq!(server.number(ACTIVE).await, 1, "round {round}");
    }
}

/// The permissions are those of the type now, not those at the start of the session.
#[tokio::test]
async fn a_withdrawn_permission_is_lost_right_away() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let group = fixtures.group("Open").create().await;
    fixtures.key(group, "OPEN-SESAME").create().await;
    let page = server.get("/").by(&ana).send().await.expect(200);
    assert!(page.text().contains("Join Group"));
    server
        .execute("DELETE FROM user_type_permissions WHERE permission = 'learner.group_key'")
        .await;
    let call = server.act("join_group", &[("key", "OPEN-SESAME")]).by(&ana);
    call.send().await.expect(403);
    let page = server.get("/").by(&ana).send().await.expect(200);
    assert!(!page.text().contains("Join Group"));
}

/// Fields that the form does not have are ignored.
#[tokio::test]
async fn fields_that_a_form_does_not_have_are_ignored() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let (course, unit) = fixtures.course("Course").create_with_unit("Text").await;
    let group = fixtures.group("Group").create().await;
    fixtures.group_course(group, course).await;
    fixtures.member(group, ana.id).await;
    fixtures
        .mass_action_on_all(group, domain::mass_actions::MassActionKind::Assign)
        .await;
    let ben = fixtures.user("ben").sign_in().await;
    let (course, unit, other) = (course.to_string(), unit.to_string(), ben.text());
    let fields = [
        ("course", &*course),
        ("unit", &*unit),
        ("completed", "true"),
        ("user", &*other),
        ("user_id", &*other),
        ("actor", "1"),
    ];
    server
        .act("set_unit_completed", &fields)
        .by(&ana)
        .send()
        .await
        .expect(200);
    let whose = server.number("SELECT user_id FROM unit_completions").await;
    assert_eq!(whose, ana.id.0);
}
