//! Measures the operations on groups that must be fast, compared with the minimum that the machine
//! needs in the same run: `cargo bench -p db --bench groups`. On SQLite, in a file, with every
//! commit synced. `MUSTER_BENCH_DIR` sets the folder of the files (default: the system's temporary
//! folder).
mod measuring;

use db::{
    AuditContext, Db, groups, mass_actions,
    mass_actions::{STEP, Step},
    members,
};
use domain::{
    access_scope::AccessScope,
    ids::GroupId,
    mass_actions::{MassActionKind, Selection},
    members::{MemberFilter, MemberQuery},
    page::Search,
    time::Timestamp,
};
use fixtures::{Fixtures, Names};
use measuring::{Result, execute, fill_lists, head, line, open};
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

const NOW: Timestamp = Timestamp(1_795_000_000_000);
const ROUNDS: usize = 7;
const READS: usize = 41;

#[tokio::main]
async fn main() -> Result<()> {
    let folder = match std::env::var_os("MUSTER_BENCH_DIR") {
        Some(path) => tempfile::tempdir_in(path)?,
        None => tempfile::tempdir()?,
    };
    println!("SQLite in {}, step {STEP}", folder.path().display());
    head();
    synchronizing(folder.path()).await?;
    lists(folder.path()).await
}

/// Synchronizes all members of a group of 10,000 members x 20 courses, compared with one plain
/// statement that writes the same 200,000 rows; alternating, each on a fresh copy of the same file.
async fn synchronizing(folder: &Path) -> Result<()> {
    let template = folder.join("template.db");
    let db = open(&template).await?;
    let fixtures = Fixtures::new(&db);
    fixtures.many_users(10_000, Names::Mixed).await;
    fixtures.many_courses(20).await;
    let group = fixtures.group("Team").create().await;
    fixtures.fill_group(group, 1, 20).await;
    close(db).await?;
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        for bare in [round % 2 == 0, round % 2 != 0] {
            let path = folder.join("round.db");
            std::fs::copy(&template, &path)?;
            let db = open(&path).await?;
            let time = if bare {
                insert_bare(&db).await?
            } else {
                run_action(&db).await?
            };
            if bare { &mut floor } else { &mut ours }.push(time);
            close(db).await?;
            remove(&path)?;
        }
    }
    let ours = line("synchronize 10,000 members x 20 courses", ours);
    let floor = line("  floor: one bare INSERT ... SELECT", floor);
    println!("  ratio of the medians {:.2} (bar 3)", ours / floor);
    Ok(())
}

async fn run_action(db: &Db) -> Result<Duration> {
    let start = Instant::now();
    let audit = AuditContext::system(NOW);
    let group = GroupId(1);
    let action = mass_actions::start(
        db,
        &audit,
        group,
        MassActionKind::Assign,
        &Selection::AllMembers,
    )
    .await?;
    while mass_actions::step(db, action, 1, NOW).await? == Step::More {}
    let time = start.elapsed();
    let counts = groups::get(db, group).await?.counts;
    assert_eq!((counts.members, counts.drift), (10_000, 0));
    let rows = execute(db, "DELETE FROM enrolments WHERE source = 'group'").await?;
    assert_eq!(rows, 200_000);
    Ok(time)
}

async fn insert_bare(db: &Db) -> Result<Duration> {
    let start = Instant::now();
    let rows = execute(
        db,
        "INSERT INTO enrolments (user_id, course_id, source, group_id, mass_action_id, created_at) \
         SELECT m.user_id, c.course_id, 'group', m.group_id, 1, 1795000000000 \
         FROM group_members m CROSS JOIN group_courses c WHERE m.group_id = 1 AND c.group_id = 1",
    )
    .await?;
    assert_eq!(rows, 200_000);
    Ok(start.elapsed())
}

/// First pages and searches at 100,000 users and 20,000 groups.
async fn lists(folder: &Path) -> Result<()> {
    let db = open(&folder.join("lists.db")).await?;
    fill_lists(&db).await;
    println!("100,000 users, 20,000 groups (bar 25)");
    for (name, group) in [("10,000 members", 1), ("5 members", 2)] {
        for (what, text, filter) in [
            ("first page", "", MemberFilter::All),
            ("a common word", "example", MemberFilter::All),
            ("a word of 1 in 300", "name7@", MemberFilter::All),
            ("a rare word", "login77777", MemberFilter::All),
            ("no such word", "nobody-has-this", MemberFilter::All),
            ("members", "", MemberFilter::Members),
            ("not members", "", MemberFilter::NotMembers),
            ("out of sync", "", MemberFilter::OutOfSync),
        ] {
            let label = format!("Users tab, {name}, {what}");
            users_tab(&db, &label, GroupId(group), text, filter).await?;
        }
    }
    for (what, text) in [("first page", ""), ("common", "group"), ("rare", "19876")] {
        groups_list(&db, &format!("groups list, {what}"), text).await?;
    }
    Ok(())
}

async fn users_tab(
    db: &Db,
    label: &str,
    group: GroupId,
    text: &str,
    filter: MemberFilter,
) -> Result<()> {
    let query = MemberQuery {
        search: Search {
            text: text.into(),
            cursor: None,
        },
        filter,
    };
    let mut times = Vec::new();
    let mut ids = Vec::new();
    for _ in 0..READS {
        let start = Instant::now();
        let page = members::list(db, group, &query).await?;
        times.push(start.elapsed());
        ids = page.rows.iter().map(|row| row.user.0).collect();
    }
    line(label, times);
    if !text.is_empty() {
        bare_count(db, text).await?;
    }
    bare_rows(db, "users", &ids).await
}

/// The minimum for a search with an exact total: one scan of all users.
async fn bare_count(db: &Db, text: &str) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..READS {
        let statement = Statement::from_sql_and_values(
            DbBackend::Sqlite,
            "SELECT count(*) FROM users WHERE instr(search, ?) > 0",
            [text.into()],
        );
        let start = Instant::now();
        db.read().query_one_raw(statement).await?;
        times.push(start.elapsed());
    }
    line("  floor: a bare count of what is found", times);
    Ok(())
}

async fn groups_list(db: &Db, label: &str, text: &str) -> Result<()> {
    let search = Search {
        text: text.into(),
        cursor: None,
    };
    let mut times = Vec::new();
    let mut ids = Vec::new();
    for _ in 0..READS {
        let start = Instant::now();
        let page = groups::list(db, AccessScope::PORTAL, &search, Default::default(), NOW).await?;
        times.push(start.elapsed());
        ids = page.rows.iter().map(|row| row.id.0).collect();
    }
    line(label, times);
    bare_rows(db, "groups", &ids).await
}

/// The minimum for a list: the rows of its page by their ids.
async fn bare_rows(db: &Db, table: &str, ids: &[i64]) -> Result<()> {
    let marks = vec!["?"; ids.len()].join(", ");
    let text = format!("SELECT * FROM {table} WHERE id IN ({marks})");
    let values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    let mut times = Vec::new();
    for _ in 0..READS {
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, &text, values.clone());
        let start = Instant::now();
        let rows = db.read().query_all_raw(statement).await?;
        times.push(start.elapsed());
        assert_eq!(rows.len(), ids.len());
    }
    line(&format!("  floor: these {} rows by id", ids.len()), times);
    Ok(())
}

/// Closes the last connection, which writes the log back into the file.
async fn close(db: Db) -> Result<()> {
    db.close().await?;
    Ok(())
}

fn remove(path: &Path) -> Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        match std::fs::remove_file(PathBuf::from(file)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
