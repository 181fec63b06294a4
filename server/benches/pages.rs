//! Measures how long the server takes for a page, from the request to the last byte of its HTML:
//! session, permissions, data, rendering and compression. `cargo bench -p server --bench pages`.
//! For comparison it also measures a response without a page, and the queries of the page alone.
#[path = "../../db/benches/groups/measuring.rs"]
mod measuring;

use axum::{
    Router,
    body::{Body, Bytes},
    http::{
        Request, StatusCode,
        header::{ACCEPT_ENCODING, COOKIE, HOST},
    },
};
use db::Db;
use domain::ids::UserId;
use http_body_util::BodyExt;
use leptos::prelude::LeptosOptions;
use measuring::{Result, execute, fill_lists, head, line, open};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use server::{Shared, Timeouts, assets::AssetFolder, monitor::Monitor, router};
use std::time::Instant;
use tokio::sync::watch;
use tower::ServiceExt;

const READS: usize = 41;

/// The address, and a text that its page contains.
const PAGES: [(&str, &str); 6] = [
    ("/groups/1/users", "Group member"),
    ("/groups/1/users?q=login77777", "login77777"),
    ("/groups/1/users?filter=out_of_sync", "0 of 20 courses"),
    ("/groups", "20,000"),
    ("/groups?q=19876", "Group 19876"),
    ("/users?q=login77777", "login77777"),
];

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let db = open(&folder.path().join("pages.db")).await?;
    fill_lists(&db).await;
    execute(
        &db,
        "UPDATE users SET user_type_id = (SELECT id FROM user_types WHERE built_in = 'super_admin') WHERE id = 1",
    )
    .await?;
    let session = db::sessions::open(&db, UserId(1), "127.0.0.1", "bench", db::now()).await?;
    let router = portal(db.clone())?;
    println!("whole pages at 100,000 users, 20,000 groups (bar 25)");
    head();
    for (path, holds) in PAGES {
        page(&router, &session, path, holds).await?;
    }
    page(&router, &session, "/healthz", "").await?;
    bare_rows(&db).await
}

fn portal(db: Db) -> Result<Router> {
    // The sender is dropped: nothing stops the server here.
    let (_, stopping) = watch::channel(false);
    let portal = Shared {
        db: db.into(),
        base_url: "http://muster.test".into(),
        leptos_options: LeptosOptions::builder().output_name("muster").build(),
        assets: AssetFolder::none(),
        mailer: None,
        stripe: None,
        trusted_proxies: Default::default(),
        timeouts: Timeouts::default(),
        stopping,
        monitor: Monitor::default(),
    };
    Ok(router(portal.into())?)
}

/// Measured as browsers ask: compressed.
async fn page(router: &Router, session: &str, path: &str, holds: &str) -> Result<()> {
    let plain = answer(router, session, path, "identity").await?;
    assert!(
        String::from_utf8_lossy(&plain).contains(holds),
        "{path} lacks {holds}"
    );
    let mut times = Vec::with_capacity(READS);
    let mut sent = 0;
    for _ in 0..READS {
        let start = Instant::now();
        sent = answer(router, session, path, "br").await?.len();
        times.push(start.elapsed());
    }
    let (plain, sent) = (plain.len() / 1000, sent / 1000);
    line(&format!("GET {path} ({plain} kB, {sent} sent)"), times);
    Ok(())
}

async fn answer(router: &Router, session: &str, path: &str, encoding: &str) -> Result<Bytes> {
    let request = Request::get(path)
        .header(HOST, "muster.test")
        .header(COOKIE, format!("session={session}"))
        .header(ACCEPT_ENCODING, encoding)
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty())?;
    let answer = router.clone().oneshot(request).await?;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    Ok(answer.into_body().collect().await?.to_bytes())
}

/// The minimum for the Users tab: fifty users and nothing else.
async fn bare_rows(db: &Db) -> Result<()> {
    let mut times = Vec::with_capacity(READS);
    for _ in 0..READS {
        let text = "SELECT * FROM users ORDER BY sort_name, id LIMIT 50";
        let start = Instant::now();
        let statement = Statement::from_string(DbBackend::Sqlite, text);
        let rows = db.read().query_all_raw(statement).await?;
        times.push(start.elapsed());
        assert_eq!(rows.len(), 50);
    }
    line("floor: 50 users by one bare query", times);
    Ok(())
}
