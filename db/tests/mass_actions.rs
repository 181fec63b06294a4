//! Mass actions: exact previews, steps, stops and undo, on a real database.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use db::{
    By, Db, Error, group_courses, groups,
    mass_actions::{self, STEP, Step},
    members,
};
use domain::{
    groups::{EnrolmentPolicy, GroupInfo, RemovalPolicy},
    ids::{CourseId, GroupId, MassActionId, UserId},
    mass_actions::{Kind, MemberFilter, Preview, Scope, State, UNDO_DAYS},
    realm::Realm,
    time::Timestamp,
};
use support::{
    NOW, assert_counts, by, course, enrolments, finish, group, info, many_users, mass_action,
    memberships, number, on_both_engines, undo, user, users,
};

/// A group with `people` members and two courses, and whoever writes.
struct Setting {
    group: GroupId,
    admin: By,
    people: Vec<UserId>,
    courses: [CourseId; 2],
}

async fn setting(db: &Db, people: usize) -> Setting {
    let admin = by(user(db, "zadmin").await);
    let group = group(db, "Sales").await;
    let people = users(db, "u", people).await;
    for user in &people {
        members::add(db, &admin, group, *user).await.unwrap();
    }
    let courses = [course(db, "Phone").await, course(db, "Desk").await];
    for course in courses {
        group_courses::add(db, &admin, group, course).await.unwrap();
    }
    Setting {
        group,
        admin,
        people,
        courses,
    }
}

async fn view(db: &Db, group: GroupId, id: MassActionId) -> domain::mass_actions::MassActionView {
    let recent = mass_actions::recent(db, group, 50, NOW).await.unwrap();
    recent.into_iter().find(|view| view.id == id).unwrap()
}

/// Deactivates as `db::users::set_active` does.
async fn deactivate_member(db: &Db, group: GroupId, user: UserId) {
    support::deactivate(db, user).await;
    let text = "UPDATE groups SET drift = drift - course_count + (SELECT count(*) \
         FROM enrolments e WHERE e.group_id = $1 AND e.user_id = $2 AND e.source = 'group') \
         WHERE id = $1";
    support::execute(db, text, vec![group.0.into(), user.0.into()]).await;
}

#[tokio::test]
async fn the_preview_is_what_then_happens() {
    on_both_engines(async |db| {
        let Setting {
            group,
            admin,
            people,
            ..
        } = setting(&db, 6).await;
        members::synchronize(&db, &admin, group, people[0])
            .await
            .unwrap();
        deactivate_member(&db, group, people[5]).await;
        let all = Scope::AllMembers;
        let preview = mass_actions::preview(&db, group, Kind::Assign, &all)
            .await
            .unwrap();
        let expected = Preview {
            people: 6,
            changes: 8,
            affected: 4,
            unchanged: 1,
            skipped: 1,
            enrolments: 0,
        };
        assert_eq!(preview, expected);
        let leaving = mass_actions::preview(&db, group, Kind::RemoveMembers, &all)
            .await
            .unwrap();
        assert_eq!((leaving.changes, leaving.enrolments), (5, 2));
        let action = mass_action(&db, &admin, group, Kind::Assign, &all).await;
        let result = view(&db, group, action).await;
        assert_eq!((result.state, result.changes), (State::Done, 8));
        assert_eq!((result.people, result.done, result.skipped), (6, 6, 1));
        assert!(result.undoable);
        let skipped = mass_actions::skipped(&db, group, action).await.unwrap();
        assert_eq!(skipped.len(), 1);
        assert_eq!(skipped[0].0, "u005");
        let log = db::activity::list(&db, Realm::WHOLE, &of_group(group), None)
            .await
            .unwrap();
        assert_eq!(
            log.rows[0].sentence,
            "assigned the group courses to 5 members: 8 enrolments; skipped 1 inactive user"
        );
        assert_eq!(groups::get(&db, group).await.unwrap().counts.drift, 0);

        let preview = mass_actions::preview(&db, group, Kind::Unassign, &all)
            .await
            .unwrap();
        assert_eq!((preview.changes, preview.affected), (10, 5));
        let action = mass_action(&db, &admin, group, Kind::Unassign, &all).await;
        assert_eq!(view(&db, group, action).await.changes, 10);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn undoing_an_assignment_leaves_exactly_what_was() {
    on_both_engines(async |db| {
        let it = setting(&db, 5).await;
        let (group, admin) = (it.group, &it.admin);
        members::synchronize(&db, admin, group, it.people[0])
            .await
            .unwrap();
        // One who was kept: the assignment takes the kept enrolments over, the undo gives them back.
        members::synchronize(&db, admin, group, it.people[1])
            .await
            .unwrap();
        members::remove(&db, admin, group, it.people[1], RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        members::add(&db, admin, group, it.people[1]).await.unwrap();
        let before = enrolments(&db).await;
        let action = mass_action(&db, admin, group, Kind::Assign, &Scope::AllMembers).await;
        assert_eq!(enrolments(&db).await.len(), 10);
        let reversed = undo(&db, admin, group, action).await;
        assert_eq!(enrolments(&db).await, before);
        assert_eq!(view(&db, group, action).await.state, State::Undone);
        assert_eq!(view(&db, group, reversed).await.changes, 8);
        assert_counts(&db).await;
        let twice = mass_actions::undo(&db, admin, group, action).await;
        assert!(matches!(twice, Err(Error::NotUndoable)));
        let undone_undo = mass_actions::undo(&db, admin, group, reversed).await;
        assert!(matches!(undone_undo, Err(Error::NotUndoable)));
    })
    .await;
}

#[tokio::test]
async fn undoing_a_withdrawal_or_a_removal_leaves_exactly_what_was() {
    on_both_engines(async |db| {
        let it = setting(&db, 5).await;
        let (group, admin) = (it.group, &it.admin);
        let some = Scope::Selected(it.people[..3].to_vec());
        mass_action(&db, admin, group, Kind::Assign, &some).await;
        for kind in [Kind::Unassign, Kind::RemoveMembers, Kind::WithdrawMembers] {
            let before = (enrolments(&db).await, memberships(&db).await);
            let action = mass_action(&db, admin, group, kind, &Scope::AllMembers).await;
            assert_ne!(enrolments(&db).await, before.0, "{kind:?}");
            assert_counts(&db).await;
            undo(&db, admin, group, action).await;
            let after = (enrolments(&db).await, memberships(&db).await);
            assert_eq!(before, after, "{kind:?}");
            assert_counts(&db).await;
        }
    })
    .await;
}

#[tokio::test]
async fn undoing_an_addition_takes_out_only_those_it_added() {
    on_both_engines(async |db| {
        let it = setting(&db, 3).await;
        let (group, admin) = (it.group, &it.admin);
        let automatic = GroupInfo {
            enrolment_policy: EnrolmentPolicy::Automatically,
            ..info("Sales")
        };
        groups::update(&db, admin, group, 1, &automatic)
            .await
            .unwrap();
        users(&db, "new", 4).await;
        let before = (enrolments(&db).await, memberships(&db).await);
        let scope = Scope::Matching {
            search: "new".into(),
            filter: MemberFilter::NotMembers,
        };
        let action = mass_action(&db, admin, group, Kind::AddMembers, &scope).await;
        assert_eq!(view(&db, group, action).await.changes, 4);
        assert_eq!(enrolments(&db).await.len(), 8);
        assert_counts(&db).await;
        undo(&db, admin, group, action).await;
        assert_eq!((enrolments(&db).await, memberships(&db).await), before);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn undo_leaves_alone_what_others_did_since() {
    on_both_engines(async |db| {
        let it = setting(&db, 4).await;
        let (group, admin) = (it.group, &it.admin);
        let assigned = mass_action(&db, admin, group, Kind::Assign, &Scope::AllMembers).await;
        let withdrawn = mass_action(&db, admin, group, Kind::Unassign, &Scope::AllMembers).await;
        // Since: one has left, one was enrolled by hand, a course has gone.
        members::remove(&db, admin, group, it.people[0], RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        members::synchronize(&db, admin, group, it.people[1])
            .await
            .unwrap();
        group_courses::remove(
            &db,
            admin,
            group,
            it.courses[1],
            RemovalPolicy::WithdrawAccess,
        )
        .await
        .unwrap();
        undo(&db, admin, group, withdrawn).await;
        assert_counts(&db).await;
        let held: Vec<i64> = enrolments(&db).await.iter().map(|row| row.0).collect();
        let expected: Vec<i64> = it.people[1..].iter().map(|user| user.0).collect();
        assert_eq!(held, expected);
        undo(&db, admin, group, assigned).await;
        let held: Vec<i64> = enrolments(&db).await.iter().map(|row| row.0).collect();
        assert_eq!(held, [it.people[1].0], "given by hand, not by the action");
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn unassigning_one_group_keeps_the_course_by_the_other() {
    on_both_engines(async |db| {
        let it = setting(&db, 3).await;
        let other = group(&db, "Support").await;
        group_courses::add(&db, &it.admin, other, it.courses[0])
            .await
            .unwrap();
        let people = Scope::Selected(it.people.clone());
        mass_action(&db, &it.admin, other, Kind::AddMembers, &people).await;
        for group in [it.group, other] {
            mass_action(&db, &it.admin, group, Kind::Assign, &Scope::AllMembers).await;
        }
        let text = "INSERT INTO progress (user_id, course_id, started_at, updated_at) \
             VALUES ($1, $2, 1, 2)";
        let values = vec![it.people[0].0.into(), it.courses[0].0.into()];
        support::execute(&db, text, values).await;
        let all = Scope::AllMembers;
        mass_action(&db, &it.admin, it.group, Kind::Unassign, &all).await;
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
async fn a_stop_in_the_middle_is_resumed_and_a_cancel_can_be_undone() {
    on_both_engines(async |db| {
        let it = setting(&db, 0).await;
        let (group, admin) = (it.group, &it.admin);
        many_users(&db, 2_500).await;
        let everybody = Scope::Matching {
            search: "many".into(),
            filter: MemberFilter::NotMembers,
        };
        mass_action(&db, admin, group, Kind::AddMembers, &everybody).await;
        assert_eq!(groups::get(&db, group).await.unwrap().counts.drift, 5_000);

        let action = mass_actions::start(&db, admin, group, Kind::Assign, &Scope::AllMembers)
            .await
            .unwrap();
        assert_eq!(
            mass_actions::step(&db, action, 1, NOW).await.unwrap(),
            Step::More
        );
        assert_counts(&db).await;
        assert_eq!(view(&db, group, action).await.done, STEP as i64);
        // The process dies: nobody else takes over before its lease ends.
        let other = mass_actions::step(&db, action, 2, NOW).await.unwrap();
        assert_eq!(other, Step::Elsewhere);
        assert!(mass_actions::abandoned(&db, NOW).await.unwrap().is_empty());
        let later = NOW.plus_seconds(31);
        assert_eq!(mass_actions::abandoned(&db, later).await.unwrap(), [action]);
        while mass_actions::step(&db, action, 2, later).await.unwrap() == Step::More {}
        assert_eq!(enrolments(&db).await.len(), 5_000);
        assert_eq!(view(&db, group, action).await.changes, 5_000);
        assert_counts(&db).await;

        // An undo that is cancelled leaves the rest, which a second undo reverses.
        let first = mass_actions::undo(&db, admin, group, action).await.unwrap();
        mass_actions::step(&db, first, 1, NOW).await.unwrap();
        mass_actions::cancel(&db, admin, group, first)
            .await
            .unwrap();
        assert_eq!(enrolments(&db).await.len(), 3_000);
        assert_counts(&db).await;
        undo(&db, admin, group, action).await;
        assert!(enrolments(&db).await.is_empty());
        assert_counts(&db).await;

        let action = mass_actions::start(&db, admin, group, Kind::Assign, &Scope::AllMembers)
            .await
            .unwrap();
        mass_actions::step(&db, action, 1, NOW).await.unwrap();
        mass_actions::cancel(&db, admin, group, action)
            .await
            .unwrap();
        let after = mass_actions::step(&db, action, 1, NOW).await.unwrap();
        assert_eq!(after, Step::Finished);
        assert_eq!(view(&db, group, action).await.state, State::Cancelled);
        assert_eq!(enrolments(&db).await.len(), 2_000);
        undo(&db, admin, group, action).await;
        assert!(enrolments(&db).await.is_empty());
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn a_step_that_is_dropped_midway_did_nothing() {
    on_both_engines(async |db| {
        let it = setting(&db, 0).await;
        many_users(&db, 1_500).await;
        let all = Scope::Matching {
            search: "many".into(),
            filter: MemberFilter::All,
        };
        mass_action(&db, &it.admin, it.group, Kind::AddMembers, &all).await;
        let action =
            mass_actions::start(&db, &it.admin, it.group, Kind::Assign, &Scope::AllMembers)
                .await
                .unwrap();
        for micros in [0, 300, 1_000, 3_000, 6_000, 10_000, 20_000] {
            let step = mass_actions::step(&db, action, 1, NOW);
            let time = std::time::Duration::from_micros(micros);
            let _ = tokio::time::timeout(time, step).await;
            assert_counts(&db).await;
        }
        finish(&db, action).await;
        assert_eq!(enrolments(&db).await.len(), 3_000);
        assert_eq!(view(&db, it.group, action).await.changes, 3_000);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn of_several_starts_at_once_one_wins_and_the_others_are_busy() {
    on_both_engines(async |db| {
        let it = setting(&db, 2).await;
        let starts = (0..8).map(|_| async {
            mass_actions::start(&db, &it.admin, it.group, Kind::Assign, &Scope::AllMembers).await
        });
        let results = futures::future::join_all(starts).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        let busy = |result: &&Result<_, _>| matches!(result, Err(Error::Busy));
        assert_eq!(results.iter().filter(busy).count(), 7);
        let keep = RemovalPolicy::KeepAccess;
        let deleted = db::trash::delete(&db, &it.admin, it.group, keep).await;
        assert!(matches!(deleted, Err(Error::Busy)));
    })
    .await;
}

#[tokio::test]
async fn undo_is_over_after_thirty_days_and_never_for_another_group() {
    on_both_engines(async |db| {
        let it = setting(&db, 1).await;
        let action = mass_action(&db, &it.admin, it.group, Kind::Assign, &Scope::AllMembers).await;
        let stranger = group(&db, "Support").await;
        let refused = mass_actions::undo(&db, &it.admin, stranger, action).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let refused = mass_actions::skipped(&db, stranger, action).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let late = By {
            at: Timestamp(NOW.plus_days(UNDO_DAYS).0),
            ..it.admin.clone()
        };
        let refused = mass_actions::undo(&db, &late, it.group, action).await;
        assert!(matches!(refused, Err(Error::NotUndoable)));
    })
    .await;
}

#[tokio::test]
async fn other_writers_get_in_between_and_the_counters_hold() {
    on_both_engines(async |db| {
        let it = setting(&db, 12).await;
        let (group, admin) = (it.group, &it.admin);
        let art = course(&db, "Art").await;
        let others = users(&db, "new", 12).await;
        let action = mass_actions::start(&db, admin, group, Kind::Assign, &Scope::AllMembers)
            .await
            .unwrap();
        let keep = RemovalPolicy::KeepAccess;
        let adding = others
            .iter()
            .map(|user| members::add(&db, admin, group, *user));
        let removing = it.people[..6]
            .iter()
            .map(|user| members::remove(&db, admin, group, *user, keep));
        let synchronizing = it.people[6..].iter().map(|user| async {
            members::synchronize(&db, admin, group, *user)
                .await
                .map(drop)
        });
        let (added, removed, synchronized, course, ()) = tokio::join!(
            futures::future::join_all(adding),
            futures::future::join_all(removing),
            futures::future::join_all(synchronizing),
            group_courses::add(&db, admin, group, art),
            finish(&db, action),
        );
        for result in added.into_iter().chain(removed).chain(synchronized) {
            result.unwrap();
        }
        course.unwrap();
        assert_counts(&db).await;
        let counts = groups::get(&db, group).await.unwrap().counts;
        assert_eq!((counts.members, counts.courses), (18, 3));
    })
    .await;
}

fn of_group(group: GroupId) -> domain::activity::ActivityFilter {
    domain::activity::ActivityFilter {
        group: Some(group),
        ..Default::default()
    }
}
