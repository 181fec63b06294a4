//! Mass actions on a real database: exact previews, steps, interruptions and undo.
mod interruption;
mod on_users;
mod undo;

use crate::support::{NOW, assert_counts, audit, enrolments, memberships, number, on_both_engines};
use db::{
    AuditContext, Db, Error, group_courses, groups,
    mass_actions::{self, STEP, Step},
    members,
};
use domain::{
    access_scope::AccessScope,
    groups::{EnrolmentPolicy, GroupInfo, RemovalPolicy},
    ids::{CourseId, GroupId, MassActionId, UserId},
    mass_actions::{
        MassActionKind, MassActionPreview, MassActionState, Selection, SkipReason, UNDO_DAYS,
    },
    members::MemberFilter,
    time::Timestamp,
};
use fixtures::{Fixtures, Names, group_info};

/// A group with members and two courses, and the audit context used.
struct Setting {
    group: GroupId,
    admin: AuditContext,
    users: Vec<UserId>,
    courses: [CourseId; 2],
}

async fn setting(db: &Db, members: usize) -> Setting {
    let fixtures = Fixtures::at(db, NOW);
    let admin = audit(fixtures.user("zadmin").create().await);
    let users = fixtures.users("u", members).await;
    let courses = [
        fixtures.course("Phone").create().await,
        fixtures.course("Desk").create().await,
    ];
    let group = fixtures.group("Sales").with_members(&users);
    Setting {
        group: group.with_courses(&courses).create().await,
        admin,
        users,
        courses,
    }
}

async fn view(db: &Db, group: GroupId, id: MassActionId) -> domain::mass_actions::MassActionView {
    let recent = mass_actions::recent(db, group, 50, NOW).await.unwrap();
    recent.into_iter().find(|view| view.id == id).unwrap()
}

#[tokio::test]
async fn a_preview_is_exactly_what_happens() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let Setting {
            group,
            admin,
            users,
            ..
        } = setting(&db, 6).await;
        members::synchronize(&db, &admin, group, users[0])
            .await
            .unwrap();
        fixtures.deactivate(users[5]).await;
        let all = Selection::AllMembers;
        let preview = mass_actions::preview(&db, group, MassActionKind::Assign, &all)
            .await
            .unwrap();
        let expected = MassActionPreview {
            users: 6,
            changes: 8,
            affected: 4,
            unchanged: 1,
            skipped: 1,
            reasons: vec![(SkipReason::Inactive, 1)],
            enrolments: 0,
        };
        assert_eq!(preview, expected);
        let leaving = mass_actions::preview(&db, group, MassActionKind::RemoveMembers, &all)
            .await
            .unwrap();
        assert_eq!((leaving.changes, leaving.enrolments), (5, 2));
        let action = fixtures
            .by(&admin)
            .mass_action(group, MassActionKind::Assign, &all)
            .await;
        let result = view(&db, group, action).await;
        assert_eq!((result.state, result.changes), (MassActionState::Done, 8));
        assert_eq!((result.users, result.processed, result.skipped), (6, 6, 1));
        assert!(result.undoable);
        let skipped = mass_actions::skipped(&db, group, action).await.unwrap();
        assert_eq!(skipped.len(), 1);
        assert_eq!(skipped[0].login, "u005");
        assert_eq!(skipped[0].reason, "The user is not active.");
        let log = db::activity::list(&db, AccessScope::PORTAL, &of_group(group), None)
            .await
            .unwrap();
        assert_eq!(
            log.rows[0].sentence,
            "assigned the group courses to 5 members: 8 enrolments; skipped 1 inactive user"
        );
        assert_eq!(groups::get(&db, group).await.unwrap().counts.drift, 0);

        let preview = mass_actions::preview(&db, group, MassActionKind::Unassign, &all)
            .await
            .unwrap();
        assert_eq!((preview.changes, preview.affected), (10, 5));
        let action = fixtures
            .by(&admin)
            .mass_action(group, MassActionKind::Unassign, &all)
            .await;
        assert_eq!(view(&db, group, action).await.changes, 10);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn unassigning_from_one_group_keeps_a_course_that_another_group_gives() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let it = setting(&db, 3).await;
        let other = fixtures.group("Support").create().await;
        group_courses::add(&db, &it.admin, other, it.courses[0])
            .await
            .unwrap();
        let users = Selection::Selected(it.users.clone());
        fixtures
            .by(&it.admin)
            .mass_action(other, MassActionKind::AddMembers, &users)
            .await;
        for group in [it.group, other] {
            fixtures
                .by(&it.admin)
                .mass_action(group, MassActionKind::Assign, &Selection::AllMembers)
                .await;
        }
        let text = "INSERT INTO progress (user_id, course_id, started_at, updated_at) \
             VALUES ($1, $2, 1, 2)";
        let values = vec![it.users[0].0.into(), it.courses[0].0.into()];
        crate::support::execute(&db, text, values).await;
        let all = Selection::AllMembers;
        fixtures
            .by(&it.admin)
            .mass_action(it.group, MassActionKind::Unassign, &all)
            .await;
        let left = enrolments(&db).await;
        assert_eq!(left.len(), 3);
        assert!(left.iter().all(|row| row.3 == Some(other.0)));
        assert_eq!(
            number(&db, "SELECT count(*) FROM progress", vec![]).await,
            1
        );
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn undo_ends_after_thirty_days_and_does_not_work_for_another_group() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let it = setting(&db, 1).await;
        let action = fixtures
            .by(&it.admin)
            .mass_action(it.group, MassActionKind::Assign, &Selection::AllMembers)
            .await;
        let other = fixtures.group("Support").create().await;
        let refused = mass_actions::undo(&db, &it.admin, other, action).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let refused = mass_actions::skipped(&db, other, action).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let late = AuditContext {
            at: Timestamp(NOW.plus_days(UNDO_DAYS).0),
            ..it.admin.clone()
        };
        let refused = mass_actions::undo(&db, &late, it.group, action).await;
        assert!(matches!(refused, Err(Error::NotUndoable)));
    })
    .await;
}

fn of_group(group: GroupId) -> domain::activity::ActivityFilter {
    domain::activity::ActivityFilter {
        group: Some(group),
        ..Default::default()
    }
}
