//! `muster serve`: the portal, until it is told to stop.
use super::open_database;
use crate::config::Config;
use anyhow::Context;
use db::Db;
use leptos::prelude::LeptosOptions;
use server::{
    AppState, Timeouts, assets::AssetFolder, background_tasks, backups,
    connections::ConnectionLimits, demo, privacy, router, serve,
};
use tokio::{net::TcpListener, sync::watch};

/// How many connections one source has at a time, where enough files can be open: a school behind one
/// address has six for each of its browsers.
const CONNECTIONS: usize = 2048;

/// Serves until a signal comes.
pub async fn run(mut settings: Config, demo: bool) -> anyhow::Result<()> {
    let db = open_database(&mut settings).await?;
    let url = settings.database_url()?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("cannot listen on {}", settings.listen))?;
    let base_url = settings.base_url();
    if demo {
        fill_with_demo(&db, settings.demo_password.as_deref()).await?;
    }
    if let Some(token) = db::settings::setup_token(&db).await? {
        println!("One-time link to set up the portal: {base_url}/setup/{token}");
    }
    let mailer = settings.mailer()?;
    let (stop, stopping) = watch::channel(false);
    let portal = AppState {
        db: db.into(),
        base_url: base_url.as_str().into(),
        leptos_options: LeptosOptions::builder().output_name("muster").build(),
        assets: AssetFolder::open(&settings.assets)?,
        mailer,
        stripe: settings.stripe()?,
        trusted_proxies: settings.trusted_proxies.into(),
        timeouts: Timeouts::default(),
        stopping: stopping.clone(),
    };
    background_tasks::spawn_all(&portal);
    if let Some(nightly) = settings.backups.nightly(&url)? {
        backups::spawn(&portal, nightly);
    }
    let limits = connection_limits(&portal);
    let router = router(portal)?;
    println!("Muster is running at {base_url}");
    tokio::spawn(async move {
        shutdown_signal().await;
        let _ = stop.send(true);
    });
    serve::serve(listener, router, limits, stopping).await;
    Ok(())
}

fn connection_limits(portal: &AppState) -> ConnectionLimits {
    ConnectionLimits {
        head: portal.timeouts.head,
        unread: portal.timeouts.unread,
        per_source: (privacy::raise_open_files() / 2).min(CONNECTIONS),
        exempt: portal.trusted_proxies.clone(),
    }
}

async fn fill_with_demo(db: &Db, password: Option<&str>) -> anyhow::Result<()> {
    println!("Adding the demo data ...");
    for account in demo::fill(db, password).await? {
        println!(
            "{:<34} login {:<10} password {}",
            account.role, account.login, account.password
        );
    }
    Ok(())
}

/// Completes on Ctrl-C, or on the signal that service managers send.
async fn shutdown_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}
