//! Acting as another user: who can act as which user, what stays private, and who is logged.
use crate::support::{Answer, Kind, PASSWORD, Person, Site, assert_unchanged};

async fn act_as(site: &Site, by: &Person, user: &Person) -> Answer {
    let id = user.text();
    site.act("act_as", &[("user", &*id)]).by(by).send().await
}

async fn me(site: &Site, by: &Person) -> serde_json::Value {
    let answer = site.act("who_am_i", &[]).by(by).send().await.expect(200);
    serde_json::from_slice(&answer.body).unwrap()
}

#[tokio::test]
async fn no_one_acts_as_themselves_or_as_a_user_with_more_permissions_or_an_inactive_one() {
    let site = Site::new().await;
    let boss = site.person("boss", Kind::SuperAdmin).await;
    let admin = site.person("admin", Kind::Administrator).await;
    let gone = site.person("gone", Kind::Learner).await;
    db::users::set_active(&site.db, &db::By::portal(db::now()), gone.id, false)
        .await
        .unwrap();
    let before = site.dump().await;
    act_as(&site, &admin, &admin).await.expect(403);
    act_as(&site, &admin, &boss).await.expect(403);
    act_as(&site, &admin, &gone).await.expect(409);
    let missing = [("user", "999")];
    let missing = site.act("act_as", &missing).by(&admin);
    missing.send().await.expect(404);
    assert_unchanged("acting", &before, &site.dump().await);
    act_as(&site, &boss, &admin).await.expect(200);
}

#[tokio::test]
async fn acting_shows_and_allows_what_the_other_user_can_do_and_logs_both() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::Administrator).await;
    let ana = site.person("ana", Kind::Learner).await;
    let group = site.group("Open").await;
    site.key(group, "OPEN-SESAME", Default::default()).await;
    act_as(&site, &admin, &ana).await.expect(200);
    let page = site.get("/").by(&admin).send().await.expect(200);
    for shown in ["You are acting as", "Stop acting", "Join Group"] {
        assert!(page.text().contains(shown), "{shown}");
    }
    site.get("/groups").by(&admin).send().await.expect(403);
    let join = site.act("join_group", &[("key", "OPEN-SESAME")]);
    join.by(&admin).send().await.expect(200);
    let member = format!(
        "SELECT count(*) FROM group_members WHERE user_id = {}",
        ana.id
    );
    assert_eq!(site.number(&member).await, 1);
    let logged = format!(
        "SELECT count(*) FROM activity WHERE actor_id = {} \
         AND actor_name = 'Ana admin as Ana ana' AND group_id = {group}",
        admin.id
    );
    assert!(site.number(&logged).await >= 1);
    let stop = site.act("stop_acting", &[]).by(&admin);
    let answer = stop.send().await.expect(200);
    assert_eq!(answer.location(), format!("/users/{}/info", ana.id));
    assert_eq!(me(&site, &admin).await["id"], admin.id.0);
    site.get("/groups").by(&admin).send().await.expect(200);
}

/// Sessions, password, and acting as a third user.
#[tokio::test]
async fn what_is_private_to_the_other_user_stays_private() {
    let site = Site::new().await;
    let boss = site.person("boss", Kind::SuperAdmin).await;
    let admin = site.person("admin", Kind::Administrator).await;
    let ana = site.person("ana", Kind::Learner).await;
    act_as(&site, &boss, &admin).await.expect(200);
    let before = site.dump().await;
    act_as(&site, &boss, &ana).await.expect(403);
    let kind = site.user_type(Kind::Learner).await.to_string();
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
    let password = site.act("update_user", &fields).by(&boss);
    password.send().await.expect(403);
    assert_unchanged("acting", &before, &site.dump().await);
    assert_eq!(me(&site, &admin).await["acting"], serde_json::Value::Null);
}

#[tokio::test]
async fn signing_out_while_acting_ends_both() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::Administrator).await;
    let ana = site.person("ana", Kind::Learner).await;
    act_as(&site, &admin, &ana).await.expect(200);
    let out = site.act("sign_out", &[]).by(&admin);
    out.send().await.expect(200);
    assert_eq!(me(&site, &admin).await, serde_json::Value::Null);
    assert_eq!(me(&site, &ana).await["id"], ana.id.0, "hers goes on");
}

#[tokio::test]
async fn a_role_that_the_type_lacks_is_refused_and_the_pages_follow_the_active_role() {
    let site = Site::new().await;
    let boss = site.person("boss", Kind::SuperAdmin).await;
    let admin = site.person("admin", Kind::Administrator).await;
    let wear = async |who: &Person, role: &str| {
        let call = site.form("switch_role", "/", &[("role", role)]);
        call.by(who).send().await
    };
    let nav = async |who: &Person| {
        let page = site.get("/").by(who).send().await.expect(200);
        page.text().contains("href=\"/groups\"")
    };
    let before = site.dump().await;
    let call = site.act("switch_role", &[("role", "learner")]);
    call.by(&admin).send().await.expect(403);
    assert_unchanged("another's hat", &before, &site.dump().await);
    assert!(nav(&boss).await);
    assert_eq!(wear(&boss, "learner").await.expect(303).location(), "/");
    assert!(!nav(&boss).await, "a learner's pages");
    site.get("/groups").by(&boss).send().await.expect(200);
    wear(&boss, "administrator").await.expect(303);
    assert!(nav(&boss).await);
}
