//! Which index SQLite reads, of which the planner knows no numbers.
use super::{reading::explained, *};
use crate::base::secrets::Secrets;
use domain::{
    days::Day,
    ids::{BranchId, CourseId, GroupId, UserId},
};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Step {
    detail: String,
}

/// The plans of a filter, one for each index that it is read from.
async fn plans(db: &Db, scope: AccessScope, filter: &ActivityFilter) -> Vec<String> {
    let lines = Lines { db, scope, filter };
    let page = Span::of(filter).seek(Some(Place { at: 9, id: 9 }), false);
    let mut plans = Vec::new();
    for sql in explained(&lines, page) {
        let steps: Vec<Step> = sql.all(db.read()).await.unwrap();
        let details: Vec<_> = steps.into_iter().map(|step| step.detail).collect();
        plans.push(details.join("\n"));
    }
    plans
}

async fn empty() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/muster.db", folder.path().display());
    let db = Db::connect(&url, Secrets::new([7; 32])).await.unwrap();
    db.migrate().await.unwrap();
    (folder, db)
}

/// All filters, with the indexes that they are read from.
fn filters() -> [(ActivityFilter, &'static [&'static str]); 7] {
    let all = ActivityFilter::default();
    let (group, user, course, kind) = (
        Some(GroupId(7)),
        Some(UserId(7)),
        Some(CourseId(7)),
        Some(ActivityKind::SignedIn),
    );
    [
        (all, &["activity_at"]),
        (ActivityFilter { kind, ..all }, &["activity_verb_at"]),
        (ActivityFilter { group, ..all }, &["activity_group_at"]),
        (
            ActivityFilter {
                group,
                kind,
                course,
                ..all
            },
            &["activity_group_at"],
        ),
        (
            ActivityFilter {
                course,
                kind,
                ..all
            },
            &["activity_course_at"],
        ),
        (
            ActivityFilter { user, ..all },
            &["activity_user_at", "activity_actor_at"],
        ),
        (
            ActivityFilter {
                user,
                group,
                kind,
                ..all
            },
            &["activity_user_at", "activity_actor_at"],
        ),
    ]
}

#[tokio::test]
async fn each_filter_reads_the_page_from_one_index_in_its_order() {
    let (_folder, db) = empty().await;
    let day = Day::parse("2026-11-23");
    for (filter, indexes) in filters() {
        for filter in [
            filter,
            ActivityFilter {
                from: day,
                to: day,
                ..filter
            },
        ] {
            let plans = plans(&db, AccessScope::PORTAL, &filter).await;
            assert_eq!(plans.len(), indexes.len());
            for (plan, index) in plans.iter().zip(indexes) {
                let searched = plan.contains(&format!("INDEX {index} ("));
                assert!(
                    searched && plan.starts_with("SEARCH t"),
                    "{filter:?}: {plan}"
                );
                assert!(plan.contains("at<?"), "{filter:?}: {plan}");
                assert!(!plan.contains("TEMP B-TREE"), "{filter:?}: {plan}");
                let begins = plan.contains("at>?");
                assert_eq!(begins, filter.from.is_some(), "{filter:?}: {plan}");
            }
        }
    }
}

#[tokio::test]
async fn a_branch_reads_the_same_indexes() {
    let (_folder, db) = empty().await;
    let north = AccessScope::for_branch(Some(BranchId(1)));
    for (filter, indexes) in filters() {
        for (plan, index) in plans(&db, north, &filter).await.iter().zip(indexes) {
            assert!(
                plan.contains(index) && !plan.contains("SCAN t "),
                "{filter:?}: {plan}"
            );
            assert!(!plan.contains("TEMP B-TREE"), "{filter:?}: {plan}");
        }
    }
}
