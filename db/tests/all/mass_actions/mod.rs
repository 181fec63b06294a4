//! Mass actions on a real database: exact previews, steps, interruptions and undo.
mod interruption;
mod undo;

use crate::support::{
    NOW, assert_counts, audit, course, enrolments, finish, group, info, many_users, mass_action,
    memberships, number, on_both_engines, undo, user, users,
};
use db::{
    AuditContext, Db, Error, group_courses, groups,
    mass_actions::{self, STEP, Step},
    members,
};
use domain::{
    access_scope::AccessScope,
    groups::{EnrolmentPolicy, GroupInfo, RemovalPolicy},
    ids::{CourseId, GroupId, MassActionId, UserId},
    mass_actions::{MassActionKind, MassActionPreview, MassActionState, Selection, UNDO_DAYS},
    members::MemberFilter,
    time::Timestamp,
};

/// A group with members and two courses, and the audit context used.
struct Setting {
    group: GroupId,
    admin: AuditContext,
    users: Vec<UserId>,
    courses: [CourseId; 2],
}

async fn setting(db: &Db, members: usize) -> Setting {
    let admin = audit(user(db, "zadmin").await);
    let group = group(db, "Sales").await;
    let users = users(db, "u", members).await;
    for user in &users {
        members::add(db, &admin, group, *user).await.unwrap();
    }
    let courses = [course(db, "Phone").await, course(db, "Desk").await];
    for course in courses {
        group_courses::add(db, &admin, group, course).await.unwrap();
    }
    Setting {
        group,
        admin,
        users,
        courses,
    }
}

async fn view(db: &Db, group: GroupId, id: MassActionId) -> domain::mass_actions::MassActionView {
    let recent = mass_actions::recent(db, group, 50, NOW).await.unwrap();
    recent.into_iter().find(|view| view.id == id).unwrap()
}

/// Deactivates as `db::users::set_active` does.
async fn deactivate_member(db: &Db, group: GroupId, user: UserId) {
    crate::support::deactivate(db, user).await;
    let text = "UPDATE groups SET drift = drift - course_count + (SELECT count(*) \
         FROM enrolments e WHERE e.group_id = $1 AND e.user_id = $2 AND e.source = 'group') \
         WHERE id = $1";
    crate::support::execute(db, text, vec![group.0.into(), user.0.into()]).await;
}

#[tokio::test]
async fn a_preview_is_exactly_what_happens() {
    on_both_engines(async |db| {
        let Setting {
            group,
            admin,
            users,
            ..
        } = setting(&db, 6).await;
        members::synchronize(&db, &admin, group, users[0])
            .await
            .unwrap();
        deactivate_member(&db, group, users[5]).await;
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
            enrolments: 0,
        };
        assert_eq!(preview, expected);
        let leaving = mass_actions::preview(&db, group, MassActionKind::RemoveMembers, &all)
            .await
            .unwrap();
        assert_eq!((leaving.changes, leaving.enrolments), (5, 2));
        let action = mass_action(&db, &admin, group, MassActionKind::Assign, &all).await;
        let result = view(&db, group, action).await;
        assert_eq!((result.state, result.changes), (MassActionState::Done, 8));
        assert_eq!((result.users, result.processed, result.skipped), (6, 6, 1));
        assert!(result.undoable);
        let skipped = mass_actions::skipped(&db, group, action).await.unwrap();
        assert_eq!(skipped.len(), 1);
        assert_eq!(skipped[0].0, "u005");
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
        let action = mass_action(&db, &admin, group, MassActionKind::Unassign, &all).await;
        assert_eq!(view(&db, group, action).await.changes, 10);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn unassigning_from_one_group_keeps_a_course_that_another_group_gives() {
    on_both_engines(async |db| {
        let it = setting(&db, 3).await;
        let other = group(&db, "Support").await;
        group_courses::add(&db, &it.admin, other, it.courses[0])
            .await
            .unwrap();
        let users = Selection::Selected(it.users.clone());
        mass_action(&db, &it.admin, other, MassActionKind::AddMembers, &users).await;
        for group in [it.group, other] {
            mass_action(
                &db,
                &it.admin,
                group,
                MassActionKind::Assign,
                &Selection::AllMembers,
            )
            .await;
        }
        let text = "INSERT INTO progress (user_id, course_id, started_at, updated_at) \
             VALUES ($1, $2, 1, 2)";
        let values = vec![it.users[0].0.into(), it.courses[0].0.into()];
        crate::support::execute(&db, text, values).await;
        let all = Selection::AllMembers;
        mass_action(&db, &it.admin, it.group, MassActionKind::Unassign, &all).await;
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
        let it = setting(&db, 1).await;
        let action = mass_action(
            &db,
            &it.admin,
            it.group,
            MassActionKind::Assign,
            &Selection::AllMembers,
        )
        .await;
        let other = group(&db, "Support").await;
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
