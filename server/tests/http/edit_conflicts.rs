//! Two users save the same thing: the second one is told, and nothing is lost.
use crate::support::{TestResponse, TestServer, assert_unchanged};
use domain::permissions::BuiltIn;
use fixtures::TestUser;

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
    server.fixtures.group("Old name").create().await;
    save(&server, &ana, "1", "Anas name", "Anas text")
        .await
        .expect(200);
    let before = server.dump().await;
    let refused = save(&server, &ben, "1", "Bens name", "Bens text").await;
    let sentence = refused.expect(409);
    for part in ["Anas name", "Anas text"] {
        assert!(sentence.text().contains(part), "{}", sentence.text());
    }
    assert_unchanged("the second editor", &before, &server.dump().await);
    // Having seen it, the second editor can replace it.
    save(&server, &ben, "2", "Bens name", "Bens text")
        .await
        .expect(200);
    let group = "SELECT name || ', ' || description FROM groups";
    assert_eq!(server.texts(group).await, ["Bens name, Bens text"]);
}

#[tokio::test]
async fn without_a_script_the_second_editor_keeps_the_entered_text() {
    let (server, ana, ben) = server().await;
    server.fixtures.group("Old name").create().await;
    save(&server, &ana, "1", "Anas name", "Anas text")
        .await
        .expect(200);
    let fields = [
        ("group", "1"),
        ("version", "1"),
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
        "Someone else saved this group",
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
    server.fixtures.group("Old name").create().await;
    let (one, other) = tokio::join!(
        save(&server, &ana, "1", "Anas name", ""),
        save(&server, &ben, "1", "Bens name", "")
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(server.number("SELECT version FROM groups").await, 2);
}

#[tokio::test]
async fn the_second_editor_of_a_user_or_a_course_changes_nothing() {
    let (server, ana, ben) = server().await;
    let eve = server.fixtures.admin("eve").sign_in().await;
    let kind = server.fixtures.user_type(BuiltIn::Admin).await.to_string();
    let id = eve.text();
    let user = |first_name| {
        [
            ("user", &*id),
            ("version", "1"),
            ("first_name", first_name),
            ("last_name", "Eve"),
            ("login", "eve"),
            ("email", "eve@example.org"),
            ("user_type", &kind),
        ]
    };
    let call = server.act("update_user", &user("Anas")).by(&ana);
    call.send().await.expect(200);
    let (course, _) = server
        .fixtures
        .course("Course")
        .create_with_unit("Text")
        .await;
    let course = course.to_string();
    let fields = |name| [("course", &*course), ("version", "1"), ("name", name)];
    // Adding the unit may have made it version 2: whichever it is, it can be saved only once.
    let version = server
        .number("SELECT version FROM courses")
        .await
        .to_string();
    let mut first = fields("Anas");
    first[1].1 = &version;
    let call = server.act("update_course", &first).by(&ana);
    call.send().await.expect(200);

    let before = server.dump().await;
    let call = server.act("update_user", &user("Bens")).by(&ben);
    call.send().await.expect(409);
    let mut second = fields("Bens");
    second[1].1 = &version;
    let call = server.act("update_course", &second).by(&ben);
    call.send().await.expect(409);
    assert_unchanged("the second editor", &before, &server.dump().await);
}
