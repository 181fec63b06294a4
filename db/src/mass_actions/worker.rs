//! Runs mass actions step by step in the background, and resumes those that a stop interrupted.
use crate::{
    Db, Error,
    base::{at_work::Job, process::PROCESS},
    mass_actions::{self, Step},
    now,
};
use domain::ids::MassActionId;

/// Runs the action until it is finished or another process has taken it over; not if another task of
/// this process does.
pub async fn run(db: &Db, action: MassActionId) {
    let Some(_work) = db.at_work().begin(Job::MassAction(action)) else {
        return;
    };
    if let Err(error) = try_run(db, action).await {
        // The failed step was rolled back; the next look for abandoned actions resumes it.
        tracing::error!(%error, %action, "mass action interrupted");
    }
}

async fn try_run(db: &Db, action: MassActionId) -> Result<(), Error> {
    // The page that started it goes on following it.
    let db = db.on_behalf_of(None);
    while step(&db, action).await? == Step::More {
        tokio::task::yield_now().await;
    }
    Ok(())
}

/// Runs a step, again if it lost against another transaction.
async fn step(db: &Db, action: MassActionId) -> Result<Step, Error> {
    match mass_actions::step(db, action, *PROCESS, now()).await {
        Err(Error::Deadlock(_)) => mass_actions::step(db, action, *PROCESS, now()).await,
        step => step,
    }
}

/// Resumes, in the background, the actions that no living process has claimed.
///
/// # Errors
/// The database failed.
pub async fn resume_abandoned(db: &Db) -> Result<(), Error> {
    for action in mass_actions::list_abandoned(db, now()).await? {
        let db = db.clone();
        tokio::spawn(async move { run(&db, action).await });
    }
    Ok(())
}
