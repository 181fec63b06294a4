//! Nobody becomes, or makes somebody, more than he is by editing user types.
use crate::support::{Answer, Kind, Person, Site, assert_unchanged};
use domain::{
    ids::UserTypeId,
    keys::Limits,
    permissions::{BuiltIn, Permission, PermissionSet, Role},
};

async fn update(site: &Site, by: &Person, kind: UserTypeId, holds: &PermissionSet) -> Answer {
    let version = format!("SELECT version FROM user_types WHERE id = {kind}");
    let (kind, version) = (kind.to_string(), site.number(&version).await.to_string());
    let mut fields = form(holds);
    fields.push(("user_type".into(), kind));
    fields.push(("version".into(), version));
    send(site, by, "update_user_type", &fields).await
}

fn form(holds: &PermissionSet) -> Vec<(String, String)> {
    let role = Role::of(holds).first().copied().unwrap_or(Role::Learner);
    let mut fields = vec![
        ("name".to_owned(), "Edited".to_owned()),
        ("default_role".into(), role.code().into()),
    ];
    let leaves = holds.iter();
    fields.extend(leaves.map(|leaf| (format!("permissions[{}]", leaf.code()), "true".into())));
    fields
}

async fn send(site: &Site, by: &Person, name: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
    site.act(name, &fields).by(by).send().await
}

async fn delete(site: &Site, by: &Person, kind: UserTypeId, to: UserTypeId) -> Answer {
    let (kind, to) = (kind.to_string(), to.to_string());
    let fields = [("user_type", &*kind), ("move_to", &*to)];
    site.act("delete_user_type", &fields).by(by).send().await
}

#[tokio::test]
async fn an_administrator_does_not_reach_what_is_above_him_or_himself() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::Administrator).await;
    site.person("boss", Kind::SuperAdmin).await;
    let own = site.user_type(Kind::Administrator).await;
    let high = site.user_type(Kind::SuperAdmin).await;
    let learner = site.user_type(Kind::Learner).await;
    let spare = site
        .spare_type("Spare", &BuiltIn::Learner.permissions())
        .await;
    site.person_of("ana", spare).await;
    let mixed = BuiltIn::SuperAdmin.permissions();
    let before = site.dump().await;
    for (kind, holds) in [
        (high, BuiltIn::Learner.permissions()),
        (own, BuiltIn::Admin.permissions()),
        (own, BuiltIn::Learner.permissions()),
    ] {
        update(&site, &admin, kind, &holds).await.expect(403);
    }
    // Leaves of the administrator and of the learner together: he has none of a learner.
    let answer = update(&site, &admin, spare, &mixed).await.expect(422);
    assert!(
        answer
            .text()
            .contains("A type with administrator permissions")
    );
    send(&site, &admin, "create_user_type", &form(&mixed))
        .await
        .expect(422);
    let clone = [("user_type", &*high.to_string())];
    let clone = site.act("clone_user_type", &clone).by(&admin);
    clone.send().await.expect(403);
    delete(&site, &admin, spare, high).await.expect(403);
    delete(&site, &admin, own, learner).await.expect(409);
    delete(&site, &admin, high, learner).await.expect(409);
    assert_unchanged("reaching up", &before, &site.dump().await);
    delete(&site, &admin, spare, learner).await.expect(200);
}

#[tokio::test]
async fn a_super_admin_does_not_edit_super_admin_and_one_stays() {
    let site = Site::new().await;
    let boss = site.person("boss", Kind::SuperAdmin).await;
    let high = site.user_type(Kind::SuperAdmin).await;
    let lower = site.user_type(Kind::Administrator).await;
    let before = site.dump().await;
    let holds = BuiltIn::SuperAdmin.permissions();
    update(&site, &boss, high, &holds).await.expect(403);
    delete(&site, &boss, high, lower).await.expect(409);
    assert_unchanged("SuperAdmin", &before, &site.dump().await);
}

#[tokio::test]
async fn what_is_wrong_with_a_user_type_is_said_at_its_field() {
    let site = Site::new().await;
    let boss = site.person("boss", Kind::SuperAdmin).await;
    let learner = BuiltIn::Learner.permissions();
    let before = site.dump().await;
    for (field, value, sentence) in [
        ("name", " ", "A name is needed."),
        ("name", "ADMIN-type", "Another user type has this name."),
        (
            "default_role",
            "instructor",
            "No permission of the role Instructor is ticked.",
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
        let answer = send(&site, &boss, "create_user_type", &fields).await;
        let answer = answer.expect(422);
        assert!(answer.text().contains(sentence), "{}", answer.text());
    }
    let none = send(
        &site,
        &boss,
        "create_user_type",
        &form(&PermissionSet::new()),
    )
    .await;
    let none = none.expect(422);
    assert!(none.text().contains("Choose at least one permission."));
    assert_unchanged("wrong types", &before, &site.dump().await);
}

#[tokio::test]
async fn the_second_of_two_editors_of_a_user_type_is_told() {
    let site = Site::new().await;
    let boss = site.person("boss", Kind::SuperAdmin).await;
    let learner = site.user_type(Kind::Learner).await;
    let mut fields = form(&BuiltIn::Learner.permissions());
    fields.push(("user_type".into(), learner.to_string()));
    fields.push(("version".into(), "1".into()));
    let save = async || send(&site, &boss, "update_user_type", &fields).await;
    save().await.expect(200);
    let before = site.dump().await;
    let answer = save().await.expect(409);
    assert!(
        answer
            .text()
            .contains("Someone else saved this in the meantime.")
    );
    assert_unchanged("an old version", &before, &site.dump().await);
}

/// Unticking takes the thing from the screens and from the API, ticking gives it back.
#[tokio::test]
async fn unticking_group_key_shuts_every_door_at_once() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::Administrator).await;
    let ana = site.person("ana", Kind::Learner).await;
    let learner = site.user_type(Kind::Learner).await;
    let group = site.group("Open").await;
    site.key(group, "OPEN-SESAME", Limits::default()).await;
    let all = BuiltIn::Learner.permissions();
    let mut without = all.clone();
    without.remove(&Permission::GroupKey);
    for (holds, may) in [(&all, true), (&without, false), (&all, true)] {
        update(&site, &admin, learner, holds).await.expect(200);
        let page = site.get("/").by(&ana).send().await.expect(200);
        assert_eq!(page.text().contains("Join Group"), may);
        let status = if may { 200 } else { 403 };
        let key = [("key", "OPEN-SESAME")];
        let preview = site.act("preview_join", &key).by(&ana);
        preview.send().await.expect(status);
        site.get("/join").by(&ana).send().await.expect(status);
    }
}
