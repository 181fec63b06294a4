//! The counters of groups (decision 0014), and the figures of the home page (decision 0066), against the tables.
use crate::{Db, Error, base::sql::Sql};
use migrations::tallies::COUNTED;
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Counted {
    id: i64,
    member_count: i64,
    course_count: i64,
    drift: i64,
    members: i64,
    courses: i64,
    missing: i64,
}

/// Returns a sentence for each group outside the trash whose counters differ from the tables, for
/// enrolments that no group can have given, and for wrong figures.
///
/// # Errors
/// The database failed.
pub async fn wrong_counters(db: &Db) -> Result<Vec<String>, Error> {
    let counted = Sql::new(db.read()).text(
        "SELECT * FROM (SELECT g.id, g.member_count, g.course_count, g.drift, \
           (SELECT count(*) FROM group_members m WHERE m.group_id = g.id) AS members, \
           (SELECT count(*) FROM group_courses c WHERE c.group_id = g.id) AS courses, \
           (SELECT count(*) FROM group_members m JOIN users u ON u.id = m.user_id \
              JOIN group_courses c ON c.group_id = m.group_id \
              WHERE m.group_id = g.id AND u.active AND NOT EXISTS (SELECT 1 FROM enrolments e \
                WHERE e.group_id = g.id AND e.user_id = m.user_id \
                AND e.course_id = c.course_id AND e.source = 'group')) AS missing \
           FROM groups g WHERE g.deleted_at IS NULL) counted \
         WHERE member_count <> members OR course_count <> courses OR drift <> missing ORDER BY id",
    );
    let wrong: Vec<Counted> = counted.all(db.read()).await?;
    let mut found: Vec<_> = wrong.iter().map(Counted::sentence).collect();
    for (enrolments, what) in [
        (
            outsiders(db).await?,
            "were given to a user outside the group, or in a course that it does not have",
        ),
        (
            kept_twice(db).await?,
            "are kept in addition to the group's own",
        ),
        (
            of_deleted_courses(db).await?,
            "are in a course that is in the trash",
        ),
    ] {
        if enrolments > 0 {
            found.push(format!("{enrolments} enrolments {what}"));
        }
    }
    found.extend(wrong_figures(db).await?);
    Ok(found)
}

impl Counted {
    fn sentence(&self) -> String {
        format!(
            "group {}: members, courses and drift are counted as {}, {} and {}, and are {}, {} and {}",
            self.id,
            self.member_count,
            self.course_count,
            self.drift,
            self.members,
            self.courses,
            self.missing
        )
    }
}

async fn outsiders(db: &Db) -> Result<i64, Error> {
    let count = Sql::new(db.read()).text(
        "SELECT count(*) FROM enrolments e WHERE e.source = 'group' AND NOT (\
         EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = e.group_id \
           AND m.user_id = e.user_id) \
         AND EXISTS (SELECT 1 FROM group_courses c WHERE c.group_id = e.group_id \
           AND c.course_id = e.course_id))",
    );
    count.number(db.read()).await
}

async fn kept_twice(db: &Db) -> Result<i64, Error> {
    let count = Sql::new(db.read()).text(
        "SELECT count(*) FROM enrolments e JOIN enrolments k ON k.group_id = e.group_id \
         AND k.user_id = e.user_id AND k.course_id = e.course_id \
         WHERE e.source = 'group' AND k.source = 'kept'",
    );
    count.number(db.read()).await
}

/// What was in a deleted course waits in tables of its own.
async fn of_deleted_courses(db: &Db) -> Result<i64, Error> {
    let count = Sql::new(db.read()).text(
        "SELECT count(*) FROM enrolments e JOIN courses c ON c.id = e.course_id \
         WHERE c.deleted_at IS NOT NULL",
    );
    count.number(db.read()).await
}

/// A sentence if figures are wrong.
async fn wrong_figures(db: &Db) -> Result<Option<String>, Error> {
    let count = Sql::new(db.read()).text(&format!(
        "SELECT count(*) FROM (SELECT kind, branch_id, day FROM \
         (SELECT kind, branch_id, day, number FROM tallies UNION ALL \
         SELECT kind, branch_id, day, -number FROM ({COUNTED}) c) f \
         GROUP BY kind, branch_id, day HAVING sum(number) <> 0) w",
    ));
    let wrong = count.number(db.read()).await?;
    Ok((wrong > 0).then(|| format!("{wrong} figures of the home page differ from the tables")))
}
