//! `muster doctor`: whether everything that a portal needs is in order, and what to do where it is not.
mod database;
mod finding;
mod surroundings;

use super::existing::{self, Existing};
use crate::config::Config;
use clap::Args;
use finding::{Finding, Level};
use std::process::ExitCode;

/// The arguments of `muster doctor`.
#[derive(Args)]
#[command(after_long_help = "\
Nothing is changed, and the portal may run meanwhile. Each line begins with ok, warning or problem; below the last two
is what to do. A large database takes a while, as every page of it is read.

Examples:
  muster doctor
  muster doctor --json

Exit codes: 0 no problem (there may be warnings); 1 at least one problem; 2 the arguments or the settings have to be
changed")]
pub struct DoctorOptions {
    /// Print JSON: `checks` with `name`, `level`, `text` and `advice`
    #[arg(long)]
    json: bool,
}

/// Prints a line for each check.
pub async fn run(settings: Config, options: &DoctorOptions) -> anyhow::Result<ExitCode> {
    let mut checks = Vec::new();
    match existing::open(&settings).await {
        Ok(Some(Existing { db, url, has_secret })) => {
            checks.extend(database::look(&settings, &db, &url, has_secret).await);
            checks.extend(surroundings::disk(&settings, &db, &url).await);
            db.close().await?;
        }
        Ok(None) => checks.push(Finding::problem(
            "database",
            format!("there is none at {}", existing::place(&settings)?),
            "Set MUSTER_DATA or DATABASE_URL as for the portal, and run this in the same folder. Of a new portal \
             `muster serve` makes it.",
        )),
        Err(error) => checks.push(Finding::problem(
            "database",
            format!("{error:#}"),
            "Start the database, or correct DATABASE_URL. If the file is damaged, restore a backup.",
        )),
    }
    checks.extend(surroundings::look(&settings).await);
    print(&checks, options.json)?;
    let is_ill = checks.iter().any(|check| check.level == Level::Problem);
    Ok(ExitCode::from(u8::from(is_ill)))
}

fn print(checks: &[Finding], json: bool) -> anyhow::Result<()> {
    if json {
        let all = serde_json::json!({ "checks": checks });
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    for check in checks {
        println!(
            "{:<8} {:<12} {}",
            check.level.as_str(),
            check.name,
            check.text
        );
        if let Some(advice) = &check.advice {
            println!("{:<21} {advice}", "");
        }
    }
    Ok(())
}
