//! The command line: a file for each command, and what several of them need.
mod admin;
mod backup;
mod completions;
mod config;
mod copy;
mod doctor;
mod existing;
mod generate;
mod healthcheck;
mod import;
mod restore;
mod serve;
mod test_mail;

use crate::config::{Config, Sources};
use admin::AdminCommand;
use anyhow::Context;
use backup::BackupOptions;
use clap::{Parser, Subcommand};
use clap_complete::Shell;
use config::ConfigCommand;
use copy::CopyOptions;
use db::{Db, secrets::Secrets};
use doctor::DoctorOptions;
use generate::GenerateOptions;
use import::ImportOptions;
use restore::RestoreOptions;
use server::privacy;
use std::process::ExitCode;
use test_mail::TestMailOptions;

/// Muster, a learning portal built around groups
#[derive(Parser)]
#[command(name = "muster", version = server::VERSION, about, after_help = HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const HELP: &str = "\
Examples:
  muster serve                             the portal at http://127.0.0.1:3000
  muster config example > muster.toml      a file with all settings, to edit
  muster help import                       the help of one command

Settings are read from options, the environment and muster.toml, in this order.

Exit codes: 0 done; 1 failed; 2 the arguments or the settings have to be changed";

const SERVE_HELP: &str = "\
Examples:
  muster serve --demo
  muster serve --config /etc/muster/muster.toml
  BASE_URL=https://learn.example.org MUSTER_TRUSTED_PROXIES=10.0.0.0/8 muster serve

`muster config example` shows all settings. Ctrl-C or SIGTERM stops the portal; it is also safe to kill.

Exit codes: 0 stopped; 1 it could not start; 2 the arguments or the settings have to be changed";

const MIGRATE_HELP: &str = "\
Examples:
  muster migrate
  DATABASE_URL_FILE=/run/secrets/database muster migrate

`muster serve` does the same at its start.

Exit codes: 0 the database is up to date; 1 it could not be updated; 2 the arguments or the settings have to be
changed";

#[derive(Subcommand)]
enum Command {
    /// Update the database and serve the portal
    #[command(after_help = SERVE_HELP)]
    Serve {
        /// Add demo data to an empty database
        #[arg(long)]
        demo: bool,
        #[command(flatten)]
        settings: Config,
    },
    /// Update the database and exit
    #[command(after_help = MIGRATE_HELP)]
    Migrate {
        #[command(flatten)]
        settings: Config,
    },
    /// Ask the portal of these settings whether it is ready: exits with 0 if it is
    #[command(after_help = healthcheck::HELP)]
    Healthcheck {
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
    /// Write a backup into a file, also while the portal runs
    Backup {
        #[command(flatten)]
        options: BackupOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// Put a backup in the place of the portal's database
    Restore {
        #[command(flatten)]
        options: RestoreOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// Check the portal: database, secret, clock, disk, mail server and settings
    Doctor {
        #[command(flatten)]
        options: DoctorOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// Import a list from a file, or check it
    #[command(after_help = import::HELP)]
    Import {
        #[command(flatten)]
        options: ImportOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// Show the settings, or print an example of their file
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Send an e-mail to an address and say what became of it
    #[command(after_help = test_mail::HELP)]
    TestMail {
        #[command(flatten)]
        options: TestMailOptions,
        #[command(flatten)]
        settings: Box<Config>,
    },
    /// Print a script that completes commands and options in a shell
    #[command(after_help = completions::HELP)]
    Completions {
        #[arg(value_enum)]
        shell: Shell,
    },
}

impl Cli {
    /// Runs the command to its end.
    ///
    /// # Errors
    /// What failed, and at what, in words for the person at the terminal.
    pub async fn run(self, sources: Sources) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Serve { demo, settings } => serve::run(settings, demo).await?,
            Command::Migrate { settings } => drop(open_database(&settings).await?),
            Command::Healthcheck { settings } => return healthcheck::run(settings.listen),
            Command::Admin { command } => return command.run().await,
            Command::Copy { options, settings } => copy::run(settings, &options).await?,
            Command::Generate { options, settings } => {
                generate::run(&open_database(&settings).await?, &options).await?
            }
            Command::Backup { options, settings } => return backup::run(settings, &options).await,
            Command::Restore { options, settings } => {
                return restore::run(settings, &options).await;
            }
            Command::Doctor { options, settings } => return doctor::run(settings, &options).await,
            Command::Import { options, settings } => {
                let db = open_database(&settings).await?;
                return import::run(&db, &options).await;
            }
            Command::Config(command) => command.run(&sources)?,
            Command::TestMail { options, settings } => test_mail::run(&settings, &options).await?,
            Command::Completions { shell } => completions::print(shell),
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Returns the database of the settings and its address. Its schema is as it was.
async fn connect(settings: &Config) -> anyhow::Result<(Db, String)> {
    let secrets = Secrets::new(settings.secret()?);
    let url = settings.database_url()?;
    let db = Db::connect(&url, secrets).await.with_context(|| {
        format!(
            "cannot open the database {}; check DATABASE_URL",
            settings.shown_database()
        )
    })?;
    Ok((db, url))
}

/// Returns the database of the settings, with its schema up to date.
async fn open_database(settings: &Config) -> anyhow::Result<Db> {
    let (db, url) = connect(settings).await?;
    db.migrate()
        .await
        .context("cannot bring the database up to date")?;
    privacy::hide_database(&url, settings.data());
    db::user_types::ensure_built_in(&db).await?;
    Ok(db)
}
