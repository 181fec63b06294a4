//! Whom to ask: the portal's contact, and the instructors of a group.
use crate::support::TestServer;
use fixtures::EditForm;

#[tokio::test]
async fn who_cannot_get_in_is_told_whom_to_ask() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let ana = fixtures.user("ana").sign_in().await;
    let ben = fixtures.instructor("ben").sign_in().await;
    let group = fixtures.group("Baking").create().await;
    fixtures.key(group, "BAKING-2026").create().await;
    let seen = fixtures::version(&server.db, EditForm::Settings).await;
    let fields = [
        ("version", seen.as_str()),
        ("portal_name", "Academy"),
        ("currency", "EUR"),
        ("contact", "the <library>, 0123 456"),
    ];
    let saved = server.act("update_settings", &fields).by(&admin);
    saved.send().await.expect(200);

    let told = "Need help? ";
    let page = server.get("/sign-in").send().await.expect(200);
    assert!(page.text().contains(told));
    assert!(page.text().contains("the &lt;library&gt;, 0123 456"));
    let page = server.get("/join").by(&ana).send().await.expect(200);
    assert!(!page.text().contains(told), "until a key is refused");
    let wrong = server.form("preview_join", "/join", &[("key", "WRONG-KEY")]);
    let back = wrong.by(&ana).send().await.expect(303);
    let page = server.get(back.location()).by(&ana).send().await;
    assert!(page.expect(200).text().contains(told));

    let right = || {
        server
            .act("preview_join", &[("key", "BAKING-2026")])
            .by(&ana)
    };
    let preview = right().send().await.expect(200);
    assert!(preview.text().contains(r#""instructors":[]"#));
    fixtures.assign_instructor(group, ben.id).await;
    let preview = right().send().await.expect(200);
    assert!(preview.text().contains(r#""instructors":["Ana "#));
    fixtures.deactivate(ben.id).await;
    let preview = right().send().await.expect(200);
    assert!(preview.text().contains(r#""instructors":[]"#), "inactive");
}
