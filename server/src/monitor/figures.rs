//! What is looked up when someone asks for the metrics. What has to be counted in tables is counted every 15 seconds
//! at most, however often and by however many is asked.
use super::{
    labels::{Connections, InLane, InState, OfPool},
    looked_up::LookedUp,
    process,
};
use crate::AppState;
use db::{
    monitoring::{self, Counted, Size},
    passwords,
};
use domain::time::Timestamp;
use std::time::{Duration, Instant};
use tokio::{sync::Mutex, time::timeout};

/// How old counts may be.
const FRESH: Duration = Duration::from_secs(15);

/// How long counting may take: without it, the rest is told all the same.
const PATIENCE: Duration = Duration::from_secs(2);

/// When the tables were last counted, or when that was tried.
#[derive(Default)]
pub(crate) struct Figures(Mutex<Option<Instant>>);

/// Returns all metrics as Prometheus reads them.
pub async fn scrape(portal: &AppState) -> String {
    let metrics = portal.monitor.metrics();
    let of = &metrics.looked_up;
    look_around(portal, of);
    process::look_up(of);
    // One counts, and the others wait for the result.
    let mut last = portal.monitor.0.figures.0.lock().await;
    if last.is_none_or(|last| last.elapsed() >= FRESH) {
        *last = Some(Instant::now());
        let now = db::now();
        match timeout(PATIENCE, count(portal, now)).await {
            Ok(Ok((counted, size))) => show(of, &counted, size, now),
            Ok(Err(error)) => tracing::warn!(%error, "the tables were not counted"),
            Err(_) => tracing::warn!("counting the tables took too long"),
        }
    }
    drop(last);
    metrics.text()
}

async fn count(portal: &AppState, now: Timestamp) -> Result<(Counted, Size), db::Error> {
    let db = portal.system();
    Ok((
        monitoring::count(db, now).await?,
        monitoring::size(db).await?,
    ))
}

/// What is known without asking the database.
fn look_around(portal: &AppState, of: &LookedUp) {
    let db = portal.system();
    of.database_up
        .set(i64::from(portal.monitor.database().answers()));
    of.streams.set(number(portal.monitor.streams().count()));
    of.waiting_writers
        .set(number(monitoring::waiting_writers(db)));
    for pool in monitoring::pools(db) {
        let used = pool.open.saturating_sub(pool.idle);
        for (state, connections) in [("idle", pool.idle), ("used", used)] {
            let labels = Connections {
                pool: pool.name,
                state,
            };
            let gauge = of.connections.get_or_create(&labels);
            gauge.set(i64::from(connections));
        }
        let most = of
            .most_connections
            .get_or_create(&OfPool { pool: pool.name });
        most.set(i64::from(pool.most));
    }
    let waiting = passwords::waiting();
    for (lane, waiting) in [("known", waiting.known), ("others", waiting.others)] {
        of.at_desk
            .get_or_create(&InLane { lane })
            .set(number(waiting));
    }
}

fn show(of: &LookedUp, counted: &Counted, size: Size, now: Timestamp) {
    of.mails_due.set(counted.mails_due);
    of.mails_failed.set(counted.mails_failed);
    let waited = counted.oldest_due.map_or(0, |oldest| now.0 - oldest);
    of.oldest_mail.set(waited as f64 / 1_000.0);
    let states = [
        (&of.mass_actions, "running", counted.mass_actions_running),
        (&of.mass_actions, "waiting", counted.mass_actions_waiting),
        (&of.imports, "running", counted.imports_running),
        (&of.imports, "waiting", counted.imports_waiting),
        (&of.imports, "failed", counted.imports_failed),
    ];
    for (family, state, number) in states {
        family.get_or_create(&InState { state }).set(number);
    }
    of.sessions.set(counted.sessions);
    of.signed_in.set(counted.users_signed_in);
    of.database_size.set(size.database);
    of.log_size.set(size.log.unwrap_or(0));
    of.counted_at.set(now.0 / 1_000);
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
