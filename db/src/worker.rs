//! Does mass actions step by step beside the requests, and takes up those that a stop left.
use crate::{
    Db, Error,
    event_bus::{ChangeEvent, EventBus},
    mass_actions::{self, Step},
    now,
};
use domain::ids::{GroupId, MassActionId};
use std::sync::LazyLock;

/// Distinguishes this process from others that hold leases.
static PROCESS: LazyLock<i64> = LazyLock::new(|| {
    let mut bytes = [0; 8];
    // Without randomness the lease still holds by its time.
    let _ = getrandom::fill(&mut bytes);
    i64::from_le_bytes(bytes) & i64::MAX
});

/// Runs the action until it is finished or another process has it, telling the group's pages
/// after each step.
pub async fn run(db: &Db, live: &EventBus, action: MassActionId) {
    if let Err(error) = try_run(db, live, action).await {
        // Nothing of the failed step happened; the next look at the abandoned resumes it.
        tracing::error!(%error, %action, "mass action interrupted");
    }
}

async fn try_run(db: &Db, live: &EventBus, action: MassActionId) -> Result<(), Error> {
    let group: GroupId = mass_actions::group_of(db, action).await?;
    loop {
        let step = mass_actions::step(db, action, *PROCESS, now()).await?;
        if step != Step::More {
            // Who came or went does not know of the group yet, or any more.
            live.publish(db, ChangeEvent::Resync).await;
            return Ok(());
        }
        live.publish(db, ChangeEvent::Group(group)).await;
        tokio::task::yield_now().await;
    }
}

/// Takes up what no living process holds; it runs on beside the caller.
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
