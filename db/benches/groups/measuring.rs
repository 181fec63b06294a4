//! Opens databases and prints measurements. Shared with the bench of the pages, which measures
//! whole responses on the same data.
use db::{Db, secrets::Secrets};
use fixtures::{Fixtures, Names};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::{error::Error, path::Path, time::Duration};

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

pub async fn open(path: &Path) -> Result<Db> {
    let url = format!("sqlite://{}", path.display());
    let db = Db::connect(&url, Secrets::new([7; 32])).await?;
    db.migrate().await?;
    Ok(db)
}

/// The header of a table of [`line`]s.
pub fn head() {
    println!(
        "{:<52} {:>8} {:>8} {:>8}   (ms)",
        "", "min", "median", "max"
    );
}

/// Prints a line and returns the median in milliseconds.
pub fn line(label: &str, mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let median = ms(times[times.len() / 2]);
    println!(
        "{label:<52} {:>8.2} {median:>8.2} {:>8.2}",
        ms(times[0]),
        ms(times[times.len() - 1])
    );
    median
}

pub async fn execute(db: &Db, text: &str) -> Result<u64> {
    let txn = db.write().await?;
    let result = txn
        .execute_raw(Statement::from_string(DbBackend::Sqlite, text))
        .await?;
    txn.commit_quietly().await?;
    Ok(result.rows_affected())
}

/// Makes 100,000 users, 20 courses and 20,000 groups: the first has all courses and every tenth
/// user, the second every 20,000th.
pub async fn fill_lists(db: &Db) {
    let fixtures = Fixtures::new(db);
    fixtures.many_users(100_000, Names::Mixed).await;
    fixtures.many_courses(20).await;
    for each in [10, 20_000] {
        let group = fixtures.group(&format!("Team {each}")).create().await;
        fixtures.fill_group(group, each, 20).await;
    }
    fixtures.many_groups(19_998).await;
}
