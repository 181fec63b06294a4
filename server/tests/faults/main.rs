//! What may end, fill, cut or delay a running portal, and what is left afterwards: `bin/soak faults` prints a table,
//! and fails if one of its bounds does not hold. What takes seconds runs with the other tests.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
mod clock;
mod disk;
mod kills;
mod ledger;
mod model;
mod modes;
mod outages;
mod proxy;
mod resuming;
mod whole;
mod work;
mod world;

use fixtures::running::{Database, Row, Setup, Table, seconds};
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_muster");
/// How long a portal may take until it does again what it did before the fault.
const RECOVERY: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug)]
enum Engine {
    Sqlite,
    Postgres,
}

/// A portal of this build on a new database; `None` where no PostgreSQL is at hand.
async fn setup(engine: Engine) -> Option<Setup> {
    let setup = Setup::new(PROGRAM);
    match engine {
        Engine::Sqlite => Some(setup),
        Engine::Postgres => Some(setup.on(&Database::new().await?.url)),
    }
}

/// The session cookie with this token.
fn cookie(token: &str) -> String {
    format!("{}={token}", app::server::session_cookie_name("http://"))
}

/// The seed of what is random: `SOAK_SEED`, or another one each time. It is printed.
fn seed() -> u64 {
    let given = std::env::var("SOAK_SEED").ok();
    let seed = given.and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| fastrand::u64(..1_000_000));
    println!("SOAK_SEED={seed}");
    seed
}

/// How often or how long, of what the variable says.
fn amount(variable: &str, usual: usize) -> usize {
    let given = std::env::var(variable).ok();
    given.and_then(|given| given.parse().ok()).unwrap_or(usual)
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_lose_nothing() {
    let mut table = Table::default();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        table.print(kills::rows(engine, 3, seed()).await);
    }
    table.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_fails_loses_nothing() {
    let mut table = Table::default();
    table.print(outages::network(&outages::NETWORK[..3], Duration::from_secs(1)).await);
    table.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_can_be_read_and_others_cannot() {
    let mut table = Table::default();
    table.print(disk::rows().await);
    table.print(modes::rows().await);
    table.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_is_as_its_model_says() {
    let mut table = Table::default();
    table.print(model::rows(2, Duration::from_secs(3), seed()).await);
    table.end();
}

/// `SOAK_ROWS` names those that are wanted; all of them otherwise.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes, and a machine of its own: bin/soak faults"]
async fn each_fault_stays_in_its_bounds() {
    let wanted = std::env::var("SOAK_ROWS").unwrap_or_default();
    let wants = |name| wanted.is_empty() || wanted.split(' ').any(|wanted| wanted == name);
    let seed = seed();
    let mut table = Table::default();
    let kills = amount("SOAK_KILLS", 200);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if wants("kills") {
            table.print(kills::rows(engine, kills, seed).await);
        }
        if wants("resuming") {
            table.print(resuming::rows(engine).await);
        }
    }
    if wants("disk") {
        table.print(disk::rows().await);
        table.print(modes::rows().await);
    }
    if wants("postgres") {
        table.print(outages::restarts(20).await);
        table.print(outages::network(&outages::NETWORK, Duration::from_secs(8)).await);
    }
    if wants("clock") {
        table.print(clock::rows().await);
    }
    if wants("model") {
        let (seeds, each) = (amount("SOAK_SEEDS", 20), amount("SOAK_SECONDS", 60));
        table.print(model::rows(seeds, Duration::from_secs(each as u64), seed).await);
    }
    table.end();
}
