//! The filters of the log together: by person, kind and days, however many lines there are.
use super::{forget, sentences};
use crate::support::{NOW, audit, execute, on_both_engines, rows};
use db::{AuditContext, Db, activity, members};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityKind, ActivityRow, SentencePart},
    days::Day,
    ids::GroupId,
    page::{Cursor, Page},
    time::Timestamp,
};
use fixtures::Fixtures;

async fn page(db: &Db, filter: &ActivityFilter, cursor: Option<&Cursor>) -> Page<ActivityRow> {
    activity::list(db, AccessScope::PORTAL, filter, cursor)
        .await
        .unwrap()
}

/// Lines of `days` days, one each day, the newest today.
async fn daily(db: &Db, days: i64) {
    for day in 0..days {
        let at = NOW.plus_days(-day);
        Fixtures::at(db, at)
            .group(&format!("Day {day}"))
            .create()
            .await;
    }
}

#[tokio::test]
async fn the_log_is_filtered_by_days_which_begin_at_midnight() {
    on_both_engines(async |db| {
        forget(&db).await;
        daily(&db, 4).await;
        let today = Day::of(NOW);
        let yesterday = Day::of(NOW.plus_days(-1));
        let filter = |from, to| ActivityFilter {
            from,
            to,
            ..ActivityFilter::default()
        };
        let said = async |filter| {
            let page = page(&db, &filter, None).await;
            let file = activity::export(&db, AccessScope::PORTAL, &filter, None).await;
            assert_eq!(file.unwrap(), page.rows);
            page.rows
                .iter()
                .map(|row| row.sentence.replace("added the group ", ""))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            said(filter(Some(yesterday), None)).await,
            ["Day 0", "Day 1"]
        );
        assert_eq!(
            said(filter(None, Some(yesterday))).await,
            ["Day 1", "Day 2", "Day 3"]
        );
        assert_eq!(
            said(filter(Some(yesterday), Some(yesterday))).await,
            ["Day 1"]
        );
        assert_eq!(
            said(filter(Some(today), Some(yesterday))).await,
            [] as [&str; 0]
        );
        let midnight = today.start();
        for at in [midnight, Timestamp(midnight.0 - 1)] {
            let text = "UPDATE activity SET at = $1 WHERE params LIKE '%Day 1%'";
            execute(&db, text, vec![at.0.into()]).await;
            let expected: &[&str] = if at == midnight {
                &["Day 0", "Day 1"]
            } else {
                &["Day 0"]
            };
            assert_eq!(said(filter(Some(today), Some(today))).await, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn days_narrow_every_other_filter() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW.plus_days(-3));
        let (ada, ana) = (
            fixtures.user("ada").create().await,
            fixtures.user("ana").create().await,
        );
        let sales = fixtures.group("Sales").create().await;
        members::add(&db, &audit(ada), sales, ana).await.unwrap();
        let today = Some(Day::of(NOW));
        let before = Some(Day::of(NOW.plus_days(-1)));
        let all = ActivityFilter::default();
        for filter in [
            ActivityFilter {
                group: Some(sales),
                ..all
            },
            ActivityFilter {
                user: Some(ada),
                ..all
            },
            ActivityFilter {
                user: Some(ana),
                ..all
            },
            ActivityFilter {
                kind: Some(ActivityKind::MemberAdded),
                ..all
            },
            ActivityFilter {
                user: Some(ada),
                kind: Some(ActivityKind::MemberAdded),
                group: Some(sales),
                ..all
            },
        ] {
            let today = page(
                &db,
                &ActivityFilter {
                    from: today,
                    to: today,
                    ..filter
                },
                None,
            )
            .await;
            assert_eq!(
                sentences(&today.rows),
                ["added Ana ana to the group"],
                "{filter:?}"
            );
            let before = page(
                &db,
                &ActivityFilter {
                    to: before,
                    ..filter
                },
                None,
            )
            .await;
            assert!(
                !sentences(&before.rows).contains(&"added Ana ana to the group"),
                "{filter:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_a_user_does_to_themselves_is_one_line() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ada = fixtures.user("ada").create().await;
        let sales = fixtures.group("Sales").create().await;
        forget(&db).await;
        members::add(&db, &audit(ada), sales, ada).await.unwrap();
        let filter = ActivityFilter {
            user: Some(ada),
            ..ActivityFilter::default()
        };
        let found = page(&db, &filter, None).await;
        assert_eq!(
            (found.rows.len(), found.total, found.is_more),
            (1, 1, false)
        );
    })
    .await;
}

/// Writes many lines of a kind into a group's log, from the first millisecond on.
async fn many_lines(db: &Db, lines: i64, group: GroupId) {
    let text = "INSERT INTO activity (at, actor_name, verb, group_id, detail, address) \
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) \
        SELECT i + 1000, 'Many', 'member.add', $2, 'line', '' FROM n";
    execute(db, text, vec![lines.into(), group.0.into()]).await;
}

async fn line(db: &Db, at: i64, verb: &str, group: GroupId) {
    let text = "INSERT INTO activity (at, actor_name, verb, group_id, detail, address) \
        VALUES ($1, 'One', $2, $3, 'rare', '')";
    execute(db, text, vec![at.into(), verb.into(), group.0.into()]).await;
}

#[tokio::test]
async fn what_is_rare_is_found_on_a_later_page_and_no_page_reads_all() {
    on_both_engines(async |db| {
        let sales = Fixtures::at(&db, NOW).group("Sales").create().await;
        forget(&db).await;
        many_lines(&db, 12_000, sales).await;
        line(&db, 7, "key.add", sales).await;
        line(&db, 12_500, "key.add", sales).await;
        let filter = ActivityFilter {
            group: Some(sales),
            kind: Some(ActivityKind::KeyAdded),
            ..ActivityFilter::default()
        };
        let first = page(&db, &filter, None).await;
        assert_eq!((first.rows.len(), first.total, first.is_more), (1, 1, true));
        assert_eq!(first.rows[0].at, Timestamp(12_500));
        assert_eq!(first.previous, None);
        let second = page(&db, &filter, first.next.as_ref()).await;
        assert_eq!(second.rows.len(), 1);
        assert_eq!(
            (second.rows[0].at, second.next.as_ref()),
            (Timestamp(7), None)
        );
        let back = page(&db, &filter, second.previous.as_ref()).await;
        assert_eq!(back.rows, first.rows);
        let last = page(&db, &filter, Some(&Cursor(Cursor::LAST.to_owned()))).await;
        assert_eq!(last.rows, second.rows);

        execute(&db, "DELETE FROM activity WHERE at = 12500", vec![]).await;
        let empty = page(&db, &filter, None).await;
        assert!(empty.rows.is_empty() && empty.next.is_some());
        assert_eq!(
            page(&db, &filter, empty.next.as_ref()).await.rows,
            second.rows
        );
        let file = activity::export(&db, AccessScope::PORTAL, &filter, None).await;
        assert_eq!(file.unwrap(), second.rows);
    })
    .await;
}

#[tokio::test]
async fn pages_lead_through_all_lines_and_back_and_say_where_they_are() {
    on_both_engines(async |db| {
        let sales = Fixtures::at(&db, NOW).group("Sales").create().await;
        forget(&db).await;
        many_lines(&db, 120, sales).await;
        // At one moment.
        execute(
            &db,
            "UPDATE activity SET at = 1050 WHERE at BETWEEN 1020 AND 1080",
            vec![],
        )
        .await;
        for filter in [
            ActivityFilter::default(),
            ActivityFilter {
                group: Some(sales),
                ..Default::default()
            },
            ActivityFilter {
                group: Some(sales),
                kind: Some(ActivityKind::MemberAdded),
                ..Default::default()
            },
        ] {
            let pages = forth(&db, &filter).await;
            let sizes: Vec<_> = pages.iter().map(|page| page.rows.len()).collect();
            assert_eq!(sizes, [50, 50, 20]);
            let ranges: Vec<_> = pages.iter().map(Page::range).collect();
            assert_eq!(ranges, [Some((1, 50)), Some((51, 100)), Some((101, 120))]);
            let lines: Vec<_> = pages
                .iter()
                .flat_map(|page| &page.rows)
                .map(|row| (row.at, row.id))
                .collect();
            assert!(lines.is_sorted_by(|one, next| one > next));
            let back = page(&db, &filter, pages[2].previous.as_ref()).await;
            assert_eq!(back.rows, pages[1].rows);
        }
        many_lines(&db, 10_000, sales).await;
        let first = page(&db, &ActivityFilter::default(), None).await;
        assert_eq!((first.total, first.is_more), (10_000, true));
    })
    .await;
}

async fn forth(db: &Db, filter: &ActivityFilter) -> Vec<Page<ActivityRow>> {
    let mut pages = vec![page(db, filter, None).await];
    while let Some(next) = pages.last().and_then(|page| page.next.clone()) {
        pages.push(page(db, filter, Some(&next)).await);
    }
    pages
}

#[tokio::test]
async fn names_are_links_to_what_exists_and_the_reader_may_know_of() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let (ada, ana) = (
            fixtures.user("ada").create().await,
            fixtures.user("ana").in_branch(north).create().await,
        );
        let sales = fixtures.group("Sales").in_branch(north).create().await;
        members::add(&db, &audit(ada), sales, ana).await.unwrap();
        let filter = ActivityFilter {
            kind: Some(ActivityKind::MemberAdded),
            ..ActivityFilter::default()
        };
        let line = async |scope| {
            let page = activity::list(&db, scope, &filter, None).await.unwrap();
            page.rows.into_iter().next().unwrap()
        };
        let of_portal = line(AccessScope::PORTAL).await;
        assert_eq!(of_portal.actor_id, Some(ada));
        let expected = [
            SentencePart::Text("added ".into()),
            SentencePart::User("Ana ana".into()),
            SentencePart::Text(" to ".into()),
            SentencePart::TheGroup,
        ];
        assert_eq!(of_portal.parts, expected);
        assert_eq!(of_portal.names.group.as_deref(), Some("Sales"));
        let branch_line = line(AccessScope::for_branch(Some(north))).await;
        assert_eq!(branch_line.actor_id, None, "not a user of the branch");
        assert_eq!(branch_line.actor, of_portal.actor);
        assert_eq!(branch_line.names.user.as_deref(), Some("Ana ana"));

        db::users::delete(&db, &AuditContext::system(NOW), ana)
            .await
            .unwrap();
        let after = line(AccessScope::PORTAL).await;
        assert_eq!((after.names.user, after.user), (None, Some(ana)));
        assert_eq!(after.parts, expected, "the name as it was");
    })
    .await;
}

#[tokio::test]
async fn each_filter_reads_an_index_in_its_order() {
    on_both_engines(async |db| {
        let sales = Fixtures::at(&db, NOW).group("Sales").create().await;
        many_lines(&db, 20_000, sales).await;
        let spread = "UPDATE activity SET group_id = id % 50, user_id = id % 45, actor_id = id % 40, \
            course_id = id % 60, verb = 'verb.' || (id % 30)";
        execute(&db, spread, vec![]).await;
        execute(&db, "ANALYZE", vec![]).await;
        for (condition, index) in [
            ("TRUE", "activity_at"),
            ("t.verb = 'verb.7'", "activity_verb_at"),
            ("t.group_id = 7", "activity_group_at"),
            ("t.course_id = 7", "activity_course_at"),
            ("t.user_id = 7", "activity_user_at"),
            ("t.actor_id = 7", "activity_actor_at"),
        ] {
            let explain = if db.is_sqlite() { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
            let column = if db.is_sqlite() { "detail" } else { "QUERY PLAN" };
            let text = format!(
                "{explain} SELECT t.at, t.id FROM activity t WHERE {condition} AND (t.at, t.id) >= (1500, 0) \
                 AND (t.at, t.id) < (19000, 7) ORDER BY t.at DESC, t.id DESC LIMIT 51"
            );
            let steps = rows(&db, &text, vec![]).await;
            let steps = steps.iter().map(|step| step.try_get::<String>("", column).unwrap());
            let plan = steps.collect::<Vec<_>>().join("\n");
            assert!(plan.contains(index), "{condition}: {plan}");
            assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort "), "{plan}");
        }
    })
    .await;
}
