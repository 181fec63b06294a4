//! The figures, which triggers keep: decision 0066.
use super::scope_of;
use crate::{Db, Error, base::sql::Sql};
use domain::{
    access_scope::AccessScope,
    home::{Completions, DAYS, Figures},
    policy::{Action, Actor},
    time::Timestamp,
};
use sea_orm::FromQueryResult;

const DAY: i64 = 86_400_000;

#[derive(FromQueryResult)]
struct Tally {
    kind: String,
    day: i64,
    number: i64,
}

/// Returns how large the actor's part of the portal is.
///
/// # Errors
/// The database failed.
pub async fn figures(db: &Db, actor: &Actor, now: Timestamp) -> Result<Figures, Error> {
    let today = now.0.div_euclid(DAY);
    let first = today + 1 - i64::try_from(DAYS).unwrap_or(0);
    let found: Vec<Tally> = tallies(Sql::new(db.read()), actor, first)
        .all(db.read())
        .await?;
    let sum = |kind: &str| {
        let of_kind = found.iter().filter(|tally| tally.kind == kind);
        of_kind.map(|tally| tally.number).sum::<i64>()
    };
    let shown = |action, kind| scope_of(actor, action).map(|_| sum(kind));
    let learners = scope_of(actor, Action::ListCourses);
    Ok(Figures {
        active_users: shown(Action::ListUsers, "users"),
        groups: shown(Action::ListGroups, "groups"),
        enrolments: shown(Action::ListCourses, "enrolments"),
        completions: learners.map(|_| Completions {
            today: Timestamp(today * DAY),
            days: days(&found, first),
        }),
    })
}

/// The completions of each day from `first` on.
fn days(found: &[Tally], first: i64) -> Vec<i64> {
    let mut days = vec![0; DAYS];
    for tally in found.iter().filter(|tally| tally.kind == "completions") {
        let place = usize::try_from(tally.day - first).ok();
        if let Some(day) = place.and_then(|place| days.get_mut(place)) {
            *day = tally.number;
        }
    }
    days
}

/// Selects the tallies that the actor sees: completions from the day `first` on.
pub(super) fn tallies(sql: Sql, actor: &Actor, first: i64) -> Sql {
    let select =
        "SELECT t.kind, t.day, CAST(sum(t.number) AS BIGINT) AS number FROM tallies t WHERE";
    let group = " GROUP BY t.kind, t.day";
    let users = scope_of(actor, Action::ListUsers);
    let groups = scope_of(actor, Action::ListGroups);
    let courses = scope_of(actor, Action::ListCourses);
    // Nothing is selected of what the actor does not see.
    let mut sql =
        sql.text("SELECT 'none' AS kind, CAST(0 AS BIGINT) AS day, CAST(0 AS BIGINT) AS number");
    if let Some(scope) = users {
        sql = sql.text(&format!(
            " UNION ALL {select} t.kind = 'users' AND t.day = 0"
        ));
        sql = in_branch(sql, scope).text(group);
    }
    if let Some(scope) = courses {
        sql = sql.text(&format!(
            " UNION ALL {select} t.kind = 'enrolments' AND t.day = 0"
        ));
        sql = in_branch(sql, scope).text(group);
        sql = sql.add(
            &format!(" UNION ALL {select} t.kind = 'completions' AND t.day >= ?"),
            [first.into()],
        );
        sql = in_branch(sql, scope).text(group);
    }
    if let Some(scope) = groups {
        sql = sql
            .text(
                " UNION ALL SELECT 'groups', 0, count(*) FROM groups t WHERE t.deleted_at IS NULL",
            )
            .groups_in_scope("t", scope);
    }
    sql
}

fn in_branch(sql: Sql, scope: AccessScope) -> Sql {
    let branch = scope.branch;
    sql.when(branch.is_some(), " AND t.branch_id = ?", [branch.into()])
}

/// Makes one row of the figures that have several, where writers add rows; returns how many it wrote.
///
/// # Errors
/// The database failed.
pub async fn fold(db: &Db) -> Result<u64, Error> {
    if db.is_sqlite() {
        return Ok(0);
    }
    let txn = db.write().await?;
    // One statement: what others add meanwhile is neither summed nor deleted.
    let fold = "WITH several AS (SELECT kind, branch_id, day FROM tallies \
         GROUP BY kind, branch_id, day HAVING count(*) > 1), \
         old AS (DELETE FROM tallies t USING several s \
         WHERE t.kind = s.kind AND t.branch_id = s.branch_id AND t.day = s.day \
         RETURNING t.kind, t.branch_id, t.day, t.number) \
         INSERT INTO tallies (kind, branch_id, day, number) \
         SELECT kind, branch_id, day, CAST(sum(number) AS BIGINT) FROM old \
         GROUP BY kind, branch_id, day HAVING sum(number) <> 0";
    let folded = Sql::new(&txn).text(fold).execute(&txn).await?;
    txn.commit_quietly().await?;
    Ok(folded)
}
