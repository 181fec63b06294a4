//! The page of a unit's versions, without a script, and who gets it.
use crate::support::{TestServer, assert_unchanged};
use fixtures::EditForm;

#[tokio::test]
async fn an_earlier_text_is_compared_and_brought_back_without_a_script() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let (course, unit) = fixtures
        .course("Baking")
        .create_with_unit("Flour\nWater\nSalt")
        .await;
    fixtures
        .edit_unit(course, unit, "Flour\nMilk & <b>\nSalt")
        .await;
    let page = format!("/courses/{course}/units/{unit}/versions");
    let list = server.get(&page).by(&admin).send().await.expect(200);
    assert!(list.text().contains("Present version"));
    assert!(list.text().contains("?version=1"), "{}", list.text());
    let compared = format!("{page}?version=1");
    let compared = server.get(&compared).by(&admin).send().await.expect(200);
    for part in ["Water", "Milk &amp; &lt;b&gt;", "Bring this version back"] {
        assert!(compared.text().contains(part), "{part}");
    }
    let missing = format!("{page}?version=99");
    server.get(&missing).by(&admin).send().await.expect(404);

    let seen = fixtures::version(&server.db, EditForm::Unit(course, unit)).await;
    let (course, unit) = (course.to_string(), unit.to_string());
    let fields = [
        ("course", &*course),
        ("unit", &*unit),
        ("earlier", "1"),
        ("version", seen.as_str()),
    ];
    let form = server.form("restore_unit", &page, &fields).by(&admin);
    assert_eq!(form.send().await.expect(303).location(), page);
    let text = "SELECT content FROM units WHERE id = 1";
    assert_eq!(server.texts(text).await, ["Flour\nWater\nSalt"]);
    let versions = "SELECT count(*) FROM unit_versions";
    assert_eq!(server.number(versions).await, 3);

    // From a page that someone changed since, it is refused.
    let before = server.dump().await;
    let call = server.act("restore_unit", &fields).by(&admin);
    call.send().await.expect(409);
    assert_unchanged("an old page", &before, &server.dump().await);
}
