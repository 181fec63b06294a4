//! `muster admin list`.
use super::{Failure, open_database};
use crate::config::Config;
use db::users::{SuperAdmin, super_admins};
use domain::time::Timestamp;
use serde::Serialize;

pub const HELP: &str = "\
Examples:
  muster admin list
  muster admin list --json

Exit codes: 0 listed; 1 the database cannot be read; 2 options that do not exist.";

/// A SuperAdmin as `--json` prints them. Its names do not change.
#[derive(Serialize)]
struct Row {
    id: i64,
    name: String,
    login: String,
    email: String,
    /// `null`: the whole portal.
    branch: Option<String>,
    active: bool,
    second_factor: bool,
    /// `null`: never.
    last_sign_in: Option<String>,
}

impl From<SuperAdmin> for Row {
    fn from(admin: SuperAdmin) -> Self {
        Self {
            id: admin.id.0,
            name: admin.full_name(),
            login: admin.login,
            email: admin.email,
            branch: admin.branch,
            active: admin.active,
            second_factor: admin.has_second_factor,
            last_sign_in: admin.last_sign_in.map(Timestamp::iso),
        }
    }
}

pub async fn run(config: Config, as_json: bool) -> Result<(), Failure> {
    let db = open_database(&config).await?;
    let admins = super_admins(&db).await?;
    if as_json {
        let rows: Vec<Row> = admins.into_iter().map(Row::from).collect();
        let text = serde_json::to_string_pretty(&rows).map_err(anyhow::Error::from)?;
        println!("{text}");
        return Ok(());
    }
    if admins.is_empty() {
        println!("The portal has no SuperAdmin; `muster admin create` makes one.");
    }
    for admin in &admins {
        println!("{}", line(admin));
    }
    Ok(())
}

fn line(admin: &SuperAdmin) -> String {
    let last = match admin.last_sign_in {
        Some(at) => format!("last sign-in {}", at.readable()),
        None => "never signed in".to_owned(),
    };
    let mut parts = vec![
        format!("{} ({}, {})", admin.full_name(), admin.login, admin.email),
        last,
        if admin.has_second_factor {
            "second factor"
        } else {
            "no second factor"
        }
        .to_owned(),
    ];
    if !admin.active {
        parts.push("inactive".to_owned());
    }
    if let Some(branch) = &admin.branch {
        parts.push(format!("of the branch {branch} only"));
    }
    parts.join(", ")
}
