//! `muster test-mail`: one e-mail right away, and a sentence about what became of it.
use crate::config::Config;
use anyhow::bail;
use lettre::{message::Mailbox, transport::smtp::Error as SmtpError};
use std::{error::Error, io, time::Duration};
use tokio::time::timeout;

pub const HELP: &str = "\
Examples:
  muster test-mail me@example.org
  muster test-mail me@example.org --config /etc/muster/muster.toml
  MUSTER_SMTP_URL='smtps://me:PASSWORD@mail.example.org' muster test-mail me@example.org

The portal need not run, and its mailbox does not list the e-mail.

Exit codes: 0 the mail server accepted the e-mail; 1 it was not sent; 2 no mail server is set, or wrongly";

/// Where most mail servers say that an e-mail went if it does not arrive.
const ACCEPTED: &str = "if it does not arrive, look among the junk, and whether SPF and DKIM of the sender's domain \
                        name this mail server";

#[derive(clap::Args)]
pub struct TestMailOptions {
    /// Address that the e-mail is sent to
    address: Mailbox,
    /// Seconds that the mail server has to answer
    #[arg(long, default_value_t = 20, value_name = "SECONDS")]
    timeout: u64,
}

/// # Errors
/// The e-mail was not sent: why, and what to do.
pub async fn run(settings: &Config, options: &TestMailOptions) -> anyhow::Result<()> {
    let mailer = settings.needed_mailer()?;
    let server = settings.mail_server();
    let limit = Duration::from_secs(options.timeout);
    match timeout(limit, mailer.connect()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => bail!("not sent: {}", no_connection(&server, &error)),
        Err(_) => bail!(
            "not sent: {server} did not answer within {} s; check its port in MUSTER_SMTP_URL (smtps:// has 465, \
             ?tls=required has 587), and that no firewall is between",
            options.timeout
        ),
    }
    let message = mailer.test_message(options.address.clone(), &settings.base_url())?;
    match timeout(limit, mailer.deliver(message)).await {
        Ok(Ok(answer)) => {
            println!(
                "Sent: {server} accepted the e-mail for {} ({answer}); {ACCEPTED}",
                options.address
            );
            Ok(())
        }
        Ok(Err(error)) => bail!("not sent: {}", refusal(&server, &error)),
        Err(_) => bail!(
            "not sent: {server} let the portal sign in, and then did not answer within {} s",
            options.timeout
        ),
    }
}

/// Why there is no connection, or no sign-in.
fn no_connection(server: &str, error: &SmtpError) -> String {
    let words = words(error);
    match error.status().map(u16::from) {
        Some(530 | 534 | 535 | 538 | 454) => format!(
            "{server} refused the user or the password in MUSTER_SMTP_URL ({words}); special characters of both have \
             to be percent-encoded, and some providers want a password made for programs"
        ),
        Some(_) => format!("{server} refused the connection ({words})"),
        None if is_about_tls(error) => format!(
            "{server} and the portal found no encryption ({words}); smtps:// is for port 465, smtp:// with \
             ?tls=required for 587, and the certificate has to be one that browsers trust, for the \
             host in MUSTER_SMTP_URL"
        ),
        None if error.is_client() => {
            format!("{server} does not offer what the portal needs ({words})")
        }
        None => format!(
            "cannot connect to {server} ({words}); check the host and the port in MUSTER_SMTP_URL"
        ),
    }
}

/// Why a server that let the portal sign in does not take the e-mail.
fn refusal(server: &str, error: &SmtpError) -> String {
    let words = words(error);
    let lower = words.to_lowercase();
    // The enhanced codes of RFC 3463 say whose fault it is; without one the words do.
    let names = |codes: &[&str], word: &str| {
        codes.iter().any(|code| lower.contains(code)) || lower.contains(word)
    };
    if names(&[".1.7 ", ".1.8 "], "sender") {
        format!(
            "{server} refused the sender ({words}); set MUSTER_MAIL_FROM to an address that the user in \
             MUSTER_SMTP_URL can send from"
        )
    } else if names(&[".1.1 ", ".1.2 ", ".1.3 ", ".1.6 ", ".1.10 "], "recipient") {
        format!("{server} refused the address that the e-mail is for ({words})")
    } else if error.is_transient() {
        format!("{server} does not take it now ({words}); the portal would try again")
    } else if error.is_permanent() {
        format!("{server} refused the e-mail ({words})")
    } else {
        format!("the connection to {server} ended ({words})")
    }
}

/// Returns what the server or the system said, in one line.
fn words(error: &SmtpError) -> String {
    let said = error
        .source()
        .map(ToString::to_string)
        .unwrap_or_else(|| error.to_string());
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    match error.status() {
        Some(code) => format!("{code} {said}"),
        None => said,
    }
}

/// Whether the encryption failed, also where lettre calls it a failed connection.
fn is_about_tls(error: &SmtpError) -> bool {
    let mut source = error.source();
    let mut causes = std::iter::from_fn(|| {
        let cause = source?;
        source = cause.source();
        Some(cause)
    });
    let of_rustls = |cause: &(dyn Error + 'static)| {
        let inner = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        inner.is_some_and(|inner| inner.is::<rustls::Error>())
    };
    error.is_tls() || causes.any(of_rustls) || error.to_string().contains("STARTTLS")
}
