//! No one grants, removes or gains more permissions than they have, and a SuperAdmin always
//! remains.
use crate::support::{Answer, Kind, PASSWORD, Person, Site, assert_unchanged};

async fn create(site: &Site, by: &Person, kind: &str) -> Answer {
    let fields = [
        ("first_name", "Eve"),
        ("last_name", "New"),
        ("login", "eve.new"),
        ("email", "eve.new@example.org"),
        ("user_type", kind),
        ("password", PASSWORD),
    ];
    site.act("create_user", &fields).by(by).send().await
}

async fn update(site: &Site, by: &Person, user: &Person, kind: &str) -> Answer {
    let (id, email) = (user.text(), format!("{}@example.org", user.login));
    let version = format!("SELECT version FROM users WHERE id = {id}");
    let version = site.number(&version).await.to_string();
    let fields = [
        ("user", &*id),
        ("version", &version),
        ("first_name", "Changed"),
        ("last_name", "Name"),
        ("login", &user.login),
        ("email", &email),
        ("user_type", kind),
        ("password", PASSWORD),
    ];
    site.act("update_user", &fields).by(by).send().await
}

async fn set_active(site: &Site, by: &Person, user: &Person, active: &str) -> Answer {
    let id = user.text();
    let fields = [("user", &*id), ("active", active)];
    site.act("set_user_active", &fields).by(by).send().await
}

#[tokio::test]
async fn an_administrator_cannot_grant_a_type_with_more_permissions_than_their_own() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::Administrator).await;
    let other = site.person("other", Kind::Administrator).await;
    let more = site.user_type(Kind::SuperAdmin).await.to_string();
    let before = site.dump().await;
    create(&site, &admin, &more).await.expect(403);
    update(&site, &admin, &other, &more).await.expect(403);
    update(&site, &admin, &admin, &more).await.expect(403);
    assert_unchanged("giving more", &before, &site.dump().await);
    let same = site.user_type(Kind::Administrator).await.to_string();
    create(&site, &admin, &same).await.expect(200);
}

#[tokio::test]
async fn an_administrator_cannot_change_a_super_admin() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::Administrator).await;
    let boss = site.person_with_password("boss", Kind::SuperAdmin).await;
    site.person("second", Kind::SuperAdmin).await;
    let own = site.user_type(Kind::Administrator).await.to_string();
    let high = site.user_type(Kind::SuperAdmin).await.to_string();
    let before = site.dump().await;
    // A new password would let the administrator sign in as the SuperAdmin.
    update(&site, &admin, &boss, &high).await.expect(403);
    update(&site, &admin, &boss, &own).await.expect(403);
    set_active(&site, &admin, &boss, "false").await.expect(403);
    set_active(&site, &admin, &boss, "true").await.expect(403);
    assert_unchanged("an administrator", &before, &site.dump().await);
}

#[tokio::test]
async fn an_invalid_type_is_refused_at_the_field() {
    let site = Site::new().await;
    let boss = site.person("boss", Kind::SuperAdmin).await;
    let before = site.dump().await;
    for kind in ["999", "0", "-1", "", "x", "1 OR 1=1"] {
        let answer = create(&site, &boss, kind).await.expect(422);
        assert!(answer.text().contains("Choose a user type."), "{kind}");
    }
    assert_unchanged("no type", &before, &site.dump().await);
}

#[tokio::test]
async fn the_last_super_admin_stays() {
    let site = Site::new().await;
    let boss = site.person("boss", Kind::SuperAdmin).await;
    let gone = site.person("gone", Kind::SuperAdmin).await;
    set_active(&site, &boss, &gone, "false").await.expect(200);
    let lower = site.user_type(Kind::Administrator).await.to_string();
    let before = site.dump().await;
    for answer in [
        set_active(&site, &boss, &boss, "false").await,
        update(&site, &boss, &boss, &lower).await,
    ] {
        assert!(
            answer
                .expect(409)
                .text()
                .contains("at least one active SuperAdmin")
        );
    }
    assert_unchanged("the last SuperAdmin", &before, &site.dump().await);
}

const ACTIVE: &str = "SELECT count(*) FROM users u JOIN user_types t ON t.id = u.user_type_id \
     WHERE t.built_in = 'super_admin' AND u.active";

#[tokio::test]
async fn of_two_super_admins_who_step_down_at_the_same_time_one_stays() {
    let site = Site::new().await;
    let lower = site.user_type(Kind::Administrator).await.to_string();
    for round in 0..5 {
        let ana = site.person(&format!("ana{round}"), Kind::SuperAdmin).await;
        let ben = site.person(&format!("ben{round}"), Kind::SuperAdmin).await;
        site.execute(&format!(
            "UPDATE users SET active = (id IN ({}, {}))",
            ana.id, ben.id
        ))
        .await;
        let (one, other) = if round % 2 == 0 {
            tokio::join!(
                set_active(&site, &ana, &ana, "false"),
                set_active(&site, &ben, &ben, "false")
            )
        } else {
            // Each changes the other, by different endpoints.
            tokio::join!(
                set_active(&site, &ana, &ben, "false"),
                update(&site, &ben, &ana, &lower)
            )
        };
        assert!(!one.status.is_server_error() && !other.status.is_server_error());
        assert!(site.number(ACTIVE).await >= 1, "round {round}");
    }
}

/// The permissions are those of the type now, not those at the start of the session.
#[tokio::test]
async fn a_withdrawn_permission_is_lost_right_away() {
    let site = Site::new().await;
    let ana = site.person("ana", Kind::Learner).await;
    let group = site.group("Open").await;
    site.key(group, "OPEN-SESAME", domain::keys::Limits::default())
        .await;
    let page = site.get("/").by(&ana).send().await.expect(200);
    assert!(page.text().contains("Join Group"));
    site.execute("DELETE FROM user_type_permissions WHERE permission = 'learner.group_key'")
        .await;
    let call = site.act("join_group", &[("key", "OPEN-SESAME")]).by(&ana);
    call.send().await.expect(403);
    let page = site.get("/").by(&ana).send().await.expect(200);
    assert!(!page.text().contains("Join Group"));
}

/// Fields that the form does not have are ignored.
#[tokio::test]
async fn fields_that_a_form_does_not_have_are_ignored() {
    let site = Site::new().await;
    let ana = site.person("ana", Kind::Learner).await;
    let (course, unit) = site.course("Course", "Text").await;
    let group = site.group("Group").await;
    site.group_course(group, course).await;
    site.member(group, ana.id).await;
    site.done(group, domain::mass_actions::Kind::Assign).await;
    let ben = site.person("ben", Kind::Learner).await;
    let (course, unit, other) = (course.to_string(), unit.to_string(), ben.text());
    let fields = [
        ("course", &*course),
        ("unit", &*unit),
        ("completed", "true"),
        ("user", &*other),
        ("user_id", &*other),
        ("actor", "1"),
    ];
    site.act("set_unit", &fields)
        .by(&ana)
        .send()
        .await
        .expect(200);
    let whose = site.number("SELECT user_id FROM unit_completions").await;
    assert_eq!(whose, ana.id.0);
}
