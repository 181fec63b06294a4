//! The command line: a file for each command, and what several of them need.
mod admin;
mod copy;
mod generate;
mod import;
mod serve;

use crate::config::Config;
use admin::AdminCommand;
use anyhow::Context;
use clap::{Parser, Subcommand};
use copy::CopyOptions;
use db::{Db, secrets::Secrets};
use generate::GenerateOptions;
use import::ImportOptions;
use server::privacy;
use std::process::ExitCode;

/// Muster, a learning portal built around groups
#[derive(Parser)]
#[command(version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Update the database and serve the portal
    Serve {
        /// Add demo data to an empty database
        #[arg(long)]
        demo: bool,
        #[command(flatten)]
        settings: Config,
    },
    /// Update the database and exit
    Migrate {
        #[command(flatten)]
        settings: Config,
    },
    /// Manage SuperAdmins, passwords and sessions
    Admin {
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// Copy the portal into an empty database, of SQLite or PostgreSQL
    #[command(after_help = copy::HELP)]
    Copy {
        #[command(flatten)]
        options: CopyOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// Fill an empty portal with people who do not exist
    #[command(after_help = generate::HELP)]
    Generate {
        #[command(flatten)]
        options: GenerateOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// Import a list from a file, or check it
    Import {
        #[command(flatten)]
        options: ImportOptions,
        #[command(flatten)]
        settings: Config,
    },
}

impl Cli {
    /// Runs the command to its end.
    ///
    /// # Errors
    /// What failed, and at what, in words for the person at the terminal.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Serve { demo, settings } => serve::run(settings, demo).await?,
            Command::Migrate { mut settings } => drop(open_database(&mut settings).await?),
            Command::Admin { command } => return command.run().await,
            Command::Copy { options, settings } => copy::run(settings, &options).await?,
            Command::Generate {
                options,
                mut settings,
            } => generate::run(&open_database(&mut settings).await?, &options).await?,
            Command::Import {
                options,
                mut settings,
            } => {
                let db = open_database(&mut settings).await?;
                return import::run(&db, &options).await;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Returns the database of the settings and its address. Its schema is as it was.
async fn connect(settings: &mut Config) -> anyhow::Result<(Db, String)> {
    settings.read_secret_files()?;
    let secrets = Secrets::new(settings.secret()?);
    let url = settings.database_url()?;
    let db = Db::connect(&url, secrets)
        .await
        .context("cannot open the database")?;
    Ok((db, url))
}

/// Returns the database of the settings, with its schema up to date.
async fn open_database(settings: &mut Config) -> anyhow::Result<Db> {
    let (db, url) = connect(settings).await?;
    db.migrate()
        .await
        .context("cannot bring the database up to date")?;
    privacy::hide_database(&url, settings.data());
    db::user_types::ensure_built_in(&db).await?;
    Ok(db)
}
