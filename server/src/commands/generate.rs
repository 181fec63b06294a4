//! `muster generate`: an empty portal is filled with people who do not exist.
use clap::Args;
use db::{Db, secrets};
use generator::{FilledTable, LOGIN, Plan, fill};
use std::time::Instant;

pub const HELP: &str = "\
The portal must have no users. People have names of many languages, addresses at example domains,
memberships, courses, progress and orders; the same seed makes the same people. Everyone has the
same password; the SuperAdmin's login is `admin`. Meant for trials and measurements, never for a
portal that others reach.

Examples:
  muster generate --users 1000 --courses 40 --groups 60
  muster generate --users 1000000 --courses 5000 --groups 20000 --seed 2
  muster generate --database-url 'postgres:///trial?host=/run/postgresql' --users 100000

Exit codes: 0 filled; 1 refused or failed; 2 options that do not exist.";

#[derive(Args)]
pub struct GenerateOptions {
    /// How many users, in addition to the SuperAdmin
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(i64).range(1..=10_000_000))]
    users: i64,
    /// How many courses
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(i64).range(1..=100_000))]
    courses: i64,
    /// How many groups
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(i64).range(1..=100_000))]
    groups: i64,
    /// Another number makes other people
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Everyone's password; default: a random one, which is printed
    #[arg(long, env = "MUSTER_GENERATE_PASSWORD", hide_env_values = true)]
    password: Option<String>,
}

/// Fills the portal, and prints what was written and how to sign in.
pub async fn run(db: &Db, options: &GenerateOptions) -> anyhow::Result<()> {
    let plan = Plan {
        users: options.users,
        courses: options.courses,
        groups: options.groups,
        seed: options.seed,
        now: db::now(),
    };
    let password = match &options.password {
        Some(given) => given.clone(),
        None => secrets::generate_key()?.as_str().to_owned(),
    };
    let begin = Instant::now();
    fill(db, &plan, &password, |table| println!("{}", line(table))).await?;
    println!("Filled in {:.1} s.", begin.elapsed().as_secs_f64());
    println!("SuperAdmin: login {LOGIN} password {password}");
    Ok(())
}

fn line(table: &FilledTable) -> String {
    let FilledTable { name, rows, took } = table;
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match (rows * 1000).checked_div(milliseconds) {
        Some(rate) => format!("{name:<20} {rows:>10} rows {rate:>9} a second"),
        None => format!("{name:<20} {rows:>10} rows"),
    }
}
