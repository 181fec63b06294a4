//! What a process left that was killed.
use crate::support::{NOW, execute, number, on_both_engines};
use db::left_behind::give_back;
use domain::{mass_actions::MassActionKind, mass_actions::Selection};
use fixtures::Fixtures;

const ATTEMPT: &str = "INSERT INTO throttles (scope, subject, tries, last_at, pending, pending_at) \
                       VALUES ('sign_in', 'ana', 0, 1, 3, 1)";
const IN_FLIGHT: &str = "SELECT CAST(sum(pending) AS bigint) FROM throttles";

/// On PostgreSQL another process may be checking them, and working on it.
#[tokio::test]
async fn a_start_gives_back_what_another_process_left_unless_one_is_connected() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let group = fixtures.group("Group").create().await;
        let kind = MassActionKind::Assign;
        fixtures.start(group, kind, &Selection::AllMembers).await;
        execute(&db, ATTEMPT, vec![]).await;
        let later = NOW.plus_seconds(1);
        let held = async || db::mass_actions::list_abandoned(&db, later).await.unwrap();
        assert!(held().await.is_empty());
        give_back(&db, NOW).await.unwrap();
        assert_eq!(number(&db, IN_FLIGHT, vec![]).await, 0);
        assert_eq!(held().await.len(), 1);

        if !db.is_sqlite() {
            execute(&db, "UPDATE throttles SET pending = 3", vec![]).await;
            // One of the connections becomes another portal's.
            execute(&db, "SET application_name = 'muster 1'", vec![]).await;
            give_back(&db, NOW).await.unwrap();
            assert_eq!(number(&db, IN_FLIGHT, vec![]).await, 3);
        }
    })
    .await;
}
