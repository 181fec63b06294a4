//! A portal on each engine.
use super::{Options, TestServer};
use db::Db;
use fixtures::databases::Postgres;
use std::net::SocketAddr;

/// Runs a test on SQLite and, if `MUSTER_TEST_POSTGRES` is the URL of a superuser's database, on
/// PostgreSQL, each in a new database.
pub async fn on_both_engines(test: impl AsyncFn(TestServer)) {
    // Of its own: a test's thread has a small stack, and each future within another makes that larger.
    let server = Box::pin(TestServer::new()).await;
    Box::pin(test(server)).await;
    match Postgres::new().await {
        Some(database) => {
            let db = database.open().await;
            Box::pin(on_postgres(database, db, &test)).await;
        }
        None => eprintln!("ran on SQLite only: MUSTER_TEST_POSTGRES is not set"),
    }
}

/// Runs a test on PostgreSQL, if there is one, that is reached over a proxy of the test's own. `through`
/// returns the proxy's address for the path of the server's socket.
pub async fn on_postgres_through(
    through: impl AsyncFnOnce(String) -> SocketAddr,
    test: impl AsyncFn(TestServer),
) {
    let Ok(url) = std::env::var("MUSTER_TEST_POSTGRES") else {
        return eprintln!("did not run: MUSTER_TEST_POSTGRES is not set");
    };
    let folder = url.split_once("host=").unwrap().1;
    let folder = folder.split('&').next().unwrap();
    let proxy = through(format!("{folder}/.s.PGSQL.5432")).await;
    let database = Postgres::new().await.unwrap();
    let db = database.open_at(&proxy.to_string()).await;
    Box::pin(on_postgres(database, db, &test)).await;
}

async fn on_postgres(database: Postgres, db: Db, test: &impl AsyncFn(TestServer)) {
    db::user_types::ensure_built_in(&db).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    Box::pin(test(TestServer::on(folder, db, Options::default()))).await;
    database.remove().await;
}
