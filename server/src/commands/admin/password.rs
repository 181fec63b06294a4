//! `muster admin reset-password`, and how commands get a password: never from their arguments.
use super::{Failure, find, open_database};
use crate::config::Config;
use clap::Args;
use db::{AuditContext, second_factor, secrets, settings, sign_ups::MailConfig, users};
use domain::{messages::fields::sentence, users::Password};
use std::io::{BufRead, IsTerminal, Read};

pub const HELP: &str = "\
The user's sessions and links end, and they are told by e-mail where a mail server is set. The
password is typed twice at the terminal, without being shown. Where standard input is no terminal,
its first line is the password.

Examples:
  muster admin reset-password ada
  muster admin reset-password ada@example.org --random
  muster admin reset-password ada --remove-second-factor

Exit codes: 0 set; 1 refused, with a sentence for each reason; 2 options that do not exist.";

/// The most bytes that are read of a line: more than any password has.
const LONGEST_LINE: u64 = 4096;

#[derive(Args)]
pub struct ResetOptions {
    /// The user's login or e-mail address
    #[arg(value_name = "LOGIN_OR_EMAIL")]
    user: String,
    /// Make a password and print it, once
    #[arg(long)]
    random: bool,
    /// Also remove the user's authenticator app, passkeys and recovery codes
    #[arg(long)]
    remove_second_factor: bool,
}

pub async fn run(config: Config, options: ResetOptions) -> Result<(), Failure> {
    let db = open_database(&config).await?;
    let base_url = config.base_url();
    let mail_config = MailConfig {
        base_url: &base_url,
        sends: config.mailer()?.is_some(),
    };
    let user = find(&db, &options.user).await?;
    let given = read(options.random)?;
    let password = Password::parse(&given.text, &user.login)
        .map_err(|code| Failure::refused(sentence(&code)))?;
    let audit = AuditContext::command_line(db::now());
    users::reset_password(&db, &audit, mail_config, user.id, password).await?;
    println!(
        "{} ({}) has a new password and is signed out everywhere.",
        user.full_name(),
        user.login
    );
    given.print();
    if options.remove_second_factor {
        let portal = settings::portal_name(&db).await?;
        second_factor::reset(&db, &audit, (mail_config, &portal), user.id).await?;
    }
    println!(
        "{}",
        second_factor_now(user.has_second_factor, options.remove_second_factor)
    );
    if !user.active {
        println!("The account is inactive: it cannot sign in until someone activates it.");
    }
    Ok(())
}

fn second_factor_now(had_one: bool, removed: bool) -> &'static str {
    match (had_one, removed) {
        (true, true) => "Their second factor was removed.",
        (true, false) => {
            "Their second factor is still needed; --remove-second-factor removes one that was lost."
        }
        (false, _) => "They have no second factor.",
    }
}

/// A password that was typed or made.
pub struct Given {
    pub text: String,
    is_random: bool,
}

impl Given {
    /// Prints a password that no one typed.
    pub fn print(&self) {
        if self.is_random {
            println!("Password: {}", self.text);
        }
    }
}

/// Returns a password from the terminal, from standard input, or a random one.
pub fn read(random: bool) -> Result<Given, Failure> {
    let text = if random {
        // Thirteen characters of Crockford's base32: 65 bits, and no similar letters.
        secrets::generate_key()?.as_str().to_owned()
    } else if std::io::stdin().is_terminal() {
        typed_twice()?
    } else {
        first_line().map_err(anyhow::Error::from)?
    };
    if text.is_empty() {
        return Err(Failure::refused("A password is required."));
    }
    Ok(Given {
        text,
        is_random: random,
    })
}

fn typed_twice() -> Result<String, Failure> {
    let ask = |prompt| rpassword::prompt_password(prompt).map_err(anyhow::Error::from);
    let text = ask("Password: ")?;
    if ask("The same again: ")? != text {
        return Err(Failure::refused("The two passwords are not the same."));
    }
    Ok(text)
}

fn first_line() -> std::io::Result<String> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .take(LONGEST_LINE)
        .read_line(&mut line)?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}
