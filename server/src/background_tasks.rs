//! Background tasks: events of other processes, interrupted mass actions, mails, texts and clean-up.
use crate::{
    AppState,
    monitor::{Task, database},
};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, sleep};

/// Starts all tasks; they end with the runtime.
pub fn spawn_all(portal: &AppState) {
    tokio::spawn(database::watch(portal.clone()));
    tokio::spawn(listen(portal.clone()));
    tokio::spawn(resume(portal.clone()));
    tokio::spawn(sweep(portal.clone()));
    tokio::spawn(send_mails(portal.clone()));
    tokio::spawn(render_texts(portal.clone()));
    tokio::spawn(fold_figures(portal.clone()));
}

async fn listen(portal: AppState) {
    loop {
        let db = portal.system();
        let lost = db.events().listen(db.read()).await;
        portal.monitor.ran(Task::Events, &lost);
        sleep(Duration::from_secs(1)).await;
    }
}

/// What a killed process left is taken over when its lease has ended, which is three seconds.
async fn resume(portal: AppState) {
    let mut ticks = every(Duration::from_secs(1));
    loop {
        ticks.tick().await;
        if !portal.monitor.database().answers() {
            continue;
        }
        let resumed = db::worker::resume_abandoned(portal.system()).await;
        portal.monitor.ran(Task::MassActions, &resumed);
        let resumed = app::server::imports::resume_abandoned(portal.system()).await;
        portal.monitor.ran(Task::Imports, &resumed);
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
            db::course_trash::purge_expired(db, now).await,
            db::sign_ups::sweep(db, now).await,
            db::mails::sweep(db, now).await,
            db::imports::sweep(db, now).await,
            db::unit_versions::sweep(db, now).await,
            db::sent_forms::sweep(db, now).await,
            crate::lapsing::sweep(&portal).await,
            db::wrong_clock::forget_later_times(db, now)
                .await
                .map(|()| 0),
        ];
        portal.monitor.ran(
            Task::Sweep,
            &swept.into_iter().collect::<Result<Vec<_>, _>>(),
        );
    }
}

/// All processes look for due mails; each mail is claimed by one of them.
async fn send_mails(portal: AppState) {
    let Some(mailer) = &portal.mailer else { return };
    let mut ticks = every(Duration::from_secs(5));
    loop {
        ticks.tick().await;
        let sent = mailer.send_due(portal.system(), &portal.base_url).await;
        portal.monitor.ran(Task::Mails, &sent);
    }
}

/// After an update of the renderer, texts are rendered again before their readers come.
async fn render_texts(portal: AppState) {
    let mut ticks = every(Duration::from_secs(3600));
    loop {
        ticks.tick().await;
        let rendered = app::server::unit_texts::render_stale(portal.system()).await;
        portal.monitor.ran(Task::Texts, &rendered);
    }
}

/// What writers added to the figures of the home page becomes one row each.
async fn fold_figures(portal: AppState) {
    let mut ticks = every(Duration::from_secs(60));
    loop {
        ticks.tick().await;
        if portal.monitor.database().answers() {
            let folded = db::home::fold(portal.system()).await;
            portal.monitor.ran(Task::Figures, &folded);
        }
    }
}

/// Ticks now and then again; what takes longer delays the next.
pub(crate) fn every(period: Duration) -> tokio::time::Interval {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
