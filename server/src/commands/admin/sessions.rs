//! `muster admin end-sessions`.
use super::{Failure, find, open_database};
use crate::config::Config;
use clap::Args;
use db::{AuditContext, sessions};

pub const HELP: &str = "\
Who is signed out can sign in again; to keep someone out, deactivate the account or reset its
password, too.

Examples:
  muster admin end-sessions ada@example.org
  muster admin end-sessions --all

Exit codes: 0 ended; 1 no such user; 2 neither a user nor --all.";

#[derive(Args)]
pub struct Whose {
    /// The user's login or e-mail address
    #[arg(
        value_name = "LOGIN_OR_EMAIL",
        required_unless_present = "all",
        conflicts_with = "all"
    )]
    user: Option<String>,
    /// Sign out everyone
    #[arg(long)]
    all: bool,
}

pub async fn run(config: Config, whose: &Whose) -> Result<(), Failure> {
    let db = open_database(&config).await?;
    let audit = AuditContext::command_line(db::now());
    if let Some(name) = &whose.user {
        let user = find(&db, name).await?;
        sessions::end_for(&db, &audit, user.id).await?;
        println!(
            "{} ({}) is signed out everywhere.",
            user.full_name(),
            user.login
        );
        return Ok(());
    }
    match sessions::end_everyone(&db, &audit).await? {
        1 => println!("Ended 1 session."),
        ended => println!("Ended {ended} sessions."),
    }
    Ok(())
}
