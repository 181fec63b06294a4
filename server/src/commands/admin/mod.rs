//! `muster admin`: SuperAdmins, passwords and sessions, for when no page can help.
mod creating;
mod listing;
mod password;
mod sessions;

use super::open_database;
use crate::config::Config;
use app::AppError;
use clap::Subcommand;
use db::{Db, users};
use domain::{field_error::FieldError, users::UserDetails};
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum AdminCommand {
    /// Create a SuperAdmin
    #[command(after_help = creating::HELP)]
    Create {
        #[command(flatten)]
        options: creating::CreateOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// Set a new password for a user, whose sessions end
    #[command(after_help = password::HELP)]
    ResetPassword {
        #[command(flatten)]
        options: password::ResetOptions,
        #[command(flatten)]
        settings: Config,
    },
    /// List the SuperAdmins, their last sign-in and their second factor
    #[command(after_help = listing::HELP)]
    List {
        /// Print the list as JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        settings: Config,
    },
    /// Sign out a user, or everyone
    #[command(after_help = sessions::HELP)]
    EndSessions {
        #[command(flatten)]
        whose: sessions::Whose,
        #[command(flatten)]
        settings: Config,
    },
}

impl AdminCommand {
    /// Runs the command to its end. What is refused is said on standard error.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let done = match self {
            Self::Create { options, settings } => creating::run(settings, options).await,
            Self::ResetPassword { options, settings } => password::run(settings, options).await,
            Self::List { json, settings } => listing::run(settings, json).await,
            Self::EndSessions { whose, settings } => sessions::run(settings, &whose).await,
        };
        match done {
            Ok(()) => Ok(ExitCode::SUCCESS),
            Err(Failure::Refused(sentences)) => {
                for sentence in sentences {
                    eprintln!("{sentence}");
                }
                Ok(ExitCode::FAILURE)
            }
            Err(Failure::Other(error)) => Err(error),
        }
    }
}

/// Why nothing was done.
enum Failure {
    /// A sentence for each thing that the person at the terminal can mend.
    Refused(Vec<String>),
    Other(anyhow::Error),
}

impl Failure {
    fn refused(sentence: impl Into<String>) -> Self {
        Self::Refused(vec![sentence.into()])
    }

    /// The sentences that a form would show at its fields, after the options that stand for them.
    fn of_fields(problems: &[FieldError]) -> Self {
        let sentence = |problem: &FieldError| match problem.field.as_str() {
            "password" => problem.message.clone(),
            field => format!("--{}: {}", field.replace('_', "-"), problem.message),
        };
        Self::Refused(problems.iter().map(sentence).collect())
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        match error {
            error @ (db::Error::Taken(_) | db::Error::PasswordRejected(_)) => {
                match AppError::of(error) {
                    AppError::Invalid(problems) => Self::of_fields(&problems),
                    refused => Self::refused(refused.to_string()),
                }
            }
            error => Self::Other(error.into()),
        }
    }
}

/// Returns the user with this login or e-mail address.
async fn find(db: &Db, name: &str) -> Result<UserDetails, Failure> {
    match db::sessions::user_named(db, name).await? {
        Some(user) => Ok(users::get(db, user).await?),
        None => Err(Failure::refused(format!(
            "No user has the login or e-mail address “{name}”."
        ))),
    }
}
