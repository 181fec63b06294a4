//! Acting as another user: who may as whom, what stays the other's own, and who is logged.
use crate::support::{Kind, PASSWORD, TestResponse, TestServer, TestUser, assert_unchanged};

async fn act_as(server: &TestServer, by: &TestUser, user: &TestUser) -> TestResponse {
    let id = user.text();
    server.act("act_as", &[("user", &*id)]).by(by).send().await
}

async fn me(server: &TestServer, by: &TestUser) -> serde_json::Value {
    let answer = server.act("get_actor", &[]).by(by).send().await.expect(200);
    serde_json::from_slice(&answer.body).unwrap()
}

#[tokio::test]
async fn nobody_acts_as_himself_or_as_somebody_who_may_do_more_or_is_inactive() {
    let server = TestServer::new().await;
    let boss = server.person("boss", Kind::SuperAdmin).await;
    let admin = server.person("admin", Kind::Administrator).await;
    let gone = server.person("gone", Kind::Learner).await;
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
    let nobody = [("user", "999")];
    let nobody = server.act("act_as", &nobody).by(&admin);
    nobody.send().await.expect(404);
    assert_unchanged("acting", &before, &server.dump().await);
    act_as(&server, &boss, &admin).await.expect(200);
}

#[tokio::test]
async fn whoever_acts_sees_and_may_what_the_other_may_and_is_logged_with_him() {
    let server = TestServer::new().await;
    let admin = server.person("admin", Kind::Administrator).await;
    let ana = server.person("ana", Kind::Learner).await;
    let group = server.group("Open").await;
    server.key(group, "OPEN-SESAME", Default::default()).await;
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

/// His sessions, his password, and acting on as a third.
#[tokio::test]
async fn what_is_the_others_own_stays_his() {
    let server = TestServer::new().await;
    let boss = server.person("boss", Kind::SuperAdmin).await;
    let admin = server.person("admin", Kind::Administrator).await;
    let ana = server.person("ana", Kind::Learner).await;
    act_as(&server, &boss, &admin).await.expect(200);
    let before = server.dump().await;
    act_as(&server, &boss, &ana).await.expect(403);
    let kind = server.user_type(Kind::Learner).await.to_string();
    let id = ana.text();
    let fields = [
        ("user", &*id),
        ("version", "1"),
        ("first_name", "Ana"),
        ("last_name", "ana"),
        ("login", "ana"),
        ("email", "ana@example.org"),
        ("user_type", &kind),
        ("password", PASSWORD),
    ];
    let password = server.act("update_user", &fields).by(&boss);
    password.send().await.expect(403);
    assert_unchanged("acting", &before, &server.dump().await);
    assert_eq!(me(&server, &admin).await["acting"], serde_json::Value::Null);
}

#[tokio::test]
async fn signing_out_while_acting_ends_both() {
    let server = TestServer::new().await;
    let admin = server.person("admin", Kind::Administrator).await;
    let ana = server.person("ana", Kind::Learner).await;
    act_as(&server, &admin, &ana).await.expect(200);
    let out = server.act("sign_out", &[]).by(&admin);
    out.send().await.expect(200);
    assert_eq!(me(&server, &admin).await, serde_json::Value::Null);
    assert_eq!(me(&server, &ana).await["id"], ana.id.0, "hers goes on");
}

#[tokio::test]
async fn a_hat_that_the_type_has_not_is_refused_and_the_pages_follow_the_one_it_has() {
    let server = TestServer::new().await;
    let boss = server.person("boss", Kind::SuperAdmin).await;
    let admin = server.person("admin", Kind::Administrator).await;
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
    assert_unchanged("another's hat", &before, &server.dump().await);
    assert!(nav(&boss).await);
    assert_eq!(wear(&boss, "learner").await.expect(303).location(), "/");
    assert!(!nav(&boss).await, "a learner's pages");
    server.get("/groups").by(&boss).send().await.expect(200);
    wear(&boss, "administrator").await.expect(303);
    assert!(nav(&boss).await);
}
