//! The activity log: filtered by group, user and course, paged, and exported.
mod every_kind;
mod filters;
mod kinds;

use crate::support::{NOW, audit, execute, on_both_engines};
use db::{AuditContext, Db, activity, direct_enrolments, group_courses, members};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityRow},
    page::Cursor,
};
use fixtures::Fixtures;

fn sentences(rows: &[ActivityRow]) -> Vec<&str> {
    rows.iter().map(|row| row.sentence.as_str()).collect()
}

/// Empties the log, so that it tells only of what the test does.
async fn forget(db: &Db) {
    execute(db, "DELETE FROM activity", vec![]).await;
}

#[tokio::test]
async fn the_log_is_filtered_by_what_a_line_is_about_and_by_its_actor() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ada = fixtures.user("ada").create().await;
        let ana = fixtures.user("ana").create().await;
        let cakes = fixtures.course("Cakes").create().await;
        forget(&db).await;
        let sales = fixtures.group("Sales").create().await;
        let bakers = fixtures.group("Bakers").create().await;
        group_courses::add(&db, &audit(ada), sales, cakes)
            .await
            .unwrap();
        members::add(&db, &audit(ada), sales, ana).await.unwrap();
        members::add(&db, &AuditContext::system(NOW), bakers, ana)
            .await
            .unwrap();
        direct_enrolments::grant(&db, &audit(ada), ana, cakes)
            .await
            .unwrap();
        let list = async |filter: ActivityFilter| {
            activity::list(&db, AccessScope::PORTAL, &filter, None)
                .await
                .unwrap()
                .rows
        };
        let all = list(ActivityFilter::default()).await;
        assert_eq!(all.len(), 6);
        assert_eq!(all[0].sentence, "enrolled Ana ana directly in Cakes");
        assert_eq!(all[0].names.user.as_deref(), Some("Ana ana"));
        assert_eq!(all[0].names.course.as_deref(), Some("Cakes"));
        assert_eq!(all[0].names.group, None);

        let of_group = list(ActivityFilter {
            group: Some(bakers),
            ..Default::default()
        })
        .await;
        assert_eq!(
            sentences(&of_group),
            ["added Ana ana to the group", "added the group Bakers"]
        );
        let of_course = list(ActivityFilter {
            course: Some(cakes),
            ..Default::default()
        })
        .await;
        assert_eq!(of_course.len(), 2);
        let of_ana = list(ActivityFilter {
            user: Some(ana),
            ..Default::default()
        })
        .await;
        assert_eq!(of_ana.len(), 3);
        let of_ada = ActivityFilter {
            user: Some(ada),
            ..Default::default()
        };
        assert_eq!(list(of_ada).await.len(), 3, "what Ada did");
        let both = ActivityFilter {
            user: Some(ana),
            group: Some(sales),
            ..Default::default()
        };
        assert_eq!(list(both).await.len(), 1);

        let asked = activity::subjects(&db, AccessScope::PORTAL, &both)
            .await
            .unwrap();
        assert_eq!(
            (asked.user.as_deref(), asked.group.as_deref()),
            (Some("Ana ana"), Some("Sales"))
        );
    })
    .await;
}

#[tokio::test]
async fn the_log_is_paged_newest_first_and_exported_whole() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        forget(&db).await;
        for place in 0..60 {
            fixtures.group(&format!("Group {place:02}")).create().await;
        }
        let filter = ActivityFilter::default();
        let first = activity::list(&db, AccessScope::PORTAL, &filter, None)
            .await
            .unwrap();
        assert_eq!((first.rows.len(), first.total), (50, 60));
        assert_eq!(first.rows[0].sentence, "added the group Group 59");
        let next: Option<Cursor> = first.next;
        let second = activity::list(&db, AccessScope::PORTAL, &filter, next.as_ref())
            .await
            .unwrap();
        assert_eq!(second.rows.len(), 10);

        let whole = activity::export(&db, AccessScope::PORTAL, &filter, None)
            .await
            .unwrap();
        assert_eq!(whole.len(), 60);
        assert_eq!(whole[59].sentence, "added the group Group 00");
        let rest = activity::export(
            &db,
            AccessScope::PORTAL,
            &filter,
            Some((whole[49].at, whole[49].id)),
        )
        .await
        .unwrap();
        assert_eq!(rest, whole[50..]);
        let of_ana = ActivityFilter {
            user: Some(ana),
            ..filter
        };
        assert!(
            activity::export(&db, AccessScope::PORTAL, &of_ana, None)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}
