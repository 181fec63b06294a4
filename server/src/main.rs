//! The command line.
mod config;

use anyhow::Context;
use clap::{Parser, Subcommand};
use config::Config;
use db::{Db, event_bus::EventBus, secrets::Secrets};
use leptos::prelude::LeptosOptions;
use server::{AppState, Timeouts, assets::AssetFolder, background_tasks, demo, router, serve};
use tokio::{net::TcpListener, sync::watch};
use tracing_subscriber::EnvFilter;

/// Muster, a learning portal built around groups.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Brings the database up to date and serves the portal.
    Serve {
        /// Fills an empty database with a company to look at.
        #[arg(long)]
        demo: bool,
        #[command(flatten)]
        settings: Config,
    },
    /// Brings the database up to date and ends.
    Migrate {
        #[command(flatten)]
        settings: Config,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm_migration=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).init();
    match Cli::parse().command {
        Command::Serve { demo, settings } => serve_portal(settings, demo).await,
        Command::Migrate { settings } => open_database(&settings).await.map(|_| ()),
    }
}

async fn open_database(settings: &Config) -> anyhow::Result<Db> {
    let secrets = Secrets::new(settings.secret()?);
    let db = Db::connect(&settings.database_url()?, secrets)
        .await
        .context("cannot open the database")?;
    db.migrate()
        .await
        .context("cannot bring the database up to date")?;
    db::user_types::ensure_built_in(&db).await?;
    Ok(db)
}

async fn serve_portal(settings: Config, demo: bool) -> anyhow::Result<()> {
    let db = open_database(&settings).await?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("cannot listen on {}", settings.listen))?;
    let base_url = settings.base_url();
    if demo {
        fill_with_demo(&db, settings.demo_password.as_deref()).await?;
    }
    if let Some(token) = db::settings::setup_token(&db).await? {
        println!("Set up the portal, once, at {base_url}/setup/{token}");
    }
    let mailer = settings.mailer()?;
    let (stop, stopping) = watch::channel(false);
    let portal = AppState {
        db,
        live: EventBus::default(),
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
    let head = portal.timeouts.head;
    let router = router(portal)?;
    println!("Muster is at {base_url}");
    tokio::spawn(async move {
        shutdown_signal().await;
        let _ = stop.send(true);
    });
    serve::serve(listener, router, head, stopping).await;
    Ok(())
}

async fn fill_with_demo(db: &Db, password: Option<&str>) -> anyhow::Result<()> {
    println!("Filling the portal with a company to look at ...");
    for account in demo::fill(db, password).await? {
        println!(
            "{:<34} login {:<10} password {}",
            account.role, account.login, account.password
        );
    }
    Ok(())
}

/// Ctrl-C, or what service managers send.
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
