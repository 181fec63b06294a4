//! `muster admin create`.
use super::{Failure, open_database, password};
use crate::config::Config;
use clap::Args;
use db::{AuditContext, settings, users};
use domain::{
    field_error::FieldErrors,
    messages::fields::with_sentences,
    users::{UserForm, UserInfo, full_name},
};

pub const HELP: &str = "\
The password is typed twice at the terminal, without being shown. Where standard input is no
terminal, its first line is the password. On a portal without users this takes the place of the
one-time link that `muster serve` prints.

Examples:
  muster admin create --first-name Ada --last-name Okonkwo --email ada@example.org
  muster admin create --first-name Ada --email ada@example.org --login ada --random
  muster admin create --first-name Ada --email ada@example.org < password.txt

Exit codes: 0 created; 1 refused, with a sentence for each reason; 2 options that do not exist.";

#[derive(Args)]
pub struct CreateOptions {
    /// First name; one of first and last name is enough
    #[arg(long, default_value = "")]
    first_name: String,
    /// Last name
    #[arg(long, default_value = "")]
    last_name: String,
    /// E-mail address
    #[arg(long)]
    email: String,
    /// Login; default: the e-mail address
    #[arg(long)]
    login: Option<String>,
    /// Make a password and print it, once
    #[arg(long)]
    random: bool,
}

pub async fn run(config: Config, options: CreateOptions) -> Result<(), Failure> {
    let db = open_database(&config).await?;
    let mut form = UserForm {
        login: options.login.unwrap_or_else(|| options.email.clone()),
        first_name: options.first_name,
        last_name: options.last_name,
        email: options.email,
        ..UserForm::default()
    };
    let info = check_fields(&form)?;
    let given = password::read(options.random)?;
    form.password.clone_from(&given.text);
    let (_, password) = form.validate_sign_up().map_err(|errors| refused(&errors))?;
    users::ensure_acceptable(&db, &password, &info).await?;
    let audit = AuditContext::command_line(db::now());
    settings::create_super_admin(&db, &audit, &info, password).await?;
    println!(
        "Created the SuperAdmin {}, who signs in as {}.",
        full_name(info.first_name.as_str(), info.last_name.as_str()),
        info.login.as_str()
    );
    given.print();
    Ok(())
}

/// Checks everything but the password, so that no one types one for nothing.
fn check_fields(form: &UserForm) -> Result<UserInfo, Failure> {
    // The type that `validate` asks for is not this one.
    let form = UserForm {
        user_type: "0".to_owned(),
        ..form.clone()
    };
    let (info, _) = form.validate().map_err(|errors| refused(&errors))?;
    Ok(info)
}

fn refused(errors: &FieldErrors) -> Failure {
    Failure::of_fields(&with_sentences(errors))
}
