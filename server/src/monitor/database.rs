//! Whether the database answers, and what requests get while it does not.
use crate::{AppState, failure_page::unavailable};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use db::{Db, Probe};
use domain::messages::refusals;
use std::time::{Duration, Instant};
use tokio::{
    sync::{Mutex, watch},
    time::{sleep, timeout},
};

/// How long the database may take when it is asked whether it is ready.
pub(super) const READY: Duration = Duration::from_secs(1);

/// How long it may be silent before requests no longer wait for it: a machine that is busy may take a second.
const SILENT: Duration = Duration::from_secs(3);

/// The same with SQLite, which is asked over a connection of the pool: those may all be busy for a while.
const SILENT_FILE: Duration = Duration::from_secs(60);

pub(crate) struct DatabaseWatch {
    probe: Mutex<Option<Probe>>,
    answers: watch::Sender<bool>,
    /// When the schema was last found to be this program's.
    pub(super) schema_seen: Mutex<Option<Instant>>,
}

impl Default for DatabaseWatch {
    fn default() -> Self {
        Self {
            probe: Mutex::default(),
            answers: watch::Sender::new(true),
            schema_seen: Mutex::default(),
        }
    }
}

impl DatabaseWatch {
    /// Whether the database answered when it was last watched.
    pub(crate) fn answers(&self) -> bool {
        *self.answers.borrow()
    }

    /// Asks the database; an error also if it does not answer in time.
    pub(super) async fn ask(&self, db: &Db, limit: Duration) -> Result<(), String> {
        let asked = async {
            let mut probe = self.probe.lock().await;
            let probe = probe.get_or_insert_with(|| Probe::new(db.clone()));
            probe.ask().await
        };
        match timeout(limit, asked).await {
            Ok(answer) => answer.map_err(|error| error.to_string()),
            Err(_) => Err("no answer".to_owned()),
        }
    }
}

/// Asks the database for ever, and remembers whether it answers.
pub async fn watch(portal: AppState) {
    let (watched, db) = (portal.monitor.database(), portal.system());
    let silent = if db.is_sqlite() { SILENT_FILE } else { SILENT };
    loop {
        let answer = watched.ask(db, silent).await;
        let answers = answer.is_ok();
        let has_changed = watched.answers.send_if_modified(|before| {
            let has_changed = *before != answers;
            *before = answers;
            has_changed
        });
        match answer {
            Err(error) if has_changed => tracing::error!(error, "the database does not answer"),
            Ok(()) if has_changed => tracing::info!("the database answers again"),
            _ => {}
        }
        let pause = if answers { 1_000 } else { 250 };
        sleep(Duration::from_millis(pause)).await;
    }
}

/// Answers 503 right away while the database is away, and ends what waits for it when it goes.
pub async fn require(State(portal): State<AppState>, request: Request, next: Next) -> Response {
    let mut answers = portal.monitor.database().answers.subscribe();
    if !*answers.borrow() {
        return unavailable(refusals::NO_SESSION_LOOKUP);
    }
    tokio::select! {
        response = next.run(request) => response,
        Ok(_) = answers.wait_for(|answers| !answers) => unavailable(refusals::NO_SESSION_LOOKUP),
    }
}
