//! The pages of instructors: what they teach, what their type lets them do with it, and that no
//! link leads to a page they cannot open.
use crate::support::{Kind, Person, Site};
use db::By;
use domain::{
    groups::RemovalPolicy,
    ids::{CourseId, GroupId},
    instructors::Taught,
    keys::Limits,
    mass_actions::Kind as Mass,
    permissions::{BuiltIn, Permission, PermissionSet, Role},
};
use std::collections::BTreeSet;

/// What the instructors teach, and what they do not.
struct World {
    course: CourseId,
    strange_course: CourseId,
    group: GroupId,
    strange_group: GroupId,
    trashed: GroupId,
}

impl World {
    async fn build(site: &Site) -> Self {
        let (course, _) = site.course("Baking", "Words.").await;
        let (strange_course, _) = site.course("Strange course", "Words.").await;
        let (group, strange_group) = (
            site.group("Bakers").await,
            site.group("Strange group").await,
        );
        let trashed = site.group("Trashed").await;
        for course in [course, strange_course] {
            site.group_course(group, course).await;
        }
        let learner = site.person("learner", Kind::Learner).await;
        site.person("stranger", Kind::Learner).await;
        site.member(group, learner.id).await;
        let inactive = site.person("inactive", Kind::Learner).await;
        site.member(group, inactive.id).await;
        site.execute("UPDATE users SET active = FALSE WHERE login = 'inactive'")
            .await;
        site.done(group, Mass::Assign).await;
        site.key(group, "BAKERS-2026", Limits::default()).await;
        let portal = By::portal(db::now());
        db::trash::delete(&site.db, &portal, trashed, RemovalPolicy::KeepAccess)
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
    async fn instructor(&self, site: &Site, login: &str, leaves: &PermissionSet) -> Person {
        let user_type = site.spare_type(login, leaves).await;
        let person = site.person_of(login, user_type).await;
        db::sessions::set_role(&site.db, &person.session, Role::Instructor)
            .await
            .unwrap();
        for (table, id) in [
            ("course", self.course.0),
            ("group", self.group.0),
            ("group", self.trashed.0),
        ] {
            let insert = format!(
                "INSERT INTO {table}_instructors ({table}_id, user_id) VALUES ({id}, {})",
                person.id
            );
            site.execute(&insert).await;
        }
        person
    }
}

fn without(leaf: Permission) -> PermissionSet {
    let mut leaves = BuiltIn::Trainer.permissions();
    leaves.remove(&leaf);
    leaves
}

/// The permissions of the role Instructor, each with an address and what its page shows only with
/// the permission.
fn leaves(world: &World) -> Vec<(Permission, String, String)> {
    let (course, group) = (world.course, world.group);
    let of = |leaf, page: String, text: &str| (leaf, page, text.to_owned());
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
            "Ana stranger",
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
    let site = Site::new().await;
    let world = World::build(&site).await;
    let all = BuiltIn::Trainer.permissions();
    let whole = world.instructor(&site, "whole", &all).await;
    let covered: BTreeSet<_> = leaves(&world).into_iter().map(|(leaf, ..)| leaf).collect();
    let of_role = all.iter().copied();
    let of_role: BTreeSet<_> = of_role
        .filter(|leaf| leaf.role() == Some(Role::Instructor))
        .collect();
    assert_eq!(covered, of_role, "each leaf of the role is tried");
    for (place, (leaf, page, text)) in leaves(&world).into_iter().enumerate() {
        let with = site.get(&page).by(&whole).send().await.expect(200);
        assert!(with.text().contains(&text), "{page} has no {text}");
        let less = world
            .instructor(&site, &format!("less{place}"), &without(leaf))
            .await;
        let answer = site.get(&page).by(&less).send().await.expect(200);
        assert!(!answer.text().contains(&text), "{page} still has {text}");
    }
}

#[tokio::test]
async fn no_link_on_the_pages_of_an_instructor_leads_to_a_forbidden_page() {
    let site = Site::new().await;
    let world = World::build(&site).await;
    let whole = BuiltIn::Trainer.permissions();
    let mut types: Vec<_> = leaves(&world)
        .into_iter()
        .map(|(leaf, ..)| without(leaf))
        .collect();
    types.dedup();
    types.push(whole);
    for (place, leaves) in types.iter().enumerate() {
        let person = world
            .instructor(&site, &format!("walker{place}"), leaves)
            .await;
        let seen = walk(&site, &person).await;
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
async fn walk(site: &Site, person: &Person) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut ahead = vec!["/".to_owned()];
    while let Some(path) = ahead.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = site.get(&path).by(person).send().await;
        let status = answer.status.as_u16();
        assert!(
            status == 200 || status == 303,
            "{path} for {}: {status}",
            person.login
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
        .filter(|href| !href.starts_with("/pkg") && !href.starts_with("/favicon"))
        .map(|href| href.replace("&amp;", "&"))
        .collect()
}

#[tokio::test]
async fn what_the_instructor_does_not_teach_is_not_found() {
    let site = Site::new().await;
    let world = World::build(&site).await;
    let leaves = BuiltIn::Trainer.permissions();
    let person = world.instructor(&site, "ida", &leaves).await;
    let (course, group) = (world.strange_course, world.strange_group);
    for page in [
        format!("/courses/{course}/edit"),
        format!("/courses/{course}/learners"),
        format!("/groups/{group}/users"),
        format!("/groups/{group}/info"),
        format!("/groups/{group}/keys"),
        format!("/groups/{group}/members.csv"),
    ] {
        site.get(&page).by(&person).send().await.expect(404);
    }
}

#[tokio::test]
async fn instructors_are_assigned_by_editors_and_never_by_instructors() {
    let site = Site::new().await;
    let world = World::build(&site).await;
    let leaves = BuiltIn::Trainer.permissions();
    let ida = world.instructor(&site, "ida", &leaves).await;
    let tom = site.person("tom", Kind::Instructor).await;
    let root = site.person("root", Kind::SuperAdmin).await;
    for taught in [Taught::Course(world.course), Taught::Group(world.group)] {
        let code = String::from(taught);
        let call = |function| {
            let user = tom.text();
            site.act(function, &[("taught", &code), ("user", &user)])
        };
        for function in ["add_instructor", "remove_instructor"] {
            call(function).by(&ida).send().await.expect(403);
        }
        db::sessions::set_role(&site.db, &root.session, Role::Instructor)
            .await
            .unwrap();
        call("add_instructor").by(&root).send().await.expect(403);
        db::sessions::set_role(&site.db, &root.session, Role::Administrator)
            .await
            .unwrap();
        call("add_instructor").by(&root).send().await.expect(200);
        let rows = db::instructors::list(&site.db, taught).await.unwrap();
        assert!(rows.iter().any(|row| row.user == tom.id));
        call("remove_instructor").by(&root).send().await.expect(200);
        let rows = db::instructors::list(&site.db, taught).await.unwrap();
        assert!(rows.iter().all(|row| row.user != tom.id));
    }
    let nonsense = site.act("add_instructor", &[("taught", "unit-1"), ("user", "1")]);
    nonsense.by(&root).send().await.expect(400);
}
