//! The clock against what was written before.
use crate::{Db, Error, base::sql::Sql};
use domain::time::Timestamp;

/// Returns the time of PostgreSQL's machine; `None` on SQLite, which has the portal's.
///
/// # Errors
/// The database failed.
pub async fn time_of_database(db: &Db) -> Result<Option<Timestamp>, Error> {
    if db.is_sqlite() {
        return Ok(None);
    }
    let now = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
    let now = Sql::new(db.read()).text(now).number(db.read()).await?;
    Ok(Some(Timestamp(now)))
}

/// Returns when the newest activity, request of a session or e-mail was written; `None` if there is none.
///
/// # Errors
/// The database failed.
pub async fn newest_moment(db: &Db) -> Result<Option<Timestamp>, Error> {
    let newest = Sql::new(db.read()).text(
        "SELECT max(at) FROM (SELECT max(at) AS at FROM activity \
         UNION ALL SELECT max(last_seen_at) FROM sessions \
         UNION ALL SELECT max(created_at) FROM mails) moments",
    );
    let newest: Option<Option<i64>> = newest.value(db.read()).await?;
    Ok(newest.flatten().map(Timestamp))
}
