//! The command line.
mod config;
mod import_command;

use anyhow::Context;
use clap::{Parser, Subcommand};
use config::Config;
use db::{Db, secrets::Secrets};
use import_command::ImportOptions;
use leptos::prelude::LeptosOptions;
use server::{
    AppState, Timeouts, assets::AssetFolder, background_tasks, connections::ConnectionLimits, demo,
    privacy, router, serve,
};
use std::{io::IsTerminal, process::ExitCode};
use tokio::{net::TcpListener, sync::watch};
use tracing_subscriber::EnvFilter;

/// How many connections one source has at a time, where enough files can be open: a school behind one
/// address has six for each of its browsers.
const CONNECTIONS: usize = 2048;
/// Bytes for the stack of each thread, twice the usual: a page is views within views, and a request futures within
/// futures. Only what is used takes memory.
const STACK: usize = 4 << 20;

/// Muster, a learning portal built around groups
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Update the database and serve the portal
    Serve {
        /// Add demo data to an empty database
        #[arg(long)]
        demo: bool,
        #[command(flatten)]
        settings: Config,
    },
    /// Update the database and exit
    Migrate {
        #[command(flatten)]
        settings: Config,
    },
    /// Import a list from a file, or check it
    Import {
        #[command(flatten)]
        options: ImportOptions,
        #[command(flatten)]
        settings: Config,
    },
}

fn main() -> anyhow::Result<ExitCode> {
    privacy::hide_new_files();
    start_log();
    let command = Cli::parse().command;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()?
        .block_on(run(command))
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve { demo, settings } => serve_portal(settings, demo).await?,
        Command::Migrate { mut settings } => drop(open_database(&mut settings).await?),
        Command::Import {
            options,
            mut settings,
        } => {
            let db = open_database(&mut settings).await?;
            return import_command::run(&db, &options).await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Logs in colours for people who look on, and otherwise in lines of JSON for programs.
fn start_log() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm_migration=warn"));
    // Standard output is for results, which programs read.
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(filter);
    if std::io::stderr().is_terminal() {
        log.init();
    } else {
        log.json().flatten_event(true).init();
    }
}

async fn open_database(settings: &mut Config) -> anyhow::Result<Db> {
    settings.read_secret_files()?;
    let secrets = Secrets::new(settings.secret()?);
    let url = settings.database_url()?;
    let db = Db::connect(&url, secrets)
        .await
        .context("cannot open the database")?;
    db.migrate()
        .await
        .context("cannot bring the database up to date")?;
    privacy::hide_database(&url, settings.data());
    db::user_types::ensure_built_in(&db).await?;
    Ok(db)
}

async fn serve_portal(mut settings: Config, demo: bool) -> anyhow::Result<()> {
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
        assets: AssetFolder::open(&settings.assets)?,
        mailer,
        stripe: settings.stripe()?,
        trusted_proxies: settings.trusted_proxies.into(),
        timeouts: Timeouts::default(),
        stopping: stopping.clone(),
    };
    background_tasks::spawn_all(&portal);
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
