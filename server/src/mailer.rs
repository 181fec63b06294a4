//! Sends the mails in the outbox.
use anyhow::Context;
use db::{Db, mails::DueMail};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::Error as SmtpError,
};
use url::Url;

/// A mail server, and the sender's address.
#[derive(Clone)]
pub struct Mailer {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why a mail was not sent.
struct Refusal {
    /// Retrying is useless: the address is invalid, or the server rejects the mail permanently.
    for_ever: bool,
    cause: String,
}

/// Whether mails for the server at `url` are encrypted on their way, or stay on this machine.
#[must_use]
pub fn is_protected(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let requires_tls = url
        .query_pairs()
        .any(|(name, value)| name == "tls" && value == "required");
    url.scheme() == "smtps"
        || requires_tls
        || db::is_this_machine(url.host_str().unwrap_or_default())
}

impl Mailer {
    /// `url` is `smtps://USER:PASSWORD@HOST`, or `smtp://HOST:PORT` with `?tls=required`.
    ///
    /// # Errors
    /// `url` or `from` cannot be parsed.
    pub fn new(url: &str, from: &str) -> anyhow::Result<Self> {
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .context("MUSTER_SMTP_URL is not the address of a mail server")?
            .build();
        let from = from
            .parse()
            .context("MUSTER_MAIL_FROM is not an e-mail address")?;
        Ok(Self { server, from })
    }

    /// Connects to the mail server and signs in, without sending anything.
    ///
    /// # Errors
    /// What the server, or the network, says.
    pub async fn check(&self) -> Result<(), String> {
        match self.server.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err("it does not answer as a mail server does".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Sends all due mails, one after the other. Mails that are not accepted are retried later. Links are
    /// built from `base_url`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn send_due(&self, db: &Db, base_url: &str) -> Result<(), db::Error> {
        while let Some(due) = db::mails::claim_due(db, db::now()).await? {
            let sent = match db::keys::fill(db, base_url, due.clone()).await? {
                Some(mail) => self.send(&mail).await,
                None => Err(Refusal {
                    for_ever: true,
                    cause: "its key was removed".to_owned(),
                }),
            };
            match sent {
                Ok(()) => db::mails::mark_sent(db, &due, db::now()).await?,
                Err(Refusal { for_ever, cause }) => {
                    // The recipient is shown in the mailbox, but never logged.
                    tracing::warn!(mail = %due.id, for_ever, cause, "a mail was not sent");
                    db::mails::mark_failed(db, &due, for_ever, db::now()).await?;
                }
            }
        }
        Ok(())
    }

    /// Connects and signs in, and sends nothing.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub async fn connect(&self) -> Result<(), SmtpError> {
        self.server.test_connection().await.map(drop)
    }

    /// Returns an e-mail that says that the portal at `base_url` can send some.
    ///
    /// # Errors
    /// An address cannot be in an e-mail.
    pub fn test_message(&self, to: Mailbox, base_url: &str) -> anyhow::Result<Message> {
        Ok(Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject("Test e-mail from Muster")
            .header(ContentType::TEXT_PLAIN)
            .body(format!("The portal at {base_url} can send e-mails\n"))?)
    }

    /// Hands the message to the server and returns its answer.
    ///
    /// # Errors
    /// The server refuses it, or the connection fails.
    pub async fn deliver(&self, message: Message) -> Result<String, SmtpError> {
        let answer = self.server.send(message).await?;
        let words: Vec<_> = answer.message().collect();
        Ok(format!("{} {}", answer.code(), words.join(" ")))
    }

    async fn send(&self, mail: &DueMail) -> Result<(), Refusal> {
        let never = |error: &dyn std::error::Error| Refusal {
            for_ever: true,
            cause: error.to_string(),
        };
        let to = mail.recipient.parse().map_err(|error| never(&error))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
            .map_err(|error| never(&error))?;
        match self.deliver(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(Refusal {
                for_ever: error.is_permanent(),
                cause: error.to_string(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_protected;

    #[test]
    fn mails_to_another_machine_are_encrypted() {
        for url in [
            "smtps://mail.example.org",
            "smtp://user:pass@mail.example.org:587?tls=required",
            "smtp://localhost:25",
            "smtp://127.0.0.1:1025",
            "smtp://[::1]:25",
        ] {
            assert!(is_protected(url), "{url}");
        }
        for url in [
            "smtp://mail.example.org:25",
            "smtp://mail.example.org:587?tls=opportunistic",
            "smtp://10.0.0.5:25",
            "smtp://localhost.example.org",
        ] {
            assert!(!is_protected(url), "{url}");
        }
    }
}
