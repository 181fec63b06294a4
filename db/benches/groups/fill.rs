//! Creates a portal of a given size by plain statements, and prints measurements. Shared with the
//! bench of the pages, which measures whole responses on the same data.
use db::{Db, secrets::Secrets};
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

/// Users with 5,000 last and 300 first names, and courses.
pub async fn fill(db: &Db, users: usize, courses: usize) -> Result<()> {
    execute(
        db,
        "INSERT INTO user_types (name, name_folded) VALUES ('T', 't')",
    )
    .await?;
    let numbers = |most| {
        format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})")
    };
    let text = format!(
        "INSERT INTO users (login, login_folded, email, email_folded, first_name, last_name, \
         sort_name, search, user_type_id, active, created_at) {} \
         SELECT 'login' || i, 'login' || i, f || '@' || i || '.example.org', \
         f || '@' || i || '.example.org', f, l, l || ' ' || f, \
         f || ' ' || l || ' login' || i || ' ' || f || '@' || i || '.example.org', \
         1, TRUE, 1 FROM (SELECT i, 'name' || (i % 300) AS f, \
         'surname' || (i * 7919 % 5000) AS l FROM n)",
        numbers(users)
    );
    execute(db, &text).await?;
    let text = format!(
        "INSERT INTO courses (name, name_folded, search, description, price_minor, active, \
         created_at) {} SELECT 'Course ' || i, 'course ' || i, 'course ' || i, '', 0, TRUE, 1 FROM n",
        numbers(courses)
    );
    execute(db, &text).await?;
    Ok(())
}

/// A group with every `each`th user as a member, without enrolments.
pub async fn group(db: &Db, id: i64, each: i64, courses: i64) -> Result<()> {
    for text in [
        format!(
            "INSERT INTO groups (id, name, name_folded, search, description, price_minor, \
             enrolment_policy, removal_policy, created_at) VALUES ({id}, 'Team {id}', 'team {id}', \
             'team {id}', 'About it', 0, 'manually', 'keep_access', 1)"
        ),
        format!(
            "INSERT INTO group_members (group_id, user_id, via, added_at) \
             SELECT {id}, id, 'hand', 1 FROM users WHERE id % {each} = 0"
        ),
        format!(
            "INSERT INTO group_courses (group_id, course_id, position, added_at) \
             SELECT {id}, id, id, 1 FROM courses WHERE id <= {courses}"
        ),
        format!(
            "UPDATE groups SET member_count = (SELECT count(*) FROM group_members \
             WHERE group_id = {id}), course_count = {courses}, drift = {courses} * \
             (SELECT count(*) FROM group_members WHERE group_id = {id}) WHERE id = {id}"
        ),
    ] {
        execute(db, &text).await?;
    }
    Ok(())
}

pub async fn many_groups(db: &Db) -> Result<()> {
    for text in [
        "INSERT INTO groups (name, name_folded, search, description, price_minor, \
         enrolment_policy, removal_policy, created_at) \
         WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
         SELECT 'Group ' || (i * 7919 % 20000), 'group ' || (i * 7919 % 20000), \
         'group ' || (i * 7919 % 20000), 'About it', 0, 'manually', 'keep_access', i FROM n",
        "INSERT INTO group_keys (group_id, lookup, cipher, paused, created_at) \
         SELECT id, 'lookup' || id, 'cipher', FALSE, 1 FROM groups",
    ] {
        execute(db, text).await?;
    }
    Ok(())
}
