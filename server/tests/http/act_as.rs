//! Acting as another user: who can act as which user, what stays private, and who is logged.
use crate::support::{TestResponse, TestServer, assert_unchanged};
use domain::permissions::BuiltIn;
use fixtures::{PASSWORD, TestUser};

async fn act_as(server: &TestServer, by: &TestUser, user: &TestUser) -> TestResponse {
    let id = user.text();
    server.act("act_as", &[("user", &*id)]).by(by).send().await
}

async fn me(server: &TestServer, by: &TestUser) -> serde_json::Value {
    let answer = server.act("get_actor", &[]).by(by).send().await.expect(200);
    serde_json::from_slice(&answer.body).unwrap()
}

#[tokio::test]
async fn no_one_acts_as_themselves_or_as_a_user_with_more_permissions_or_an_inactive_one() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let boss = fixtures.super_admin("boss").sign_in().await;
    let admin = fixtures.admin("admin").sign_in().await;
    let gone = fixtures.user("gone").sign_in().await;
    db::users::set_active(
        &server.db,
        &db::AuditContext::system(db::now()),
        gone.id,
        false,
    )
    .await
    .unwrap();
    let before = server.dump().await;
    act_as(&server, &admin, &admin).await.expect(403);
    act_as(&server, &admin, &boss).await.expect(403);
    act_as(&server, &admin, &gone).await.expect(409);
    let missing = [("user", "999")];
    let missing = server.act("act_as", &missing).by(&admin);
    missing.send().await.expect(404);
    assert_unchanged("acting", &before, &server.dump().await);
    act_as(&server, &boss, &admin).await.expect(200);
}

#[tokio::test]
async fn acting_shows_and_allows_what_the_other_user_can_do_and_logs_both() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let ana = fixtures.user("ana").sign_in().await;
    let group = fixtures.group("Open").create().await;
    fixtures
        .key(group, "OPEN-SESAME")
        .limits(Default::default())
        .create()
        .await;
    act_as(&server, &admin, &ana).await.expect(200);
    let page = server.get("/").by(&admin).send().await.expect(200);
    for shown in ["You are acting as", "Stop acting", "Join Group"] {
        assert!(page.text().contains(shown), "{shown}");
    }
    server.get("/groups").by(&admin).send().await.expect(403);
    let join = server.act("join_group", &[("key", "OPEN-SESAME")]);
    join.by(&admin).send().await.expect(200);
    let member = format!(
        "SELECT count(*) FROM group_members WHERE user_id = {}",
        ana.id
    );
    assert_eq!(server.number(&member).await, 1);
    let logged = format!(
        "SELECT count(*) FROM activity WHERE actor_id = {} \
         AND actor_name = 'Ana admin as Ana ana' AND group_id = {group}",
        admin.id
    );
    assert!(server.number(&logged).await >= 1);
    let stop = server.act("stop_acting", &[]).by(&admin);
    let answer = stop.send().await.expect(200);
    assert_eq!(answer.location(), format!("/users/{}/info", ana.id));
    assert_eq!(me(&server, &admin).await["id"], admin.id.0);
    server.get("/groups").by(&admin).send().await.expect(200);
}

/// Sessions, password, and acting as a third user.
#[tokio::test]
async fn what_is_private_to_the_other_user_stays_private() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let boss = fixtures.super_admin("boss").sign_in().await;
    let admin = fixtures.admin("admin").sign_in().await;
    let ana = fixtures.user("ana").sign_in().await;
    act_as(&server, &boss, &admin).await.expect(200);
    let before = server.dump().await;
    act_as(&server, &boss, &ana).await.expect(403);
    let kind = fixtures.user_type(BuiltIn::Learner).await.to_string();
    let id = ana.text();
    let version = fixtures::version(&server.db, ana.id).await;
    let fields = [
        ("user", &*id),
        ("version", version.as_str()),
        ("first_name", "Ana"),
        ("last_name", "ana"),
        ("login", "ana"),
        ("email", "ana@example.org"),
        ("user_type", &kind),
        ("password", PASSWORD),
    ];
    // `create_user` has neither id nor version: it takes the rest.
    for (name, fields) in [("update_user", &fields[..]), ("create_user", &fields[2..])] {
        let password = server.act(name, fields).by(&boss);
        password.send().await.expect(403);
    }
    assert_unchanged("acting", &before, &server.dump().await);
    assert_eq!(me(&server, &admin).await["acting"], serde_json::Value::Null);
}

#[tokio::test]
async fn signing_out_while_acting_ends_both() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let ana = fixtures.user("ana").sign_in().await;
    act_as(&server, &admin, &ana).await.expect(200);
    let out = server.act("sign_out", &[]).by(&admin);
    out.send().await.expect(200);
    assert_eq!(me(&server, &admin).await, serde_json::Value::Null);
    assert_eq!(
        me(&server, &ana).await["id"],
        ana.id.0,
        "the other session goes on"
    );
}

#[tokio::test]
async fn a_role_that_the_type_lacks_is_refused_and_the_pages_follow_the_active_role() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let boss = fixtures.super_admin("boss").sign_in().await;
    let admin = fixtures.admin("admin").sign_in().await;
    let wear = async |who: &TestUser, role: &str| {
        let call = server.form("switch_role", "/", &[("role", role)]);
        call.by(who).send().await
    };
    let nav = async |who: &TestUser| {
        let page = server.get("/").by(who).send().await.expect(200);
        page.text().contains("href=\"/groups\"")
    };
    let before = server.dump().await;
    let call = server.act("switch_role", &[("role", "learner")]);
    call.by(&admin).send().await.expect(403);
    assert_unchanged("another's role", &before, &server.dump().await);
    assert!(nav(&boss).await);
    assert_eq!(wear(&boss, "learner").await.expect(303).location(), "/");
    assert!(!nav(&boss).await, "a learner's pages");
    server.get("/groups").by(&boss).send().await.expect(200);
    wear(&boss, "administrator").await.expect(303);
    assert!(nav(&boss).await);
}
