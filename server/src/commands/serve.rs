//! `muster serve`: the portal, until it is told to stop.
use super::open_database;
use crate::config::Config;
use anyhow::Context;
use db::Db;
use leptos::prelude::LeptosOptions;
use server::{
    AppState, Timeouts, assets::AssetFolder, background_tasks, connections::ConnectionLimits, demo,
    privacy, router, serve, service_manager,
};
use std::io;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

/// How many connections one source has at a time, where enough files can be open: a school behind one
/// address has six for each of its browsers.
const CONNECTIONS: usize = 2048;

/// Serves until a signal comes.
pub async fn run(mut settings: Config, demo: bool) -> anyhow::Result<()> {
    let db = open_database(&mut settings).await?;
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
        assets: AssetFolder::find(settings.assets.as_deref())?,
        mailer,
        stripe: settings.stripe()?,
        trusted_proxies: settings.trusted_proxies.into(),
        timeouts: Timeouts::default(),
        stopping: stopping.clone(),
    };
    background_tasks::spawn_all(&portal);
    let limits = connection_limits(&portal);
    let router = router(portal)?;
    // A service manager may stop it as soon as it hears that it runs.
    let told = shutdown_signal().context("cannot listen for signals")?;
    println!("Muster is running at {base_url}");
    service_manager::ready(listener.local_addr()?, &base_url);
    tokio::spawn(async move {
        told.await;
        service_manager::stopping();
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

/// Listens from now on, and completes on Ctrl-C, or on the signal that service managers send.
fn shutdown_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}
