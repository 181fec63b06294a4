//! The files that the build made for the browser: their names, and how they are served.
use crate::AppState;
use anyhow::Context;
use app::shell::Assets;
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};
use tower_http::services::ServeDir;

/// A folder with an `assets.json` that names the parts.
#[derive(Clone)]
pub struct AssetFolder {
    folder: PathBuf,
    read: Arc<RwLock<(Option<SystemTime>, Arc<Assets>)>>,
}

impl AssetFolder {
    /// # Errors
    /// There is no readable `assets.json`: the frontend has not been built.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let assets = read(folder).with_context(|| {
            format!(
                "no readable assets.json in {}: run `trunk build` first",
                folder.display()
            )
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            read: Arc::new(RwLock::new((changed(folder), Arc::new(assets)))),
        })
    }

    /// Names of files that do not exist, for tests that request no asset.
    pub fn none() -> Self {
        Self {
            folder: PathBuf::from("no-assets"),
            read: Arc::default(),
        }
    }

    /// Returns the current names. A debug build reads them again after each build of the frontend,
    /// and keeps the old names while one is running.
    pub fn names(&self) -> Arc<Assets> {
        if cfg!(debug_assertions) {
            let now = changed(&self.folder);
            let known = self.read.read().unwrap_or_else(PoisonError::into_inner).0;
            if now.is_some()
                && now != known
                && let Ok(assets) = read(&self.folder)
            {
                *self.read.write().unwrap_or_else(PoisonError::into_inner) =
                    (now, Arc::new(assets));
            }
        }
        self.read
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .1
            .clone()
    }
}

fn read(folder: &Path) -> anyhow::Result<Assets> {
    Ok(serde_json::from_slice(&std::fs::read(
        folder.join("assets.json"),
    )?)?)
}

fn changed(folder: &Path) -> Option<SystemTime> {
    std::fs::metadata(folder.join("assets.json"))
        .ok()?
        .modified()
        .ok()
}

/// Serves `/pkg/*`, precompressed and cacheable without limit, and the icon.
pub fn routes(assets: &AssetFolder) -> Router<AppState> {
    let files = ServeDir::new(&assets.folder)
        .precompressed_br()
        .precompressed_gzip();
    Router::new()
        .nest_service("/pkg", files)
        .layer(middleware::from_fn(keep_for_ever))
        .route("/favicon.svg", get(favicon))
}

/// A file's name is a hash of its bytes, so a found file never changes. A missing one may exist
/// after the next build.
async fn keep_for_ever(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let found = matches!(
        response.status(),
        StatusCode::OK | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT
    );
    let caching = if found {
        "public, max-age=31536000, immutable"
    } else {
        "no-store"
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

async fn favicon() -> impl IntoResponse {
    let caching = (header::CACHE_CONTROL, "public, max-age=86400");
    (
        [(header::CONTENT_TYPE, "image/svg+xml"), caching],
        include_str!("favicon.svg"),
    )
}
