//! Two people save the same thing: the second hears of it, and nothing is lost.
use crate::support::{Answer, Kind, Person, Site, assert_unchanged};

async fn site() -> (Site, Person, Person) {
    let site = Site::new().await;
    let ana = site.person("ana", Kind::SuperAdmin).await;
    let ben = site.person("ben", Kind::SuperAdmin).await;
    (site, ana, ben)
}

async fn save(site: &Site, who: &Person, version: &str, name: &str, description: &str) -> Answer {
    let fields = [
        ("group", "1"),
        ("version", version),
        ("name", name),
        ("description", description),
    ];
    site.act("update_group", &fields).by(who).send().await
}

#[tokio::test]
async fn the_second_editor_of_a_group_is_told_what_the_first_saved() {
    let (site, ana, ben) = site().await;
    site.group("Old name").await;
    save(&site, &ana, "1", "Anas name", "Anas text")
        .await
        .expect(200);
    let before = site.dump().await;
    let refused = save(&site, &ben, "1", "Bens name", "Bens text").await;
    let sentence = refused.expect(409);
    for part in ["Anas name", "Anas text"] {
        assert!(sentence.text().contains(part), "{}", sentence.text());
    }
    assert_unchanged("the second editor", &before, &site.dump().await);
    // Having seen it, he may replace it.
    save(&site, &ben, "2", "Bens name", "Bens text")
        .await
        .expect(200);
    let group = "SELECT name || ', ' || description FROM groups";
    assert_eq!(site.texts(group).await, ["Bens name, Bens text"]);
}

#[tokio::test]
async fn without_a_script_the_second_editor_keeps_what_he_typed() {
    let (site, ana, ben) = site().await;
    site.group("Old name").await;
    save(&site, &ana, "1", "Anas name", "Anas text")
        .await
        .expect(200);
    let fields = [
        ("group", "1"),
        ("version", "1"),
        ("name", "Bens name"),
        ("description", "Bens long text"),
    ];
    let form = site.form("update_group", "/groups/1/info", &fields);
    let back = form.by(&ben).send().await.expect(303);
    let page = site.get(back.location()).by(&ben).send().await.expect(200);
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
async fn of_two_who_save_at_once_one_is_second() {
    let (site, ana, ben) = site().await;
    site.group("Old name").await;
    let (one, other) = tokio::join!(
        save(&site, &ana, "1", "Anas name", ""),
        save(&site, &ben, "1", "Bens name", "")
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(site.number("SELECT version FROM groups").await, 2);
}

#[tokio::test]
async fn the_second_editor_of_a_user_or_a_course_changes_nothing() {
    let (site, ana, ben) = site().await;
    let eve = site.person("eve", Kind::Administrator).await;
    let kind = site.user_type(Kind::Administrator).await.to_string();
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
    let call = site.act("update_user", &user("Anas")).by(&ana);
    call.send().await.expect(200);
    let (course, _) = site.course("Course", "Text").await;
    let course = course.to_string();
    let fields = |name| [("course", &*course), ("version", "1"), ("name", name)];
    // The unit made it version 2, or 1 still: whichever it is, only once.
    let version = site.number("SELECT version FROM courses").await.to_string();
    let mut first = fields("Anas");
    first[1].1 = &version;
    let call = site.act("update_course", &first).by(&ana);
    call.send().await.expect(200);

    let before = site.dump().await;
    let call = site.act("update_user", &user("Bens")).by(&ben);
    call.send().await.expect(409);
    let mut second = fields("Bens");
    second[1].1 = &version;
    let call = site.act("update_course", &second).by(&ben);
    call.send().await.expect(409);
    assert_unchanged("the second editor", &before, &site.dump().await);
}
