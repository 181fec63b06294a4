//! Runs mass actions step by step in the background, and resumes those that a stop interrupted.
use crate::{
    Db, Error,
    delivery::event_bus::{ChangeEvent, EventBus},
    mass_actions::{self, Step},
    now,
};
use domain::ids::{GroupId, MassActionId};
use std::sync::LazyLock;

/// Distinguishes this process from others that hold leases.
static PROCESS: LazyLock<i64> = LazyLock::new(|| {
    let mut bytes = [0; 8];
    // Without randomness the lease still works by its expiry.
    let _ = getrandom::fill(&mut bytes);
    i64::from_le_bytes(bytes) & i64::MAX
});

/// Runs the action until it is finished or another process has taken it over, and notifies the
/// group's pages after each step.
pub async fn run(db: &Db, live: &EventBus, action: MassActionId) {
    if let Err(error) = try_run(db, live, action).await {
        // The failed step was rolled back; the next look for abandoned actions resumes it.
        tracing::error!(%error, %action, "mass action interrupted");
    }
}

async fn try_run(db: &Db, live: &EventBus, action: MassActionId) -> Result<(), Error> {
    let group: GroupId = mass_actions::group_of(db, action).await?;
    loop {
        let step = mass_actions::step(db, action, *PROCESS, now()).await?;
        if step != Step::More {
            // Users who joined or left are not subscribed to the group, so every page refreshes.
            live.publish(db, ChangeEvent::Resync).await;
            return Ok(());
        }
        live.publish(db, ChangeEvent::Group(group)).await;
        tokio::task::yield_now().await;
    }
}

/// Resumes, in the background, the actions that no living process has claimed.
///
/// # Errors
/// The database failed.
pub async fn resume_abandoned(db: &Db, live: &EventBus) -> Result<(), Error> {
    for action in mass_actions::list_abandoned(db, now()).await? {
        let (db, live) = (db.clone(), live.clone());
        tokio::spawn(async move { run(&db, &live, action).await });
    }
    Ok(())
}
