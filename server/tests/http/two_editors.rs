//! Two users save the same thing: the second one is told, and nothing is lost.
use crate::support::{TestResponse, TestServer, assert_unchanged};
use domain::ids::{CourseId, GroupId, KeyId};
use fixtures::{EditForm, TestUser};

async fn server() -> (TestServer, TestUser, TestUser) {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.super_admin("ana").sign_in().await;
    let ben = fixtures.super_admin("ben").sign_in().await;
    (server, ana, ben)
}

async fn save(
    server: &TestServer,
    who: &TestUser,
    version: &str,
    name: &str,
    description: &str,
) -> TestResponse {
    let fields = [
        ("group", "1"),
        ("version", version),
        ("name", name),
        ("description", description),
    ];
    server.act("update_group", &fields).by(who).send().await
}

#[tokio::test]
async fn the_second_editor_of_a_group_is_told_what_the_first_saved() {
    let (server, ana, ben) = server().await;
    let group = server.fixtures.group("Old name").create().await;
    let seen = fixtures::version(&server.db, group).await;
    save(&server, &ana, seen.as_str(), "Anas name", "Anas text")
        .await
        .expect(200);
    let before = server.dump().await;
    let refused = save(&server, &ben, seen.as_str(), "Bens name", "Bens text").await;
    let sentence = refused.expect(409);
    for part in ["Anas name", "Anas text"] {
        assert!(sentence.text().contains(part), "{}", sentence.text());
    }
    assert_unchanged("the second editor", &before, &server.dump().await);
    // Having seen it, the second editor can replace it.
    let now = fixtures::version(&server.db, group).await;
    save(&server, &ben, now.as_str(), "Bens name", "Bens text")
        .await
        .expect(200);
    let group = "SELECT name || ', ' || description FROM groups";
    assert_eq!(server.texts(group).await, ["Bens name, Bens text"]);
}

#[tokio::test]
async fn without_a_script_the_second_editor_keeps_the_entered_text() {
    let (server, ana, ben) = server().await;
    let group = server.fixtures.group("Old name").create().await;
    let seen = fixtures::version(&server.db, group).await;
    save(&server, &ana, seen.as_str(), "Anas name", "Anas text")
        .await
        .expect(200);
    let fields = [
        ("group", "1"),
        ("version", seen.as_str()),
        ("name", "Bens name"),
        ("description", "Bens long text"),
    ];
    let form = server.form("update_group", "/groups/1/info", &fields);
    let back = form.by(&ben).send().await.expect(303);
    let page = server
        .get(back.location())
        .by(&ben)
        .send()
        .await
        .expect(200);
    for part in [
        "Someone else saved this in the meantime",
        "Anas text",
        "Bens long text",
        "value=\"Bens name\"",
    ] {
        assert!(page.text().contains(part), "{part}");
    }
}

#[tokio::test]
async fn of_two_who_save_at_the_same_time_one_is_second() {
    let (server, ana, ben) = server().await;
    let group = server.fixtures.group("Old name").create().await;
    let seen = fixtures::version(&server.db, group).await;
    let (one, other) = tokio::join!(
        save(&server, &ana, seen.as_str(), "Anas name", ""),
        save(&server, &ben, seen.as_str(), "Bens name", "")
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(server.number("SELECT version FROM groups").await, 2);
}

/// Of the key `key` of the group, as its row on the page shows it.
async fn key_version(server: &TestServer, group: GroupId, key: KeyId) -> String {
    let form = EditForm::Key(group, key);
    fixtures::version(&server.db, form)
        .await
        .as_str()
        .to_owned()
}

#[tokio::test]
async fn the_limits_of_a_key_are_not_lost() {
    let (server, ana, ben) = server().await;
    let group = server.fixtures.group("Sales").create().await;
    let key = server.fixtures.key(group, "sales-2026").create().await;
    let seen = key_version(&server, group, key).await;
    let (of, id) = (group.to_string(), key.to_string());
    let save = async |who, limit| {
        let fields = [("group", &*of), ("key", &*id), ("version", &*seen), limit];
        server.act("set_key_limits", &fields).by(who).send().await
    };
    save(&ana, ("expires_at", "2030-01-01T12:00"))
        .await
        .expect(200);
    let before = server.dump().await;
    let refused = save(&ben, ("maximum", "5")).await.expect(409);
    assert!(
        refused.text().contains("1 Jan 2030, 12:00 UTC"),
        "{}",
        refused.text()
    );
    assert!(
        !refused.text().contains("Maximum redemptions"),
        "it did not change"
    );
    assert_unchanged("the second editor", &before, &server.dump().await);
}

#[tokio::test]
async fn a_unit_is_not_lost_and_both_texts_are_on_the_page() {
    let (server, ana, ben) = server().await;
    let (course, unit) = server
        .fixtures
        .course("Course")
        .create_with_unit("Text")
        .await;
    let form = EditForm::Unit(course, unit);
    let seen = fixtures::version(&server.db, form).await;
    let (course, unit) = (course.to_string(), unit.to_string());
    let fields = |content| {
        [
            ("course", &*course),
            ("unit", &*unit),
            ("version", seen.as_str()),
            ("name", "Unit"),
            ("kind", "text"),
            ("content", content),
        ]
    };
    let call = server
        .act("update_unit", &fields("Anas long text"))
        .by(&ana);
    call.send().await.expect(200);
    let page = format!("/courses/{course}/edit");
    let form = server.form("update_unit", &page, &fields("Bens long text"));
    let back = form.by(&ben).send().await.expect(303);
    let page = server.get(back.location()).by(&ben).send().await;
    let page = page.expect(200);
    for part in [
        "Someone else saved this",
        "Anas long text",
        "Bens long text",
    ] {
        assert!(page.text().contains(part), "{part}");
    }
    let text = "SELECT content FROM units WHERE id = 1";
    assert_eq!(server.texts(text).await, ["Anas long text"]);
}

/// A form that came back for another reason is still made from what it was made from.
#[tokio::test]
async fn without_a_script_a_field_to_correct_hides_no_conflict() {
    let (server, ana, ben) = server().await;
    let group = server.fixtures.group("Old name").create().await;
    let seen = fixtures::version(&server.db, group).await;
    let seen = seen.as_str();
    save(&server, &ana, seen, "Anas name", "").await.expect(200);
    let fields = [("group", "1"), ("version", seen), ("name", "")];
    let form = server.form("update_group", "/groups/1/info", &fields);
    let back = form.by(&ben).send().await.expect(303);
    let page = server.get(back.location()).by(&ben).send().await;
    let page = page.expect(200);
    assert!(page.text().contains("A name is required."));
    assert!(page.text().contains(&format!("value=\"{seen}\"")));
}

/// The first editor changes `fields` one after the other; the second one is told of each.
async fn assert_each_is_told(
    function: &str,
    edited: EditForm,
    id: (&str, &str),
    fields: &[(&str, &str)],
) {
    let (server, ana, ben) = server().await;
    server.fixtures.group("Sales").create().await;
    server.fixtures.course("Sales").create().await;
    let mut saved = vec![id, ("name", "Sales")];
    for field in fields {
        let seen = fixtures::version(&server.db, edited).await;
        let save = async |who, form: &[(&str, &str)]| {
            let form = [form, &[("version", seen.as_str())]].concat();
            server.act(function, &form).by(who).send().await
        };
        let stale = saved.clone();
        saved.push(*field);
        save(&ana, &saved).await.expect(200);
        let refused = save(&ben, &stale).await;
        assert_eq!(refused.status.as_u16(), 409, "{function}: {field:?}");
    }
}

#[tokio::test]
async fn the_second_editor_is_told_of_each_field() {
    let group = [
        ("description", "About"),
        ("price", "5"),
        ("listed", "true"),
        ("enrolment_policy", "automatically"),
        ("removal_policy", "withdraw_access"),
        ("leaving_policy", "no_one"),
    ];
    assert_each_is_told("update_group", GroupId(1).into(), ("group", "1"), &group).await;
    let course = [
        ("description", "About"),
        ("price", "5"),
        ("listed", "true"),
        ("active", "true"),
    ];
    assert_each_is_told(
        "update_course",
        CourseId(1).into(),
        ("course", "1"),
        &course,
    )
    .await;
}
