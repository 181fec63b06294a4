//! The id of another's object: it is not found, and nothing changes.
use crate::support::{TestServer, assert_unchanged};
use domain::{
    ids::{CourseId, GroupId, UnitId},
    mass_actions::MassActionKind as Mass,
};
use fixtures::TestUser;
use serde_json::json;

/// Two groups with a member, a course, a key and a mass action each.
struct Two {
    server: TestServer,
    admin: TestUser,
    mine: Things,
    others: Things,
}

struct Things {
    group: GroupId,
    member: TestUser,
    course: CourseId,
    unit: UnitId,
    key: String,
    done: String,
}

impl Things {
    async fn build(server: &TestServer, name: &str) -> Self {
        let fixtures = &server.fixtures;
        let group = fixtures.group(name).create().await;
        let member = fixtures.user(name).sign_in().await;
        let (course, unit) = fixtures.course(name).create_with_unit("Text").await;
        fixtures.unit(course, "Second").text("Text").create().await;
        fixtures.member(group, member.id).await;
        fixtures.group_course(group, course).await;
        let text = format!("KEY-OF-{name}");
        let key = fixtures.key(group, &text).create().await;
        Self {
            group,
            member,
            course,
            unit,
            key: key.to_string(),
            done: fixtures
                .mass_action_on_all(group, Mass::Assign)
                .await
                .to_string(),
        }
    }
}

impl Two {
    async fn build() -> Self {
        let server = TestServer::new().await;
        Self {
            admin: server.fixtures.super_admin("admin").sign_in().await,
            mine: Things::build(&server, "mine").await,
            others: Things::build(&server, "others").await,
            server,
        }
    }

    /// Each call is refused as if the object did not exist.
    async fn are_not_found(&self, who: &TestUser, acts: &[(&str, &[(&str, &str)])]) {
        let before = self.server.dump().await;
        for (name, fields) in acts {
            let answer = self.server.act(name, fields).by(who).send().await;
            assert_eq!(answer.status, 404, "{name} {fields:?}: {}", answer.text());
        }
        assert_unchanged("another's object", &before, &self.server.dump().await);
    }
}

#[tokio::test]
async fn a_group_does_not_reach_into_another() {
    let two = Two::build().await;
    let group = two.mine.group.to_string();
    let user = two.others.member.text();
    let course = two.others.course.to_string();
    let (key, done) = (&*two.others.key, &*two.others.done);
    let in_mine = ("group", &*group);
    let (user, course) = (("user", &*user), ("course", &*course));
    let keep = ("policy", "withdraw_access");
    let acts: [(&str, &[(&str, &str)]); 13] = [
        ("remove_member", &[in_mine, user, keep]),
        ("synchronize_member", &[in_mine, user]),
        ("unassign_member", &[in_mine, user]),
        ("remove_group_course", &[in_mine, course, keep]),
        ("reorder_group_course", &[in_mine, course, ("up", "true")]),
        (
            "set_key_limits",
            &[in_mine, ("key", key), ("version", ""), ("maximum", "1")],
        ),
        (
            "set_key_paused",
            &[in_mine, ("key", key), ("paused", "true")],
        ),
        ("rotate_key", &[in_mine, ("key", key)]),
        ("retire_key", &[in_mine, ("key", key)]),
        (
            "send_key",
            &[
                in_mine,
                ("key", key),
                ("recipients", "ana@example.org"),
                ("subject", "Join us"),
                ("text", "With this key: {link}"),
            ],
        ),
        ("cancel_mass_action", &[in_mine, ("action", done)]),
        ("undo_mass_action", &[in_mine, ("action", done)]),
        ("restore_group", &[in_mine]),
    ];
    two.are_not_found(&two.admin, &acts).await;

    let draft = json!({"group": two.mine.group, "key": key.parse::<i64>().unwrap()});
    let draft = two.server.ask("draft_key_mail", &draft).by(&two.admin);
    draft.send().await.expect(404);
    let file = format!("/groups/{group}/mass-actions/{done}/skipped.csv");
    two.server
        .get(&file)
        .by(&two.admin)
        .send()
        .await
        .expect(404);
    let file = format!(
        "/groups/{}/mass-actions/{done}/skipped.csv",
        two.others.group
    );
    two.server
        .get(&file)
        .by(&two.admin)
        .send()
        .await
        .expect(200);
}

#[tokio::test]
async fn a_course_does_not_reach_into_another() {
    let two = Two::build().await;
    let course = two.mine.course.to_string();
    let unit = two.others.unit.to_string();
    let (course, unit) = (("course", &*course), ("unit", &*unit));
    let acts: [(&str, &[(&str, &str)]); 4] = [
        (
            "update_unit",
            &[
                course,
                unit,
                ("version", ""),
                ("name", "Mine"),
                ("kind", "text"),
            ],
        ),
        ("reorder_unit", &[course, unit, ("up", "false")]),
        ("delete_unit", &[course, unit]),
        ("set_unit_completed", &[course, unit, ("completed", "true")]),
    ];
    two.are_not_found(&two.admin, &acts).await;
}

#[tokio::test]
async fn objects_in_the_trash_and_missing_ones_are_not_found() {
    let two = Two::build().await;
    let portal = db::AuditContext::system(db::now());
    let policy = domain::groups::RemovalPolicy::KeepAccess;
    db::trash::delete(&two.server.db, &portal, two.others.group, policy)
        .await
        .unwrap();
    let user = two.mine.member.text();
    let course = two.mine.course.to_string();
    for group in [
        two.others.group.to_string(),
        "999".into(),
        "0".into(),
        "-1".into(),
    ] {
        let group = ("group", &*group);
        let acts: [(&str, &[(&str, &str)]); 9] = [
            ("update_group", &[group, ("version", "1"), ("name", "Mine")]),
            ("clone_group", &[group]),
            ("delete_group", &[group, ("policy", "keep_access")]),
            ("add_member", &[group, ("user", &user)]),
            ("add_group_course", &[group, ("course", &course)]),
            ("create_key", &[group, ("key", "NEW-KEY-2026")]),
            ("rotate_key", &[group, ("key", &two.others.key)]),
            ("undo_mass_action", &[group, ("action", &two.others.done)]),
            (
                "start_mass_action",
                &[group, ("kind", "assign"), ("scope", "\"AllMembers\"")],
            ),
        ];
        two.are_not_found(&two.admin, &acts).await;
    }
    let own = two.mine.course;
    db::course_trash::delete(&two.server.db, &portal, own)
        .await
        .unwrap();
    let (course, unit) = (("course", &*course), two.mine.unit.to_string());
    let group = two.mine.group.to_string();
    let acts: [(&str, &[(&str, &str)]); 6] = [
        (
            "update_course",
            &[course, ("version", "1"), ("name", "Mine")],
        ),
        ("delete_course", &[course]),
        ("delete_unit", &[course, ("unit", &unit)]),
        ("grant_course", &[course, ("user", &user)]),
        ("add_group_course", &[course, ("group", &group)]),
        (
            "set_unit_completed",
            &[course, ("unit", &unit), ("completed", "true")],
        ),
    ];
    two.are_not_found(&two.admin, &acts).await;
    for name in ["get_course", "list_learners", "preview_course_deletion"] {
        let arguments = json!({"course": own, "search": {"text": "", "cursor": null}});
        let call = two.server.ask(name, &arguments).by(&two.admin);
        call.send().await.expect(404);
    }
    let group = two.others.group;
    for name in [
        "get_group",
        "list_keys",
        "list_group_activity",
        "list_mass_actions",
    ] {
        let call = two
            .server
            .ask(name, &json!({"group": group}))
            .by(&two.admin);
        assert_eq!(call.send().await.status, 404, "{name}");
    }
    for tab in ["users", "courses", "info", "keys", "activity"] {
        let page = format!("/groups/{group}/{tab}");
        two.server
            .get(&page)
            .by(&two.admin)
            .send()
            .await
            .expect(404);
    }
    let page = format!("/groups/{group}/members.csv");
    two.server
        .get(&page)
        .by(&two.admin)
        .send()
        .await
        .expect(404);
}

#[tokio::test]
async fn a_learner_has_only_the_courses_they_are_enrolled_in() {
    let two = Two::build().await;
    let learner = &two.mine.member;
    let ask = async |course: CourseId| {
        let call = two.server.ask("get_my_course", &json!({"course": course}));
        call.by(learner).send().await
    };
    ask(two.mine.course).await.expect(200);
    let not_enrolled = ask(two.others.course).await.expect(404);
    let nowhere = ask(CourseId(999)).await.expect(404);
    assert_eq!(not_enrolled.text(), nowhere.text(), "the same error");
    let page = format!("/courses/{}", two.others.course);
    let page = two.server.get(&page).by(learner).send().await.expect(404);
    assert!(!page.text().contains("others"));

    let (own, other) = (two.mine.course.to_string(), two.others.course.to_string());
    let (unit, other_unit) = (two.mine.unit.to_string(), two.others.unit.to_string());
    let done = ("completed", "true");
    let acts: [(&str, &[(&str, &str)]); 3] = [
        (
            "set_unit_completed",
            &[("course", &other), ("unit", &other_unit), done],
        ),
        (
            "set_unit_completed",
            &[("course", &own), ("unit", &other_unit), done],
        ),
        (
            "set_unit_completed",
            &[("course", &other), ("unit", &unit), done],
        ),
    ];
    two.are_not_found(learner, &acts).await;

    let courses = two.server.ask("list_my_courses", &json!({})).by(learner);
    let courses = courses.send().await.expect(200);
    assert!(!courses.text().contains("others"));
}

/// A course is inaccessible right after it is withdrawn.
#[tokio::test]
async fn a_withdrawn_course_is_like_any_other_course() {
    let two = Two::build().await;
    let learner = &two.mine.member;
    let portal = db::AuditContext::system(db::now());
    db::members::unassign(&two.server.db, &portal, two.mine.group, learner.id)
        .await
        .unwrap();
    let (course, unit) = (two.mine.course.to_string(), two.mine.unit.to_string());
    let fields = [
        ("course", &*course),
        ("unit", &*unit),
        ("completed", "true"),
    ];
    two.are_not_found(learner, &[("set_unit_completed", &fields)])
        .await;
}
