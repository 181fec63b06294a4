//! Measures an import of 100,000 users, compared with the minimum that the machine needs in the same run:
//! `cargo bench -p db --bench imports`. On SQLite, in a file, with every commit synced, and where
//! `MUSTER_TEST_POSTGRES` is the URL of a superuser's database, on PostgreSQL. `MUSTER_BENCH_DIR` sets the folder of
//! the file (default: the system's temporary folder), `MUSTER_BENCH_LINES` another number of lines.
use db::{
    AuditContext, Db,
    imports::{self, ImportStep, NewImport},
    secrets::Secrets,
    user_types,
};
use domain::{
    ids::ImportId,
    imports::{
        Record,
        columns::Columns,
        stored::{ImportKind, ReadList, ReadRow},
    },
    permissions::BuiltIn,
};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement, Value};
use std::{error::Error, path::Path, sync::LazyLock, time::Instant};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const AT_ONCE: usize = 1_000;

static LINES: LazyLock<usize> = LazyLock::new(|| {
    let lines = std::env::var("MUSTER_BENCH_LINES");
    lines
        .ok()
        .and_then(|lines| lines.parse().ok())
        .unwrap_or(100_000)
});

#[tokio::main]
async fn main() -> Result<()> {
    let folder = match std::env::var_os("MUSTER_BENCH_DIR") {
        Some(path) => tempfile::tempdir_in(path)?,
        None => tempfile::tempdir()?,
    };
    println!("{} lines; seconds, and the peak of memory in MiB", *LINES);
    println!("{:<12} {:<28} {:>8} {:>8}", "", "", "s", "MiB");
    on(
        "SQLite",
        &sqlite(folder.path(), "ours").await?,
        &sqlite(folder.path(), "floor").await?,
    )
    .await?;
    if let Ok(url) = std::env::var("MUSTER_TEST_POSTGRES") {
        let (ours, floor) = (
            postgres(&url, "ours").await?,
            postgres(&url, "floor").await?,
        );
        on("PostgreSQL", &ours, &floor).await?;
    }
    Ok(())
}

async fn on(engine: &str, ours: &Db, floor: &Db) -> Result<()> {
    let ours = measure_import(engine, ours).await?;
    let start = begin();
    insert_bare(floor).await?;
    let floor = line(engine, "floor: bare INSERTs", start);
    println!(
        "{engine:<12} ratio of applying to the floor {:.1}",
        ours / floor
    );
    Ok(())
}

async fn sqlite(folder: &Path, name: &str) -> Result<Db> {
    let url = format!("sqlite://{}/{name}.db", folder.display());
    opened(&url).await
}

async fn postgres(url: &str, name: &str) -> Result<Db> {
    let name = format!("muster_bench_{}_{name}", std::process::id());
    let server = Database::connect(url).await?;
    let create = format!("CREATE DATABASE {name}");
    server.execute_unprepared(&create).await?;
    let (address, options) = url.split_once('?').unwrap_or((url, ""));
    let host = address.rsplit_once('/').map_or(address, |(host, _)| host);
    opened(&format!("{host}/{name}?{options}")).await
}

async fn opened(url: &str) -> Result<Db> {
    let db = Db::connect(url, Secrets::new([7; 32])).await?;
    db.migrate().await?;
    user_types::ensure_built_in(&db).await?;
    Ok(db)
}

/// Returns the seconds for applying.
async fn measure_import(engine: &str, db: &Db) -> Result<f64> {
    let audit = AuditContext::system(db::now());
    let new = NewImport {
        kind: ImportKind::Users,
        group: None,
        file_name: "people.csv",
    };
    let bytes = vec![b'x'; *LINES * 60];
    let start = begin();
    let import = imports::receive(db, &audit, &new).await?;
    for (part, bytes) in (0..).zip(bytes.chunks(512 * 1024)) {
        imports::append(db, import, part, bytes).await?;
    }
    imports::received(db, import).await?;
    let kept = imports::bytes(db, import).await?;
    line(engine, "receive and give back", start);
    drop(kept);
    let list = list();
    let start = begin();
    imports::store(db, import, Ok(list)).await?;
    line(engine, "store the rows", start);
    let start = begin();
    imports::check(db, import).await?;
    line(engine, "check", start);
    let start = begin();
    imports::rows(db, import, None, None).await?;
    line(engine, "a page of rows", start);
    imports::start(db, &audit, import).await?;
    let start = begin();
    finish(db, import).await?;
    let applied = line(engine, "apply", start);
    let counts = imports::get(db, import, db::now()).await?.counts;
    assert_eq!(counts.added, i64::try_from(*LINES)?);
    imports::undo(db, &AuditContext::system(db::now()), import).await?;
    let start = begin();
    finish(db, import).await?;
    line(engine, "undo", start);
    Ok(applied)
}

async fn finish(db: &Db, import: ImportId) -> Result<()> {
    while imports::step(db, import, db::now()).await? == ImportStep::More {}
    Ok(())
}

fn texts(place: usize) -> [String; 4] {
    [
        format!("Name{}", place % 300),
        format!("Surname{}", place * 7919 % 5000),
        format!("person{place}@example.org"),
        format!("person{place}"),
    ]
}

fn list() -> ReadList {
    let headings = ["First name", "Last name", "E-mail", "Login"].map(str::to_owned);
    let record = |line, cells: &[String]| Record {
        line,
        cells: cells.to_vec(),
    };
    let rows: Vec<Record> = (0..*LINES)
        .map(|place| record(place + 2, &texts(place)))
        .collect();
    ReadList {
        encoding: "UTF-8".into(),
        has_headings: true,
        columns: Columns::of_headings(ImportKind::Users, &record(1, &headings), &rows, &[]),
        rows: rows
            .into_iter()
            .map(|record| ReadRow {
                record,
                ..ReadRow::default()
            })
            .collect(),
        ..ReadList::default()
    }
}

/// The same users, a thousand in each statement, and nothing else.
async fn insert_bare(db: &Db) -> Result<()> {
    let learner = user_types::built_in(db, BuiltIn::Learner).await?;
    let places: Vec<usize> = (0..*LINES).collect();
    for some in places.chunks(AT_ONCE) {
        let mut values: Vec<Value> = Vec::with_capacity(some.len() * 8);
        let mut tuples = Vec::with_capacity(some.len());
        for place in some {
            let [first, last, email, login] = texts(*place);
            let sort = format!("{last} {first}").to_lowercase();
            let search = format!("{first} {last} {login} {email}").to_lowercase();
            for value in [
                &login, &login, &email, &email, &first, &last, &sort, &search,
            ] {
                values.push(value.clone().into());
            }
            let at = values.len() - 7;
            let marks: Vec<String> = (at..at + 8).map(|at| format!("${at}")).collect();
            tuples.push(format!("({}, {learner}, TRUE, 1, 1)", marks.join(", ")));
        }
        let text = format!(
            "INSERT INTO users (login, login_folded, email, email_folded, first_name, last_name, \
             sort_name, search, user_type_id, active, created_at, version) VALUES {}",
            tuples.join(", ")
        );
        let backend = if db.is_sqlite() {
            DbBackend::Sqlite
        } else {
            DbBackend::Postgres
        };
        let txn = db.write().await?;
        txn.execute_raw(Statement::from_sql_and_values(backend, text, values))
            .await?;
        txn.commit_quietly().await?;
    }
    Ok(())
}

/// Forgets the peak of memory.
fn begin() -> Instant {
    // Not allowed everywhere; then the peak is that of all measurements before as well.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    Instant::now()
}

/// Prints a line and returns the seconds.
fn line(engine: &str, label: &str, start: Instant) -> f64 {
    let seconds = start.elapsed().as_secs_f64();
    println!("{engine:<12} {label:<28} {seconds:>8.2} {:>8}", peak());
    seconds
}

/// The most memory that the process has had, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}
