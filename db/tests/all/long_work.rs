//! What takes longer than a request may.
use crate::support::on_both_engines;
use db::upkeep;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

#[tokio::test]
async fn postgresql_does_not_end_the_turn_of_a_backup() {
    on_both_engines(async |db| {
        let turn = upkeep::try_turn(&db).await.unwrap().unwrap();
        let Some(turn) = turn else {
            assert!(db.is_sqlite(), "of which there is one process");
            return;
        };
        let limit = "SHOW idle_in_transaction_session_timeout";
        let limit = Statement::from_string(DbBackend::Postgres, limit);
        let limit = turn.query_one_raw(limit).await.unwrap().unwrap();
        assert_eq!(limit.try_get_by_index::<String>(0).unwrap(), "0");
    })
    .await;
}
