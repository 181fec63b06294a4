//! Instructors: adding, removing, searching, and their access scope.
mod access;

use crate::support::{NOW, audit, execute, number, on_both_engines};
use db::{
    AuditContext, Db, Error, group_courses, groups, instructors, learners, learning, members, trash,
};
use domain::{
    access_scope::AccessScope,
    courses::{Markdown, UnitContent, UnitName},
    enrolments::LearnerRow,
    groups::RemovalPolicy,
    ids::{CourseId, GroupId, UserId},
    instructors::{InstructorRow, TaughtCounts, Teachable},
    members::GroupCourseQuery,
    page::{Cursor, Page, Search},
    permissions::BuiltIn,
};
use fixtures::{Fixtures, group_info};

const ADMIN: UserId = UserId(99);

fn own(instructor: UserId) -> AccessScope {
    AccessScope {
        branch: None,
        instructor: Some(instructor),
    }
}

fn logins(rows: &[InstructorRow]) -> Vec<&str> {
    rows.iter().map(|row| row.login.as_str()).collect()
}

async fn found(db: &Db, taught: Teachable, text: &str) -> Vec<String> {
    let rows = instructors::find_candidates(db, taught, None, text)
        .await
        .unwrap();
    rows.into_iter().map(|row| row.login).collect()
}

async fn course_names(db: &Db, scope: AccessScope) -> Vec<String> {
    let page = db::courses::list(db, scope, &domain::courses::CourseQuery::default()).await;
    let rows = page.unwrap().rows;
    rows.into_iter().map(|row| row.name).collect()
}

async fn group_names(db: &Db, scope: AccessScope) -> Vec<String> {
    let search = Search::default();
    let page = groups::list(db, scope, &search, Default::default(), NOW).await;
    let rows = page.unwrap().rows;
    rows.into_iter().map(|row| row.name).collect()
}

async fn named(db: &Db, login: &str) -> UserId {
    let text = "SELECT id FROM users WHERE login = $1";
    UserId(number(db, text, vec![login.into()]).await)
}

#[tokio::test]
async fn instructors_are_added_and_removed_once_and_each_change_is_logged() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ida = fixtures.instructor("ida").create().await;
        let tom = fixtures.instructor("tom").create().await;
        let baking = fixtures.course("Baking").create().await;
        let sales = fixtures.group("Sales").create().await;
        for taught in [Teachable::Course(baking), Teachable::Group(sales)] {
            for _ in 0..2 {
                fixtures.assign_instructor(taught, tom).await;
                fixtures.assign_instructor(taught, ida).await;
            }
            let rows = instructors::list(&db, taught).await.unwrap();
            assert_eq!(logins(&rows), ["ida", "tom"]);
            assert!(rows.iter().all(|row| row.active && row.has_role));
            for _ in 0..2 {
                instructors::remove(&db, &audit(ADMIN), taught, tom)
                    .await
                    .unwrap();
            }
            let rows = instructors::list(&db, taught).await.unwrap();
            assert_eq!(logins(&rows), ["ida"]);
        }
        let logged = "SELECT count(*) FROM activity WHERE verb IN ('instructor.add', \
             'instructor.remove') AND user_id IS NOT NULL \
             AND coalesce(course_id, group_id) IS NOT NULL";
        assert_eq!(number(&db, logged, vec![]).await, 6);
    })
    .await;
}

#[tokio::test]
async fn users_without_the_role_and_missing_objects_cannot_be_assigned() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ida = fixtures.instructor("ida").create().await;
        let lara = fixtures.user("lara").create().await;
        let baking = fixtures.course("Baking").create().await;
        let gone = fixtures.group("Gone").create().await;
        trash::delete(&db, &audit(ADMIN), gone, RemovalPolicy::KeepAccess)
            .await
            .unwrap();
        for (taught, user) in [
            (Teachable::Course(baking), lara),
            (Teachable::Course(baking), UserId(404)),
            (Teachable::Course(CourseId(404)), ida),
            (Teachable::Group(gone), ida),
            (Teachable::Group(GroupId(404)), ida),
        ] {
            let refused = instructors::add(&db, &audit(ADMIN), taught, user).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{taught:?} {user}");
        }
        let missing = instructors::remove(&db, &audit(ADMIN), baking.into(), UserId(404)).await;
        assert!(matches!(missing, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn the_search_finds_active_users_who_could_teach_and_do_not_yet() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let baking = Teachable::Course(fixtures.course("Baking").create().await);
        for login in ["ida", "tom", "zoe"] {
            fixtures.instructor(login).create().await;
        }
        fixtures.super_admin("root").create().await;
        fixtures.user("lara").create().await;
        fixtures
            .assign_instructor(baking, named(&db, "tom").await)
            .await;
        fixtures.deactivate(named(&db, "zoe").await).await;
        assert_eq!(found(&db, baking, "").await, ["ida", "root"]);
        assert_eq!(found(&db, baking, "IDA ana").await, ["ida"]);
        assert!(found(&db, baking, "tom").await.is_empty());
        for place in 0..30 {
            fixtures
                .instructor(&format!("many{place:02}"))
                .create()
                .await;
        }
        assert_eq!(found(&db, baking, "many").await.len(), 20);
        assert_eq!(found(&db, baking, "many29").await, ["many29"]);
    })
    .await;
}

#[tokio::test]
async fn an_instructor_who_lost_the_role_or_is_inactive_stays_listed_and_marked() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ida = fixtures.instructor("ida").create().await;
        let tom = fixtures.instructor("tom").create().await;
        let baking = fixtures.course("Baking").create().await;
        fixtures.assign_instructor(baking, ida).await;
        fixtures.assign_instructor(baking, tom).await;
        fixtures.deactivate(ida).await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let text = "UPDATE users SET user_type_id = $1 WHERE id = $2";
        execute(&db, text, vec![learner.0.into(), tom.0.into()]).await;
        let rows = instructors::list(&db, baking.into()).await.unwrap();
        let marks: Vec<_> = rows.iter().map(|row| (row.active, row.has_role)).collect();
        assert_eq!(marks, [(false, true), (true, false)]);
    })
    .await;
}
