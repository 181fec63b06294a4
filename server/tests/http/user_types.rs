//! No one can gain or grant more permissions than they have by editing user types.
use crate::support::{TestResponse, TestServer, assert_unchanged};
use domain::{
    ids::UserTypeId,
    permissions::{BuiltIn, Permission, PermissionSet, Role},
};
use fixtures::TestUser;

async fn update(
    server: &TestServer,
    by: &TestUser,
    kind: UserTypeId,
    permissions: &PermissionSet,
) -> TestResponse {
    let version = fixtures::version(&server.db, kind).await;
    let mut fields = form(permissions);
    fields.push(("user_type".into(), kind.to_string()));
    fields.push(("version".into(), version.as_str().to_owned()));
    send(server, by, "update_user_type", &fields).await
}

fn form(permissions: &PermissionSet) -> Vec<(String, String)> {
    let role = Role::of(permissions)
        .first()
        .copied()
        .unwrap_or(Role::Learner);
    let mut fields = vec![
        ("name".to_owned(), "Edited".to_owned()),
        ("default_role".into(), role.code().into()),
    ];
    let permissions = permissions.iter();
    fields.extend(
        permissions
            .map(|permission| (format!("permissions[{}]", permission.code()), "true".into())),
    );
    fields
}

async fn send(
    server: &TestServer,
    by: &TestUser,
    name: &str,
    fields: &[(String, String)],
) -> TestResponse {
    let fields: Vec<_> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
    server.act(name, &fields).by(by).send().await
}

async fn delete(
    server: &TestServer,
    by: &TestUser,
    kind: UserTypeId,
    to: UserTypeId,
) -> TestResponse {
    let (kind, to) = (kind.to_string(), to.to_string());
    let fields = [("user_type", &*kind), ("move_to", &*to)];
    server.act("delete_user_type", &fields).by(by).send().await
}

#[tokio::test]
async fn an_administrator_cannot_change_types_above_their_own_or_their_own_type() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    fixtures.super_admin("boss").sign_in().await;
    let own = fixtures.user_type(BuiltIn::Admin).await;
    let high = fixtures.user_type(BuiltIn::SuperAdmin).await;
    let learner = fixtures.user_type(BuiltIn::Learner).await;
    let spare = fixtures
        .add_user_type("Spare", &BuiltIn::Learner.permissions())
        .await;
    fixtures.user("ana").of_type(spare).sign_in().await;
    let mixed = BuiltIn::SuperAdmin.permissions();
    let before = server.dump().await;
    for (kind, permissions) in [
        (high, BuiltIn::Learner.permissions()),
        (own, BuiltIn::Admin.permissions()),
        (own, BuiltIn::Learner.permissions()),
    ] {
        update(&server, &admin, kind, &permissions)
            .await
            .expect(403);
    }
    // Permissions of the administrator and of the learner together: the editor has none of a
    // learner.
    let answer = update(&server, &admin, spare, &mixed).await.expect(422);
    assert!(
        answer
            .text()
            .contains("A type with administrator permissions")
    );
    send(&server, &admin, "create_user_type", &form(&mixed))
        .await
        .expect(422);
    let clone = [("user_type", &*high.to_string())];
    let clone = server.act("clone_user_type", &clone).by(&admin);
    clone.send().await.expect(403);
    delete(&server, &admin, spare, high).await.expect(403);
    delete(&server, &admin, own, learner).await.expect(409);
    delete(&server, &admin, high, learner).await.expect(409);
    assert_unchanged("reaching up", &before, &server.dump().await);
    delete(&server, &admin, spare, learner).await.expect(200);
}

#[tokio::test]
async fn a_super_admin_does_not_edit_super_admin_and_one_stays() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let boss = fixtures.super_admin("boss").sign_in().await;
    let high = fixtures.user_type(BuiltIn::SuperAdmin).await;
    let lower = fixtures.user_type(BuiltIn::Admin).await;
    let before = server.dump().await;
    let permissions = BuiltIn::SuperAdmin.permissions();
    update(&server, &boss, high, &permissions).await.expect(403);
    delete(&server, &boss, high, lower).await.expect(409);
    assert_unchanged("SuperAdmin", &before, &server.dump().await);
}

#[tokio::test]
async fn an_error_in_a_user_type_is_shown_at_its_field() {
    let server = TestServer::new().await;
    let boss = server.fixtures.super_admin("boss").sign_in().await;
    let learner = BuiltIn::Learner.permissions();
    let before = server.dump().await;
    for (field, value, sentence) in [
        ("name", " ", "A name is required."),
        ("name", "ADMIN-type", "Another user type has this name."),
        (
            "default_role",
            "instructor",
            "No permission of the role Instructor is selected.",
        ),
        ("default_role", "owner", "Choose a role."),
        (
            "permissions[root]",
            "true",
            "Choose permissions of the tree.",
        ),
    ] {
        let mut fields = form(&learner);
        fields.retain(|(name, _)| name != field);
        fields.push((field.into(), value.into()));
        let answer = send(&server, &boss, "create_user_type", &fields).await;
        let answer = answer.expect(422);
        assert!(answer.text().contains(sentence), "{}", answer.text());
    }
    let none = send(
        &server,
        &boss,
        "create_user_type",
        &form(&PermissionSet::new()),
    )
    .await;
    let none = none.expect(422);
    assert!(none.text().contains("Choose at least one permission."));
    assert_unchanged("wrong types", &before, &server.dump().await);
}

#[tokio::test]
async fn the_second_of_two_editors_of_a_user_type_is_told() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let boss = fixtures.super_admin("boss").sign_in().await;
    let learner = fixtures.user_type(BuiltIn::Learner).await;
    let mut fields = form(&BuiltIn::Learner.permissions());
    fields.push(("user_type".into(), learner.to_string()));
    let version = fixtures::version(&server.db, learner).await;
    fields.push(("version".into(), version.as_str().to_owned()));
    let save = async || send(&server, &boss, "update_user_type", &fields).await;
    save().await.expect(200);
    let before = server.dump().await;
    let answer = save().await.expect(409);
    assert!(answer.text().contains("Edited"));
    assert_unchanged("an old version", &before, &server.dump().await);
}

/// Removing the permission removes the feature from the screens and the API; adding it brings it
/// back.
#[tokio::test]
async fn removing_the_group_key_permission_closes_every_endpoint_right_away() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let ana = fixtures.user("ana").sign_in().await;
    let learner = fixtures.user_type(BuiltIn::Learner).await;
    let group = fixtures.group("Open").create().await;
    fixtures.key(group, "OPEN-SESAME").create().await;
    let all = BuiltIn::Learner.permissions();
    let mut without = all.clone();
    without.remove(&Permission::GroupKey);
    for (permissions, may) in [(&all, true), (&without, false), (&all, true)] {
        update(&server, &admin, learner, permissions)
            .await
            .expect(200);
        let page = server.get("/").by(&ana).send().await.expect(200);
        assert_eq!(page.text().contains("Join Group"), may);
        let status = if may { 200 } else { 403 };
        let key = [("key", "OPEN-SESAME")];
        let preview = server.act("preview_join", &key).by(&ana);
        preview.send().await.expect(status);
        server.get("/join").by(&ana).send().await.expect(status);
    }
}
