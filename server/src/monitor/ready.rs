//! For balancers, service managers and containers: whether the process lives, and whether it should get requests.
use super::database::READY;
use crate::AppState;
use axum::{extract::State, http::StatusCode};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How long a schema that fitted is taken to fit.
const SCHEMA: Duration = Duration::from_secs(10);

/// The paths of this module, which are served under any host name.
pub const PATHS: [&str; 3] = ["/livez", "/readyz", "/healthz"];

/// The process answers.
pub async fn livez() -> StatusCode {
    StatusCode::OK
}

/// 200 if the process can serve; otherwise 503 and why, in one word.
pub async fn readyz(State(portal): State<AppState>) -> (StatusCode, &'static str) {
    match unready(&portal).await {
        None => (StatusCode::OK, "ready"),
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, why),
    }
}

async fn unready(portal: &AppState) -> Option<&'static str> {
    if *portal.stopping.borrow() {
        return Some("stopping");
    }
    let database = portal.monitor.database();
    if database.ask(portal.system(), READY).await.is_err() {
        return Some("database");
    }
    match timeout(READY, has_own_schema(portal)).await {
        Ok(Ok(true)) => None,
        Ok(Ok(false)) => Some("migrations"),
        Ok(Err(_)) | Err(_) => Some("database"),
    }
}

async fn has_own_schema(portal: &AppState) -> Result<bool, db::Error> {
    let mut seen = portal.monitor.database().schema_seen.lock().await;
    if seen.is_some_and(|seen| seen.elapsed() < SCHEMA) {
        return Ok(true);
    }
    let fits = db::upkeep::has_own_schema(portal.system()).await?;
    *seen = fits.then(Instant::now);
    Ok(fits)
}
