//! Settings from the environment and the command line.
mod backups;
mod existing;
mod secret_files;

use anyhow::{Context, bail};
use backups::BackupSettings;
use clap::Args;
use data_encoding::HEXLOWER_PERMISSIVE;
use secret_files::{SecretFiles, Secrets};
use server::{
    mailer::{self, Mailer},
    stripe::{self, Stripe},
};
use std::{
    fs,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

#[derive(Args)]
pub struct Config {
    /// Address and port to listen on
    #[arg(long, env = "MUSTER_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// The portal's address as users enter it, without a trailing slash
    #[arg(long, env = "BASE_URL")]
    base_url: Option<String>,
    /// `sqlite://FILE` or `postgres://...`; default: a file in the data folder
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Folder for the SQLite file and the secret, unless these are set
    #[arg(long, env = "MUSTER_DATA", default_value = "data")]
    data: PathBuf,
    /// 64 hexadecimal digits that encrypt group keys; default: a file in the data folder
    #[arg(long, env = "MUSTER_SECRET", hide_env_values = true)]
    secret: Option<String>,
    /// Folder with the built frontend
    #[arg(long, env = "MUSTER_ASSETS", default_value = "dist")]
    pub assets: PathBuf,
    /// Addresses of proxies whose X-Forwarded-For is trusted, separated by commas
    #[arg(long, env = "MUSTER_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
    /// Mail server, `smtps://USER:PASSWORD@HOST` or `smtp://HOST:PORT?tls=required`; without one,
    /// e-mails stay in the mailbox
    #[arg(long, env = "MUSTER_SMTP_URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// Sender of e-mails, `Portal <portal@example.org>`
    #[arg(long, env = "MUSTER_MAIL_FROM")]
    mail_from: Option<String>,
    /// Stripe's secret key; with it and the webhook's secret, orders can be paid by card
    #[arg(long, env = "MUSTER_STRIPE_KEY", hide_env_values = true)]
    stripe_key: Option<String>,
    /// Stripe's signing secret for the events it sends to /webhooks/stripe
    #[arg(long, env = "MUSTER_STRIPE_WEBHOOK_SECRET", hide_env_values = true)]
    stripe_webhook_secret: Option<String>,
    /// Address of Stripe's API
    #[arg(long, env = "MUSTER_STRIPE_URL", default_value = stripe::ADDRESS)]
    stripe_url: String,
    /// Also talk unencrypted to a mail server or database on another machine, or without checking who it
    /// is: only in a network that is yours, as one of containers
    #[arg(long, env = "MUSTER_TRUST_NETWORK")]
    trust_network: bool,
    #[command(flatten)]
    pub backups: BackupSettings,
    #[command(flatten)]
    files: SecretFiles,
    /// Password of the demo accounts; default: a random one for each
    #[arg(long, env = "MUSTER_DEMO_PASSWORD", hide_env_values = true)]
    pub demo_password: Option<String>,
}

impl Config {
    /// Reads the secrets that are in files.
    pub fn read_secret_files(&mut self) -> anyhow::Result<()> {
        self.files.fill(Secrets {
            database_url: &mut self.database_url,
            secret: &mut self.secret,
            smtp_url: &mut self.smtp_url,
            stripe_key: &mut self.stripe_key,
            stripe_webhook_secret: &mut self.stripe_webhook_secret,
        })
    }

    pub fn base_url(&self) -> String {
        match &self.base_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.listen),
        }
    }

    /// Returns what sends mails, if a mail server is set.
    pub fn mailer(&self) -> anyhow::Result<Option<Mailer>> {
        let Some(url) = &self.smtp_url else {
            return Ok(None);
        };
        let from = self.mail_from.as_deref();
        let from = from.context("MUSTER_SMTP_URL is set, so MUSTER_MAIL_FROM is needed")?;
        let mailer = Mailer::new(url, from)?;
        if !mailer::is_protected(url) && !self.trust_network {
            bail!(
                "MUSTER_SMTP_URL would send e-mails unencrypted to another machine: use smtps://, or add \
                 ?tls=required; in a network of your own set MUSTER_TRUST_NETWORK=true"
            );
        }
        Ok(Some(mailer))
    }

    /// Returns `None` if Stripe is not set up. One of the two settings alone is a mistake.
    pub fn stripe(&self) -> anyhow::Result<Option<Stripe>> {
        match (&self.stripe_key, &self.stripe_webhook_secret) {
            (None, None) => Ok(None),
            (Some(key), Some(secret)) => {
                let stripe = Stripe::new(&self.stripe_url, key.clone(), secret.clone());
                Ok(Some(stripe.context("cannot talk to Stripe")?))
            }
            _ => bail!("MUSTER_STRIPE_KEY and MUSTER_STRIPE_WEBHOOK_SECRET must be set together"),
        }
    }

    /// The folder for the SQLite file and the secret; it may not exist where both are elsewhere.
    pub fn data(&self) -> &Path {
        &self.data
    }

    pub fn database_url(&self) -> anyhow::Result<String> {
        if let Some(url) = &self.database_url {
            if !db::is_protected(url) && !self.trust_network {
                bail!(
                    "DATABASE_URL does not make sure which machine it talks to: add ?sslmode=verify-full \
                     (and sslrootcert=FILE for a certificate of your own); in a network of your own set \
                     MUSTER_TRUST_NETWORK=true"
                );
            }
            return Ok(url.clone());
        }
        make_folder(&self.data)?;
        Ok(format!(
            "sqlite://{}",
            self.data.join("muster.db").display()
        ))
    }

    /// Returns the secret that was set, or the one in the data folder, which the first start
    /// creates.
    pub fn secret(&self) -> anyhow::Result<[u8; 32]> {
        if let Some(text) = &self.secret {
            return parse_secret(text).context("MUSTER_SECRET is not 64 hexadecimal digits");
        }
        make_folder(&self.data)?;
        let file = self.data.join("secret");
        if !file.exists() {
            let mut secret = [0; 32];
            if getrandom::fill(&mut secret).is_err() {
                bail!("cannot get random bytes from the system");
            }
            write_private(&file, &HEXLOWER_PERMISSIVE.encode(&secret))?;
        }
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        parse_secret(text.trim())
            .with_context(|| format!("{} is not 64 hexadecimal digits", file.display()))
    }
}

fn parse_secret(text: &str) -> Option<[u8; 32]> {
    HEXLOWER_PERMISSIVE
        .decode(text.as_bytes())
        .ok()?
        .try_into()
        .ok()
}

fn make_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot create the folder {}", folder.display()))
}

/// Creates a file that only its owner can read. Fails if it exists.
fn write_private(file: &Path, text: &str) -> anyhow::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)?;
    Ok(file.write_all(text.as_bytes())?)
}
