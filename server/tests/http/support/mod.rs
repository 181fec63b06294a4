//! Shared by the tests: a portal per test, and requests as scripts, browsers and attackers send
//! them. What is in the portal is made by `fixtures`.
mod database;
mod engines;
mod guests;
mod log;
mod request;
mod response;
mod upload;

pub use database::assert_unchanged;
pub use engines::{on_both_engines, on_postgres_through};
pub use log::Log;
pub use request::{ADDING, TestRequest, function, function_name};
pub use response::TestResponse;
pub use upload::{Upload, end_of_form};

use axum::Router;
use db::Db;
use domain::time::Timestamp;
use fixtures::{Fixtures, databases};
use leptos::prelude::LeptosOptions;
use server::{
    AppState, Shared, Timeouts, assets::AssetFolder, mailer::Mailer, monitor::Monitor, router,
    stripe::Stripe,
};
use std::{net::IpAddr, time::Duration};
use tempfile::TempDir;
use tokio::sync::watch;

/// The limit for whatever may be slow on a slow machine: reaching it fails a test that would
/// otherwise hang.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A portal on its own database, which is removed with it.
pub struct TestServer {
    pub db: Db,
    /// Makes what is in the portal.
    pub fixtures: Fixtures,
    pub base_url: String,
    /// Send true to stop the server.
    pub stop: watch::Sender<bool>,
    pub router: Router,
    /// What background tasks work with.
    pub portal: AppState,
    folder: TempDir,
}

/// Settings that tests can change.
pub struct Options {
    pub base_url: &'static str,
    pub trusted_proxies: Vec<IpAddr>,
    pub timeouts: Timeouts,
    pub assets: AssetFolder,
    pub mailer: Option<Mailer>,
    pub stripe: Option<Stripe>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            base_url: "http://muster.test",
            trusted_proxies: Vec::new(),
            timeouts: Timeouts::default(),
            assets: AssetFolder::none(),
            mailer: None,
            stripe: None,
        }
    }
}

impl TestServer {
    pub async fn new() -> Self {
        Self::with(Options::default()).await
    }

    pub async fn with(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = databases::new_sqlite(folder.path()).await;
        db::user_types::ensure_built_in(&db).await.unwrap();
        Self::on(folder, db, options)
    }

    /// Another portal on a copy of this one's data; this one ends.
    pub async fn close(self) -> Original {
        self.db.close().await.unwrap();
        Original {
            folder: self.folder,
        }
    }

    fn on(folder: TempDir, db: Db, options: Options) -> Self {
        let (stop, stopping) = watch::channel(false);
        let portal = AppState::from(Shared {
            db: db.clone().into(),
            base_url: options.base_url.into(),
            leptos_options: LeptosOptions::builder().output_name("muster").build(),
            assets: options.assets,
            mailer: options.mailer,
            trusted_proxies: options.trusted_proxies.into(),
            timeouts: options.timeouts,
            stripe: options.stripe,
            stopping,
            monitor: Monitor::default(),
        });
        Self {
            fixtures: Fixtures::new(&db),
            db,
            base_url: options.base_url.into(),
            stop,
            router: router(portal.clone()).unwrap(),
            portal,
            folder,
        }
    }
}

/// A time in the past (negative: in the future).
pub fn minutes_ago(minutes: i64) -> Timestamp {
    db::now().plus_seconds(-60 * minutes)
}

/// The data of a closed portal, to be copied for each test that starts from it.
pub struct Original {
    folder: TempDir,
}

impl Original {
    pub async fn copy(&self) -> TestServer {
        self.copy_with(Options::default()).await
    }

    pub async fn copy_with(&self, options: Options) -> TestServer {
        let folder = tempfile::tempdir().unwrap();
        let file = "muster.db";
        std::fs::copy(self.folder.path().join(file), folder.path().join(file)).unwrap();
        let db = databases::open_sqlite(folder.path()).await;
        TestServer::on(folder, db, options)
    }
}
