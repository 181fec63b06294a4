//! Goes on with imports in the background: from bytes to rows, verdicts, and what they change.
use db::{
    Db,
    imports::{self, ImportStep},
};
use domain::{
    ids::ImportId,
    imports::{problems::ListRefusal, stored::ImportState},
};
use std::{mem, sync::LazyLock, time::Duration};
use tokio::{sync::Semaphore, task};

/// So long a request waits for its import, before the page follows the rest.
pub const AT_ONCE: Duration = Duration::from_secs(3);

/// Lists are read one after the other: each may need several times its size in memory.
static READERS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

/// Does all that the import can do without the importer.
pub async fn run(db: Db, import: ImportId) {
    match try_run(&db, import).await {
        // Someone else goes on with it, or the importer changed something meanwhile.
        Ok(()) | Err(db::Error::Busy) => {}
        // Nothing of a failed step happened; the next look for abandoned imports goes on.
        Err(error) => tracing::error!(%error, %import, "import interrupted"),
    }
}

async fn try_run(db: &Db, import: ImportId) -> Result<(), db::Error> {
    // The page that started it goes on following it.
    let db = &db.on_behalf_of(None);
    loop {
        match imports::state(db, import).await? {
            ImportState::Reading => read(db, import).await?,
            ImportState::Checking => imports::check(db, import).await?,
            ImportState::Running | ImportState::Undoing => {
                if imports::step(db, import, db::now()).await? != ImportStep::More {
                    return Ok(());
                }
                task::yield_now().await;
            }
            _ => return Ok(()),
        }
    }
}

async fn read(db: &Db, import: ImportId) -> Result<(), db::Error> {
    let Ok(_turn) = READERS.acquire().await else {
        return Ok(());
    };
    let kind = imports::owner(db, import).await?.kind;
    let types = imports::grantable_types(db, import).await?;
    let mut unread = imports::bytes(db, import).await?;
    let (bytes, options) = (mem::take(&mut unread.bytes), unread.options.clone());
    let read = move || import_reader::read(&bytes, &options, kind, &types);
    let read = unread.while_reading(db, task::spawn_blocking(read)).await;
    // A panic of the reader is a list that cannot be read, not an import that never ends.
    let list = read.unwrap_or(Err(ListRefusal::Failed));
    imports::store(db, import, list).await
}

/// Goes on with the imports that no living process has claimed.
///
/// # Errors
/// The database failed.
pub async fn resume_abandoned(db: &Db) -> Result<(), db::Error> {
    for import in imports::list_abandoned(db, db::now()).await? {
        if let Some(work) = imports::begin_resuming(db, import) {
            let db = db.clone();
            tokio::spawn(async move {
                run(db, import).await;
                drop(work);
            });
        }
    }
    Ok(())
}
