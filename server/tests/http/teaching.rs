//! The pages of instructors: what they teach, what their type lets them do with it, and that no
//! link leads to a page they cannot open.
use crate::support::TestServer;
use db::AuditContext;
use domain::{
    groups::RemovalPolicy,
    ids::{CourseId, GroupId},
    instructors::Teachable,
    mass_actions::MassActionKind as Mass,
    permissions::{BuiltIn, Permission, PermissionSet, Role},
};
use fixtures::TestUser;
use std::collections::BTreeSet;

/// What the instructors teach, and what they do not.
struct MatrixFixtures {
    course: CourseId,
    strange_course: CourseId,
    group: GroupId,
    strange_group: GroupId,
    trashed: GroupId,
}

impl MatrixFixtures {
    async fn build(server: &TestServer) -> Self {
        let fixtures = &server.fixtures;
        let (course, _) = fixtures.course("Baking").create_with_unit("Words.").await;
        let (strange_course, _) = fixtures
            .course("Strange course")
            .create_with_unit("Words.")
            .await;
        let group = fixtures.group("Bakers").create().await;
        let strange_group = fixtures.group("Strange group").create().await;
        let trashed = fixtures.group("Trashed").create().await;
        for course in [course, strange_course] {
            fixtures.group_course(group, course).await;
        }
        let learner = fixtures.user("learner").sign_in().await;
        fixtures.user("outsider").sign_in().await;
        fixtures.member(group, learner.id).await;
        let inactive = fixtures.user("inactive").sign_in().await;
        fixtures.member(group, inactive.id).await;
        server
            .execute("UPDATE users SET active = FALSE WHERE login = 'inactive'")
            .await;
        fixtures.mass_action_on_all(group, Mass::Assign).await;
        fixtures.key(group, "BAKERS-2026").create().await;
        let portal = AuditContext::system(db::now());
        db::trash::delete(&server.db, &portal, trashed, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        Self {
            course,
            strange_course,
            group,
            strange_group,
            trashed,
        }
    }

    /// An instructor of a type with these permissions, whose active role is Instructor.
    async fn instructor(
        &self,
        server: &TestServer,
        login: &str,
        permissions: &PermissionSet,
    ) -> TestUser {
        let fixtures = &server.fixtures;
        let user_type = fixtures.add_user_type(login, permissions).await;
        let user = fixtures.user(login).of_type(user_type).sign_in().await;
        db::sessions::set_role(&server.db, &user.session, Role::Instructor)
            .await
            .unwrap();
        for (table, id) in [
            ("course", self.course.0),
            ("group", self.group.0),
            ("group", self.trashed.0),
        ] {
            let insert = format!(
                "INSERT INTO {table}_instructors ({table}_id, user_id) VALUES ({id}, {})",
                user.id
            );
            server.execute(&insert).await;
        }
        user
    }
}

fn without(permission: Permission) -> PermissionSet {
    let mut permissions = BuiltIn::Trainer.permissions();
    permissions.remove(&permission);
    permissions
}

/// The permissions of the role Instructor, each with an address and what its page shows only with
/// the permission.
fn permissions(world: &MatrixFixtures) -> Vec<(Permission, String, String)> {
    let (course, group) = (world.course, world.group);
    let of = |permission, page: String, text: &str| (permission, page, text.to_owned());
    vec![
        of(Permission::ViewOwnCourses, "/".into(), "href=\"/courses\""),
        of(
            Permission::EditOwnCourses,
            "/courses".into(),
            "href=\"/courses/new\"",
        ),
        of(
            Permission::EditOwnCourses,
            format!("/courses/{course}/edit"),
            "Add a unit",
        ),
        of(
            Permission::EditOwnCourses,
            format!("/courses/{course}/edit"),
            ">Save<",
        ),
        of(Permission::ViewOwnGroups, "/".into(), "href=\"/groups\""),
        of(
            Permission::EditOwnGroups,
            "/groups".into(),
            "href=\"/groups/new\"",
        ),
        of(
            Permission::EditOwnGroups,
            format!("/groups/{group}/info"),
            "Clone group",
        ),
        of(
            Permission::EditOwnMembers,
            format!("/groups/{group}/users"),
            "Import members",
        ),
        of(
            Permission::EditOwnMembers,
            format!("/groups/{group}/users"),
            "Ana outsider",
        ),
        of(
            Permission::EditOwnMembers,
            format!("/groups/{group}/courses"),
            "Remove Baking from the group",
        ),
        of(
            Permission::AssignOwnCourses,
            format!("/groups/{group}/users"),
            "Assign group courses to all members",
        ),
        of(
            Permission::ManageOwnKeys,
            format!("/groups/{group}/users"),
            &format!("/groups/{group}/keys"),
        ),
    ]
}

#[tokio::test]
async fn each_permission_removes_what_it_allows_from_the_pages() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    let all = BuiltIn::Trainer.permissions();
    let whole = world.instructor(&server, "whole", &all).await;
    let covered: BTreeSet<_> = permissions(&world)
        .into_iter()
        .map(|(permission, ..)| permission)
        .collect();
    let of_role = all.iter().copied();
    let of_role: BTreeSet<_> = of_role
        .filter(|permission| permission.role() == Some(Role::Instructor))
        .collect();
    assert_eq!(covered, of_role, "each permission of the role is tried");
    for (place, (permission, page, text)) in permissions(&world).into_iter().enumerate() {
        let with = server.get(&page).by(&whole).send().await.expect(200);
        assert!(with.text().contains(&text), "{page} has no {text}");
        let less = world
            .instructor(&server, &format!("less{place}"), &without(permission))
            .await;
        let answer = server.get(&page).by(&less).send().await.expect(200);
        assert!(!answer.text().contains(&text), "{page} still has {text}");
    }
}

#[tokio::test]
async fn no_link_on_the_pages_of_an_instructor_leads_to_a_forbidden_page() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    let whole = BuiltIn::Trainer.permissions();
    let mut types: Vec<_> = permissions(&world)
        .into_iter()
        .map(|(permission, ..)| without(permission))
        .collect();
    types.dedup();
    types.push(whole);
    for (place, permissions) in types.iter().enumerate() {
        let user = world
            .instructor(&server, &format!("walker{place}"), permissions)
            .await;
        let seen = walk(&server, &user).await;
        assert!(seen.len() > 5, "{seen:?}");
        for strange in [
            format!("/courses/{}/edit", world.strange_course),
            format!("/groups/{}/users", world.strange_group),
        ] {
            assert!(!seen.contains(&strange), "{strange}");
        }
    }
}

/// Follows every link from the start page and returns all addresses seen.
async fn walk(server: &TestServer, user: &TestUser) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut ahead = vec!["/".to_owned()];
    while let Some(path) = ahead.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = server.get(&path).by(user).send().await;
        let status = answer.status.as_u16();
        assert!(
            [200, 302, 303].contains(&status),
            "{path} for {}: {status}",
            user.login
        );
        if answer.header("content-type").starts_with("text/html") {
            ahead.extend(links(answer.text()));
        }
    }
    seen
}

/// The addresses of the portal's own pages and files that a page links to.
fn links(html: &str) -> Vec<String> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with('/'))
        .filter(|href| !href.starts_with("/pkg") && !href.starts_with("/face"))
        .map(|href| href.replace("&amp;", "&"))
        // The dialog of exports is the same over every other dialog and filter of a page.
        .filter(|href| {
            !(href.contains("&export=") || href.contains("?export=") && href.contains('&'))
        })
        .collect()
}

#[tokio::test]
async fn what_the_instructor_does_not_teach_is_not_found() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    let permissions = BuiltIn::Trainer.permissions();
    let user = world.instructor(&server, "ida", &permissions).await;
    let (course, group) = (world.strange_course, world.strange_group);
    for page in [
        format!("/courses/{course}/edit"),
        format!("/courses/{course}/learners"),
        format!("/groups/{group}/users"),
        format!("/groups/{group}/info"),
        format!("/groups/{group}/keys"),
        format!("/groups/{group}/members.csv"),
    ] {
        server.get(&page).by(&user).send().await.expect(404);
    }
}

#[tokio::test]
async fn instructors_are_assigned_by_editors_and_never_by_instructors() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let world = MatrixFixtures::build(&server).await;
    let permissions = BuiltIn::Trainer.permissions();
    let ida = world.instructor(&server, "ida", &permissions).await;
    let tom = fixtures.instructor("tom").sign_in().await;
    let root = fixtures.super_admin("root").sign_in().await;
    for taught in [
        Teachable::Course(world.course),
        Teachable::Group(world.group),
    ] {
        let code = String::from(taught);
        let call = |function| {
            let user = tom.text();
            server.act(function, &[("taught", &code), ("user", &user)])
        };
        for function in ["add_instructor", "remove_instructor"] {
            call(function).by(&ida).send().await.expect(403);
        }
        db::sessions::set_role(&server.db, &root.session, Role::Instructor)
            .await
            .unwrap();
        call("add_instructor").by(&root).send().await.expect(403);
        db::sessions::set_role(&server.db, &root.session, Role::Administrator)
            .await
            .unwrap();
        call("add_instructor").by(&root).send().await.expect(200);
        let rows = db::instructors::list(&server.db, taught).await.unwrap();
        assert!(rows.iter().any(|row| row.user == tom.id));
        call("remove_instructor").by(&root).send().await.expect(200);
        let rows = db::instructors::list(&server.db, taught).await.unwrap();
        assert!(rows.iter().all(|row| row.user != tom.id));
    }
    let nonsense = server.act("add_instructor", &[("taught", "unit-1"), ("user", "1")]);
    nonsense.by(&root).send().await.expect(400);
}

/// An instructor may add users, and finds them by name; their addresses are for those who have the list
/// of users.
#[tokio::test]
async fn instructors_see_only_names_of_users_until_they_add_them() {
    let server = TestServer::new().await;
    let world = MatrixFixtures::build(&server).await;
    let ida = world
        .instructor(&server, "ida", &BuiltIn::Trainer.permissions())
        .await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    let seen = async |by: &TestUser| {
        let query =
            serde_json::json!({"search": {"text": "outsider", "cursor": null}, "filter": "all"});
        let asked = serde_json::json!({"group": world.group, "query": query});
        let list = server.ask("list_members", &asked).by(by).send().await;
        let list: serde_json::Value = serde_json::from_str(list.expect(200).text()).unwrap();
        list["rows"][0].clone()
    };
    let row = seen(&ida).await;
    assert_eq!(row["name"], "Ana outsider");
    for detail in ["login", "email", "user_type"] {
        assert_eq!(row[detail], "", "{detail}");
    }
    assert_eq!(seen(&admin).await["email"], "outsider@example.org");
    let (group, user) = (world.group.to_string(), row["user"].to_string());
    let fields = [("group", group.as_str()), ("user", user.as_str())];
    let added = server.act("add_member", &fields).by(&ida).send().await;
    assert!(added.expect(200).text().contains("outsider@example.org"));
    assert_eq!(seen(&ida).await["email"], "outsider@example.org");
    let fields = [fields[0], fields[1], ("policy", "keep_access")];
    let removed = server.act("remove_member", &fields).by(&ida).send().await;
    assert!(!removed.expect(200).text().contains("outsider@example.org"));
}
