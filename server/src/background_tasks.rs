//! Background tasks: events of other processes, interrupted mass actions, mails, texts and clean-up.
use crate::AppState;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, sleep};

/// Starts all tasks; they end with the runtime.
pub fn spawn_all(portal: &AppState) {
    tokio::spawn(listen(portal.clone()));
    tokio::spawn(resume(portal.clone()));
    tokio::spawn(sweep(portal.clone()));
    tokio::spawn(send_mails(portal.clone()));
    tokio::spawn(render_texts(portal.clone()));
}

async fn listen(portal: AppState) {
    loop {
        if let Err(error) = portal
            .system()
            .events()
            .listen(portal.system().read())
            .await
        {
            tracing::warn!(%error, "cannot receive events of other processes; trying again");
        }
        sleep(Duration::from_secs(2)).await;
    }
}

async fn resume(portal: AppState) {
    let mut ticks = every(Duration::from_secs(30));
    loop {
        ticks.tick().await;
        if let Err(error) = db::worker::resume_abandoned(portal.system()).await {
            tracing::error!(%error, "mass actions not resumed");
        }
        if let Err(error) = app::server::imports::resume_abandoned(portal.system()).await {
            tracing::error!(%error, "imports not resumed");
        }
    }
}

async fn sweep(portal: AppState) {
    let mut ticks = every(Duration::from_secs(3600));
    loop {
        ticks.tick().await;
        let (db, now) = (portal.system(), db::now());
        let swept = [
            db::sessions::sweep(db, now).await,
            db::passkeys::sweep(db, now).await,
            db::throttles::sweep(db, now).await,
            db::flashes::sweep(db, now).await,
            db::trash::purge_expired(db, now).await,
            db::sign_ups::sweep(db, now).await,
            db::mails::sweep(db, now).await,
            db::imports::sweep(db, now).await,
            db::unit_versions::sweep(db, now).await,
            crate::lapsing::sweep(&portal).await,
            db::wrong_clock::forget_later_times(db, now).await.map(|()| 0),
        ];
        for error in swept.into_iter().filter_map(Result::err) {
            tracing::error!(%error, "clean-up failed");
        }
    }
}

/// All processes look for due mails; each mail is claimed by one of them.
async fn send_mails(portal: AppState) {
    let Some(mailer) = &portal.mailer else { return };
    let mut ticks = every(Duration::from_secs(5));
    loop {
        ticks.tick().await;
        if let Err(error) = mailer.send_due(portal.system(), &portal.base_url).await {
            tracing::error!(%error, "mails not sent");
        }
    }
}

/// After an update of the renderer, texts are rendered again before their readers come.
async fn render_texts(portal: AppState) {
    let mut ticks = every(Duration::from_secs(3600));
    loop {
        ticks.tick().await;
        if let Err(error) = app::server::unit_texts::render_stale(portal.system()).await {
            tracing::error!(%error, "texts not rendered");
        }
    }
}

fn every(period: Duration) -> tokio::time::Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
