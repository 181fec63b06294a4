//! Times of the future that a clock which was ahead left behind.
use crate::support::{NOW, execute, number, on_both_engines};
use db::wrong_clock::forget_later_times;
use domain::{mass_actions::MassActionKind, mass_actions::Selection, time::Timestamp};
use fixtures::Fixtures;

/// What waits, and for how many seconds it may.
const WAITING: [(&str, &str, i64); 4] = [
    ("mass_actions", "leased_until", 3_000),
    ("throttles", "last_at", 3_000),
    ("throttles", "pending_at", 3_000),
    ("mails", "next_at", 6 * 3_600),
];

#[tokio::test]
async fn nothing_waits_for_a_time_that_only_a_wrong_clock_can_set() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let group = fixtures.group("Group").create().await;
        let kind = MassActionKind::Assign;
        fixtures.start(group, kind, &Selection::AllMembers).await;
        let failure = "INSERT INTO throttles (scope, subject, tries, last_at, pending, pending_at) \
                       VALUES ('sign_in', 'ana', 9, 1, 1, 1)";
        execute(&db, failure, vec![]).await;
        let txn = db.write().await.unwrap();
        db::mails::enqueue(&txn, "ana@example.org", "Subject", "Text", NOW)
            .await
            .unwrap();
        txn.commit().await.unwrap();
        for (table, column, longest) in WAITING {
            let tomorrow = NOW.plus_days(1);
            for (set, expected) in [(tomorrow, NOW), (later(longest), later(longest))] {
                let update = format!("UPDATE {table} SET {column} = $1");
                assert_eq!(execute(&db, &update, vec![set.0.into()]).await, 1);
                forget_later_times(&db, NOW).await.unwrap();
                let found = number(&db, &format!("SELECT {column} FROM {table}"), vec![]).await;
                assert_eq!(Timestamp(found), expected, "{table}.{column}");
            }
        }
    })
    .await;
}

fn later(seconds: i64) -> Timestamp {
    NOW.plus_seconds(seconds)
}
