//! A portal for the commands: a folder with its secret, and a database of either engine.
use db::{Db, secrets::Secrets};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicU64, Ordering},
};
use tempfile::TempDir;

/// The secret of every portal here, as its file has it.
pub const SECRET: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// A portal in a folder of its own, that does not run.
pub struct Portal {
    folder: TempDir,
    /// `None`: the SQLite file in the folder.
    postgres: Option<Postgres>,
}

struct Postgres {
    server: DatabaseConnection,
    name: String,
    url: String,
}

impl Portal {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret");
        std::fs::write(&secret, SECRET).unwrap();
        std::fs::set_permissions(&secret, PermissionsExt::from_mode(0o600)).unwrap();
        let postgres = None;
        Self { folder, postgres }
    }

    async fn postgres(url: &str) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("muster_commands_{}_{number}", std::process::id());
        let server = Database::connect(url).await.unwrap();
        let create = format!("CREATE DATABASE {name}");
        server.execute_unprepared(&create).await.unwrap();
        let (address, options) = url.split_once('?').unwrap_or((url, ""));
        let host = address.rsplit_once('/').unwrap().0;
        let url = format!("{host}/{name}?{options}");
        let postgres = Some(Postgres { server, name, url });
        Self {
            postgres,
            ..Self::sqlite()
        }
    }

    /// Another one on the same engine, with nothing but the same secret.
    pub async fn another(&self) -> Self {
        match &self.postgres {
            Some(_) => Self::postgres(&std::env::var("MUSTER_TEST_POSTGRES").unwrap()).await,
            None => Self::sqlite(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn url(&self) -> String {
        match &self.postgres {
            Some(postgres) => postgres.url.clone(),
            None => format!("sqlite://{}", self.path("muster.db").display()),
        }
    }

    /// The database with its tables, and nothing in them that a portal adds when it starts.
    pub async fn migrated(&self) -> Db {
        let db = Db::connect(&self.url(), Secrets::new([7; 32]))
            .await
            .unwrap();
        db.migrate().await.unwrap();
        db
    }

    /// The database as a running portal has it.
    pub async fn open(&self) -> Db {
        let db = self.migrated().await;
        db::user_types::ensure_built_in(&db).await.unwrap();
        db
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
        command
            .args(arguments)
            .arg("--data")
            .arg(self.folder.path());
        command
            .env_remove("DATABASE_URL")
            .env_remove("MUSTER_SECRET");
        if let Some(postgres) = &self.postgres {
            command.env("DATABASE_URL", &postgres.url);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Returns what the command printed.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Returns what the command complained of.
    pub fn fail(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {printed}");
        String::from_utf8(output.stderr).unwrap()
    }

    async fn remove(self) {
        if let Some(postgres) = self.postgres {
            let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", postgres.name);
            postgres.server.execute_unprepared(&drop).await.unwrap();
        }
    }
}

/// Runs a test on SQLite, and on PostgreSQL where that and its programs are at hand.
pub async fn on_both_engines(test: impl AsyncFn(&Portal, &Portal)) {
    run(Portal::sqlite(), &test).await;
    let Ok(url) = std::env::var("MUSTER_TEST_POSTGRES") else {
        eprintln!("ran on SQLite only: MUSTER_TEST_POSTGRES is not set");
        return;
    };
    if Command::new("pg_dump").arg("--version").output().is_err() {
        eprintln!("ran on SQLite only: pg_dump is not installed");
        return;
    }
    run(Portal::postgres(&url).await, &test).await;
}

async fn run(portal: Portal, test: &impl AsyncFn(&Portal, &Portal)) {
    let another = portal.another().await;
    test(&portal, &another).await;
    portal.remove().await;
    another.remove().await;
}

/// The path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
