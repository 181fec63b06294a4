//! Secrets from files, as service managers and containers hand them in: no other process sees them there.
use anyhow::{Context, bail};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file for each setting that is a secret.
#[derive(Args)]
pub struct SecretFiles {
    /// File with the database's address
    #[arg(long, env = "DATABASE_URL_FILE")]
    database_url_file: Option<PathBuf>,
    /// File with the 64 hexadecimal digits that encrypt group keys
    #[arg(long, env = "MUSTER_SECRET_FILE")]
    secret_file: Option<PathBuf>,
    /// File with the mail server's address
    #[arg(long, env = "MUSTER_SMTP_URL_FILE")]
    smtp_url_file: Option<PathBuf>,
    /// File with Stripe's secret key
    #[arg(long, env = "MUSTER_STRIPE_KEY_FILE")]
    stripe_key_file: Option<PathBuf>,
    /// File with Stripe's signing secret
    #[arg(long, env = "MUSTER_STRIPE_WEBHOOK_SECRET_FILE")]
    stripe_webhook_secret_file: Option<PathBuf>,
}

impl SecretFiles {
    /// Fills the settings that are `None` from their files.
    ///
    /// # Errors
    /// A file cannot be read or is empty, or its setting has a value, too.
    pub fn fill(&self, settings: Secrets<'_>) -> anyhow::Result<()> {
        let all = [
            (
                "DATABASE_URL",
                &self.database_url_file,
                settings.database_url,
            ),
            ("MUSTER_SECRET", &self.secret_file, settings.secret),
            ("MUSTER_SMTP_URL", &self.smtp_url_file, settings.smtp_url),
            (
                "MUSTER_STRIPE_KEY",
                &self.stripe_key_file,
                settings.stripe_key,
            ),
            (
                "MUSTER_STRIPE_WEBHOOK_SECRET",
                &self.stripe_webhook_secret_file,
                settings.stripe_webhook_secret,
            ),
        ];
        for (name, file, setting) in all {
            let Some(file) = file else { continue };
            if setting.is_some() {
                bail!("{name} and {name}_FILE are both set; keep one of them");
            }
            *setting = Some(read(file)?);
        }
        Ok(())
    }
}

/// The settings that are secrets.
pub struct Secrets<'a> {
    pub database_url: &'a mut Option<String>,
    pub secret: &'a mut Option<String>,
    pub smtp_url: &'a mut Option<String>,
    pub stripe_key: &'a mut Option<String>,
    pub stripe_webhook_secret: &'a mut Option<String>,
}

/// Editors end files with a line break, which is no part of the secret.
fn read(file: &Path) -> anyhow::Result<String> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        bail!("{} is empty", file.display());
    }
    Ok(text.to_owned())
}
