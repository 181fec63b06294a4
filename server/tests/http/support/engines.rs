//! A portal on each engine.
use super::{Options, TestServer};
use db::{Db, secrets::Secrets};
use sea_orm::{ConnectionTrait, Database};
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering},
};

/// Runs a test on SQLite and, if `MUSTER_TEST_POSTGRES` is the URL of a superuser's database, on
/// PostgreSQL, each in a new database.
pub async fn on_both_engines(test: impl AsyncFn(TestServer)) {
    // Of its own: a test's thread has a small stack, and each future within another makes that larger.
    let server = Box::pin(TestServer::new()).await;
    Box::pin(test(server)).await;
    match std::env::var("MUSTER_TEST_POSTGRES") {
        Ok(url) => Box::pin(on_postgres(&url, None, &test)).await,
        Err(_) => eprintln!("ran on SQLite only: MUSTER_TEST_POSTGRES is not set"),
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
    Box::pin(on_postgres(&url, Some(proxy), &test)).await;
}

async fn on_postgres(url: &str, proxy: Option<SocketAddr>, test: &impl AsyncFn(TestServer)) {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("muster_http_{}_{number}", std::process::id());
    let server = Database::connect(url).await.unwrap();
    let command = async |text: String| server.execute_unprepared(&text).await.unwrap();
    command(format!("CREATE DATABASE {name}")).await;
    // The part between the host and the options is the database.
    let (address, options) = url.split_once('?').unwrap_or((url, ""));
    let host = address.rsplit_once('/').unwrap().0;
    let url = match proxy {
        Some(proxy) => format!("postgres://muster@{proxy}/{name}?sslmode=disable"),
        None => format!("{host}/{name}?{options}"),
    };
    let db = Db::connect(&url, Secrets::new([7; 32])).await.unwrap();
    db.migrate().await.unwrap();
    db::user_types::ensure_built_in(&db).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    Box::pin(test(TestServer::on(folder, db, Options::default()))).await;
    command(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
}
