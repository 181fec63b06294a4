//! The files that the build made for the browser: their names, and how they are served. They are inside
//! the binary of a release, or in a folder.
mod built_in;

use crate::AppState;
use anyhow::{Context, bail};
use app::shell::Assets;
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use browser_files::{FILES, Files};
use built_in::BuiltIn;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};
use tower_http::services::ServeDir;

/// What lists the other files.
const LIST: &str = "assets.json";

/// Where a debug build has them.
const USUAL_FOLDER: &str = "dist";

/// The browser's files, and an `assets.json` that names the parts.
#[derive(Clone)]
pub struct AssetFolder {
    source: Source,
    read: Arc<RwLock<(Option<SystemTime>, Arc<Assets>)>>,
}

#[derive(Clone)]
enum Source {
    Folder(PathBuf),
    Binary(Files),
}

impl AssetFolder {
    /// Returns the files of the folder that was named, else those inside the binary, else those of
    /// `dist`.
    ///
    /// # Errors
    /// The frontend has not been built, or is elsewhere.
    pub fn find(named: Option<&Path>) -> anyhow::Result<Self> {
        match named {
            Some(folder) => Self::open(folder),
            None if !FILES.is_empty() => Self::inside(FILES),
            None => Self::open(Path::new(USUAL_FOLDER)).context(
                "this binary was built without the browser's files: name their folder with --assets",
            ),
        }
    }

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
            source: Source::Folder(folder.to_owned()),
            read: Arc::new(RwLock::new((changed(folder), Arc::new(assets)))),
        })
    }

    /// Returns files that are part of the binary.
    ///
    /// # Errors
    /// There is no readable `assets.json` among them.
    pub fn inside(files: Files) -> anyhow::Result<Self> {
        let Some(list) = built_in::find(files, Path::new(LIST)) else {
            bail!("no {LIST} among the browser's files inside this binary");
        };
        let assets: Assets = serde_json::from_slice(list)
            .with_context(|| format!("the {LIST} inside this binary cannot be read"))?;
        Ok(Self {
            source: Source::Binary(files),
            read: Arc::new(RwLock::new((None, Arc::new(assets)))),
        })
    }

    /// Names of files that do not exist, for tests that request no asset.
    pub fn none() -> Self {
        Self {
            source: Source::Binary(&[]),
            read: Arc::default(),
        }
    }

    /// Returns the current names. A debug build reads them again after each build of the frontend,
    /// and keeps the old names while one is running.
    pub fn names(&self) -> Arc<Assets> {
        if cfg!(debug_assertions)
            && let Source::Folder(folder) = &self.source
        {
            self.read_again(folder);
        }
        self.read
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .1
            .clone()
    }

    fn read_again(&self, folder: &Path) {
        let now = changed(folder);
        let known = self.read.read().unwrap_or_else(PoisonError::into_inner).0;
        if now.is_some()
            && now != known
            && let Ok(assets) = read(folder)
        {
            *self.read.write().unwrap_or_else(PoisonError::into_inner) = (now, Arc::new(assets));
        }
    }
}

fn read(folder: &Path) -> anyhow::Result<Assets> {
    Ok(serde_json::from_slice(&std::fs::read(folder.join(LIST))?)?)
}

fn changed(folder: &Path) -> Option<SystemTime> {
    std::fs::metadata(folder.join(LIST)).ok()?.modified().ok()
}

/// Serves `/pkg/*`, precompressed and cacheable without limit.
pub fn routes(files: &AssetFolder) -> Router<AppState> {
    let routes = Router::new();
    let routes = match &files.source {
        Source::Folder(folder) => routes.nest_service(
            "/pkg",
            ServeDir::new(folder)
                .precompressed_br()
                .precompressed_gzip(),
        ),
        Source::Binary(files) => routes.nest_service(
            "/pkg",
            ServeDir::with_backend("", BuiltIn(files))
                .precompressed_br()
                .precompressed_gzip(),
        ),
    };
    routes.layer(middleware::from_fn(keep_for_ever))
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
