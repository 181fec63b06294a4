//! The settings: `Config` defines each by one field, the other files read them from wherever they are.
//! docs/decisions/0060-settings-are-defined-once.md.
mod backups;
mod definitions;
mod environment;
mod existing;
mod file;
mod names;
mod portal_secret;
mod secret;
mod sources;
mod values;

pub use definitions::{Kind, Setting, prepare, settings};
pub use secret::Secret;
pub use sources::{Found, Origin, Sources, parse};

use anyhow::Context;
use backups::BackupSettings;
use clap::Args;
use ipnet::IpNet;
use server::{
    backups::disk,
    mailer::{self, Mailer},
    stripe::{self, Stripe},
};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};
use url::Url;

/// What an operator has to change: settings that cannot be used, or that contradict each other.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WrongSetting(String);

fn wrong(told: impl Into<String>) -> WrongSetting {
    WrongSetting(told.into())
}

/// All settings. A field with a comment is all that one needs: its name, its option, its variable and its line of
/// `muster config example` are made of it. One without a default shows an example as `code` in its comment. A
/// [`Secret`] can also come from a file, by `..._file` and `..._FILE`.
#[derive(Args)]
pub struct Config {
    /// File with the settings; default: muster.toml in this folder, or /etc/muster/muster.toml
    #[arg(long, env = "MUSTER_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address and port to listen on
    #[arg(long, env = "MUSTER_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Address and port for metrics, apart from the portal's own, such as `127.0.0.1:9090`; default: none
    #[arg(long, env = "MUSTER_METRICS_LISTEN")]
    metrics_listen: Option<SocketAddr>,
    /// The portal's address as users enter it, such as `https://learn.example.org`; default: where it listens
    #[arg(long, env = "BASE_URL", value_parser = values::base_url)]
    base_url: Option<String>,
    /// `sqlite://FILE` or `postgres://...`; default: a file in the data folder
    #[arg(long, env = "DATABASE_URL")]
    database_url: Option<Secret>,
    /// Folder for the SQLite file and the secret, unless these are set
    #[arg(long, env = "MUSTER_DATA", default_value = "data")]
    data: PathBuf,
    /// 64 hexadecimal digits that encrypt group keys; default: a file in the data folder
    #[arg(long, env = "MUSTER_SECRET")]
    secret: Option<Secret>,
    /// Folder with the browser's files, in place of those inside the binary; a debug build has none and reads
    /// `dist`
    #[arg(long, env = "MUSTER_ASSETS")]
    pub assets: Option<PathBuf>,
    /// Proxies whose X-Forwarded-For is trusted: addresses, or networks such as `10.0.0.0/8`, separated by commas
    #[arg(long, env = "MUSTER_TRUSTED_PROXIES", value_delimiter = ',', value_parser = values::network)]
    pub trusted_proxies: Vec<IpNet>,
    /// Mail server, `smtps://USER:PASSWORD@HOST` or `smtp://HOST:PORT?tls=required`; without one,
    /// e-mails stay in the mailbox
    #[arg(long, env = "MUSTER_SMTP_URL")]
    smtp_url: Option<Secret>,
    /// Sender of e-mails, `Portal <portal@example.org>`
    #[arg(long, env = "MUSTER_MAIL_FROM")]
    mail_from: Option<String>,
    /// Stripe's secret key; with it and the webhook's secret, orders can be paid by card
    #[arg(long, env = "MUSTER_STRIPE_KEY")]
    stripe_key: Option<Secret>,
    /// Stripe's signing secret for the events it sends to /webhooks/stripe
    #[arg(long, env = "MUSTER_STRIPE_WEBHOOK_SECRET")]
    stripe_webhook_secret: Option<Secret>,
    /// Address of Stripe's API
    #[arg(long, env = "MUSTER_STRIPE_URL", default_value = stripe::ADDRESS)]
    stripe_url: String,
    /// Also talk unencrypted to a mail server or database on another machine, or without checking who it
    /// is: only in a network that is yours, as one of containers
    #[arg(long, env = "MUSTER_TRUST_NETWORK")]
    trust_network: bool,
    #[command(flatten)]
    pub backups: BackupSettings,
    /// Password of the demo accounts; default: a random one for each
    #[arg(long, env = "MUSTER_DEMO_PASSWORD")]
    pub demo_password: Option<Secret>,
}

impl Config {
    pub fn base_url(&self) -> String {
        match &self.base_url {
            Some(url) => url.clone(),
            // All addresses are none that a browser can open.
            None if self.listen.ip().is_unspecified() => {
                let here = SocketAddr::new(Ipv4Addr::LOCALHOST.into(), self.listen.port());
                format!("http://{here}")
            }
            None => format!("http://{}", self.listen),
        }
    }

    /// Returns where metrics are told, if anywhere: never where users come.
    pub fn metrics_listen(&self) -> anyhow::Result<Option<SocketAddr>> {
        if self.metrics_listen == Some(self.listen) {
            return Err(wrong(
                "MUSTER_METRICS_LISTEN needs an address of its own, which users do not reach",
            )
            .into());
        }
        Ok(self.metrics_listen)
    }

    /// Returns what a setting without a value comes to, if that is made of others.
    pub fn made_default(&self, name: &str) -> Option<String> {
        match name {
            "base_url" => Some(self.base_url()),
            "database_url" => Some(self.sqlite_url()),
            _ => None,
        }
    }

    fn sqlite_url(&self) -> String {
        db::upkeep::sqlite_address(&self.data.join("muster.db"))
    }

    /// # Errors
    /// Settings contradict each other, or one of a text has no meaning. Only what costs nothing is looked at.
    pub fn check(&self) -> anyhow::Result<()> {
        self.metrics_listen()?;
        self.backups.check()?;
        self.mailer()?;
        self.stripe()?;
        self.ensure_database_is_protected()?;
        if let Some(secret) = &self.secret {
            portal_secret::parse(secret)?;
        }
        Ok(())
    }

    /// Returns what sends mails, if a mail server is set.
    pub fn mailer(&self) -> anyhow::Result<Option<Mailer>> {
        let Some(url) = &self.smtp_url else {
            return Ok(None);
        };
        let url = url.expose();
        let from = self.mail_from.as_deref();
        let from = from.ok_or_else(|| {
            wrong("MUSTER_SMTP_URL is set, so MUSTER_MAIL_FROM is needed: the sender of e-mails")
        })?;
        let mailer = Mailer::new(url, from).map_err(|error| wrong(format!("{error:#}")))?;
        if !mailer::is_protected(url) && !self.trust_network {
            return Err(wrong(
                "MUSTER_SMTP_URL would send e-mails unencrypted to another machine: use smtps://, or add \
                 ?tls=required; in a network of your own set MUSTER_TRUST_NETWORK=true",
            )
            .into());
        }
        Ok(Some(mailer))
    }

    /// Returns what sends mails, for a command that is nothing without.
    pub fn needed_mailer(&self) -> anyhow::Result<Mailer> {
        let none = "no mail server is set: set MUSTER_SMTP_URL and MUSTER_MAIL_FROM";
        self.mailer()?.ok_or_else(|| wrong(none).into())
    }

    /// Returns the host of the mail server and the port, if one is set.
    pub fn mail_server(&self) -> String {
        let url = self
            .smtp_url
            .as_ref()
            .and_then(|url| Url::parse(url.expose()).ok());
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        match url.as_ref().and_then(Url::port) {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Returns `None` if Stripe is not set up. One of the two settings alone is a mistake.
    pub fn stripe(&self) -> anyhow::Result<Option<Stripe>> {
        match (&self.stripe_key, &self.stripe_webhook_secret) {
            (None, None) => Ok(None),
            (Some(key), Some(secret)) => {
                let (key, secret) = (key.expose().to_owned(), secret.expose().to_owned());
                let stripe = Stripe::new(&self.stripe_url, key, secret);
                Ok(Some(stripe.context("cannot talk to Stripe")?))
            }
            _ => Err(wrong(
                "MUSTER_STRIPE_KEY and MUSTER_STRIPE_WEBHOOK_SECRET must be set together",
            )
            .into()),
        }
    }

    /// The folder for the SQLite file and the secret; it may not exist where both are elsewhere.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Whether other machines may be talked to unencrypted, or without checking who they are.
    pub fn trusts_network(&self) -> bool {
        self.trust_network
    }

    fn ensure_database_is_protected(&self) -> anyhow::Result<()> {
        let url = self.database_url.as_ref().map(Secret::expose);
        if url.is_none_or(db::is_protected) || self.trust_network {
            return Ok(());
        }
        Err(wrong(
            "DATABASE_URL does not make sure which machine it talks to: add ?sslmode=verify-full (and \
             sslrootcert=FILE for a certificate of your own); in a network of your own set \
             MUSTER_TRUST_NETWORK=true",
        )
        .into())
    }

    pub fn database_url(&self) -> anyhow::Result<String> {
        if self.database_url.is_none() {
            disk::make_folder(&self.data)?;
        }
        self.database_address()
    }

    /// Returns the address of the database for people, without its password.
    pub fn shown_database(&self) -> String {
        let address = self.database_url.as_ref().map(Secret::expose);
        let shown = address
            .map(|url| secret::masked_address(url).unwrap_or_else(|| secret::MASK.to_owned()));
        shown.unwrap_or_else(|| self.sqlite_url())
    }
}
