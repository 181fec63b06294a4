//! `muster serve`: the portal, until it is told to stop.
use super::open_database;
use crate::config::{Config, Secret};
use anyhow::Context;
use db::Db;
use leptos::prelude::LeptosOptions;
use server::{
    AppState, Shared, Timeouts,
    assets::AssetFolder,
    background_tasks, backups,
    connections::ConnectionLimits,
    demo,
    monitor::{self, Monitor},
    privacy, router, serve, service_manager,
};
use std::{io, net::SocketAddr, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{self, SignalKind},
    sync::watch,
};

/// How many connections one source has at a time, where enough files can be open: a school behind one
/// address has six for each of its browsers.
const CONNECTIONS: usize = 2048;

/// How long requests are still taken after a service manager said to stop.
const NOTICE: Duration = Duration::from_secs(3);

/// Serves until a signal comes.
pub async fn run(settings: Config, demo: bool) -> anyhow::Result<()> {
    // Before anything is done: what is wrong is told as early as it can be.
    settings.check()?;
    let db = open_database(&settings).await?;
    let url = settings.database_address()?;
    let listener = TcpListener::bind(settings.listen).await.with_context(|| {
        format!(
            "cannot listen on {}; set MUSTER_LISTEN to a free port of this machine",
            settings.listen
        )
    })?;
    let metrics = listen_for_metrics(settings.metrics_listen()?).await?;
    db::left_behind::give_back(&db, db::now()).await?;
    let base_url = settings.base_url();
    if demo {
        fill_with_demo(&db, settings.demo_password.as_ref().map(Secret::expose)).await?;
    }
    if let Some(token) = db::settings::setup_token(&db).await? {
        println!("One-time link to set up the portal: {base_url}/setup/{token}");
    }
    // Before anything says that it runs: a service manager may stop it then.
    let (stopping, closing) = stop_on_signals().context("cannot listen for signals")?;
    let nightly = settings.backups.nightly(&url)?;
    let portal = portal(settings, db, stopping)?;
    background_tasks::spawn_all(&portal);
    if let Some(nightly) = nightly {
        backups::spawn(&portal, nightly);
    }
    let limits = connection_limits(&portal);
    if let Some(metrics) = metrics {
        let (routes, closing) = (monitor::routes(portal.clone()), closing.clone());
        tokio::spawn(serve::serve(metrics, routes, limits.clone(), closing));
    }
    let router = router(portal)?;
    println!("Muster is running at {base_url}");
    service_manager::ready(listener.local_addr()?, &base_url);
    serve::serve(listener, router, limits, closing).await;
    Ok(())
}

fn portal(settings: Config, db: Db, stopping: watch::Receiver<bool>) -> anyhow::Result<AppState> {
    Ok(AppState::from(Shared {
        db: db.into(),
        base_url: settings.base_url().into(),
        leptos_options: LeptosOptions::builder().output_name("muster").build(),
        assets: AssetFolder::find(settings.assets.as_deref())?,
        mailer: settings.mailer()?,
        stripe: settings.stripe()?,
        trusted_proxies: settings.trusted_proxies.into_iter().collect(),
        timeouts: Timeouts::default(),
        stopping,
        monitor: Monitor::default(),
    }))
}

/// Returns what becomes true when the portal is no longer ready, and when it takes no more requests.
fn stop_on_signals() -> io::Result<(watch::Receiver<bool>, watch::Receiver<bool>)> {
    let (stop, stopping) = watch::channel(false);
    let (close, closing) = watch::channel(false);
    let mut signals = Signals::listen()?;
    tokio::spawn(async move {
        let signal = signals.next().await;
        service_manager::stopping();
        let _ = stop.send(true);
        if signal == Signal::Terminated {
            // A balancer sees that this process is no longer ready, and sends its visitors elsewhere.
            tokio::select! {
                () = tokio::time::sleep(NOTICE) => {}
                _ = signals.next() => {}
            }
        }
        let _ = close.send(true);
    });
    Ok((stopping, closing))
}

async fn listen_for_metrics(address: Option<SocketAddr>) -> anyhow::Result<Option<TcpListener>> {
    let Some(address) = address else {
        return Ok(None);
    };
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("cannot listen on {address} for metrics"))?;
    Ok(Some(listener))
}

fn connection_limits(portal: &AppState) -> ConnectionLimits {
    ConnectionLimits {
        head: portal.timeouts.head,
        unread: portal.timeouts.unread,
        per_source: (privacy::raise_open_files() / 2).min(CONNECTIONS),
        exempt: portal.trusted_proxies.clone(),
    }
}

/// Prints the accounts of the demo; a portal that has users, as at a second start, is served as it is.
async fn fill_with_demo(db: &Db, password: Option<&str>) -> anyhow::Result<()> {
    println!("Adding the demo data ...");
    let accounts = match demo::fill(db, password).await {
        Err(demo::Error::NotEmpty) => {
            println!(
                "The portal has users already: nothing was added. Where a password is lost, `muster admin \
                 reset-password LOGIN` makes a new one."
            );
            return Ok(());
        }
        accounts => accounts?,
    };
    for account in accounts {
        println!(
            "{:<34} login {:<10} password {}",
            account.role, account.login, account.password
        );
    }
    Ok(())
}

#[derive(PartialEq, Eq)]
enum Signal {
    /// Ctrl-C: a person waits.
    Interrupted,
    /// What service managers send.
    Terminated,
}

/// Both signals, from the time it is made.
struct Signals {
    interrupted: unix::Signal,
    terminated: unix::Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupted: unix::signal(SignalKind::interrupt())?,
            terminated: unix::signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupted.recv() => Signal::Interrupted,
            _ = self.terminated.recv() => Signal::Terminated,
        }
    }
}
