//! What a running portal tells those who watch it: whether it is ready, what it measures, and whether its database
//! answers.
pub mod database;
pub mod figures;
mod labels;
mod looked_up;
mod metrics;
mod process;
pub mod ready;
pub mod requests;
mod task;

pub use task::Task;

use crate::{AppState, open_streams::OpenStreams};
use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use database::DatabaseWatch;
use domain::face::Face;
use figures::Figures;
use metrics::Metrics;
use prometheus_client::encoding::prometheus_text::CONTENT_TYPE;
use std::sync::{Arc, Mutex, PoisonError};

/// Shared by all requests and tasks of one portal.
#[derive(Clone, Default)]
pub struct Monitor(Arc<Inner>);

#[derive(Default)]
struct Inner {
    metrics: Metrics,
    database: DatabaseWatch,
    figures: Figures,
    streams: OpenStreams,
    /// As the last page showed it, for pages that cannot ask the database.
    face: Mutex<Option<Arc<Face>>>,
}

impl Monitor {
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn database(&self) -> &DatabaseWatch {
        &self.0.database
    }

    pub(crate) fn streams(&self) -> &OpenStreams {
        &self.0.streams
    }

    /// Notes that a background task ran, and logs its failure.
    pub fn ran<T>(&self, task: Task, result: &Result<T, db::Error>) {
        self.metrics().ran(task, result.is_ok());
        if let Err(error) = result {
            tracing::error!(%error, task = task.code(), "a background task failed");
        }
    }

    pub(crate) fn face(&self) -> Arc<Face> {
        let face = self.0.face.lock();
        let face = face.unwrap_or_else(PoisonError::into_inner);
        face.clone().unwrap_or_default()
    }

    pub(crate) fn remember_face(&self, face: &Face) {
        let mut known = self.0.face.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_deref() != Some(face) {
            *known = Some(Arc::new(face.clone()));
        }
    }
}

/// The routes of the address for metrics, which users never reach.
pub fn routes(portal: AppState) -> Router {
    Router::new()
        .route("/metrics", get(show))
        .route("/livez", get(ready::livez))
        .route("/readyz", get(ready::readyz))
        .with_state(portal)
}

async fn show(State(portal): State<AppState>) -> Response {
    let metrics = figures::scrape(&portal).await;
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], metrics).into_response()
}
