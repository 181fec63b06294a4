//! Settings for commands that look at a portal, and must not make one.
use super::{Config, portal_secret};
use anyhow::Context;
use std::{fs, io, path::PathBuf};

impl Config {
    /// Returns the address of the database, as `database_url` does, and makes no folder for it.
    ///
    /// # Errors
    /// It is not protected on its way.
    pub fn database_address(&self) -> anyhow::Result<String> {
        if self.database_url.is_some() || self.data().exists() {
            return self.database_url();
        }
        let file = self.data().join("muster.db");
        Ok(format!("sqlite://{}", file.display()))
    }

    /// Returns the secret that was set, or the one in the data folder; `None` if there is none yet.
    ///
    /// # Errors
    /// It cannot be read, or is not 64 hexadecimal digits.
    pub fn existing_secret(&self) -> anyhow::Result<Option<[u8; 32]>> {
        let file = self.secret_file();
        match file.as_deref().map(fs::read_to_string) {
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Some(Err(error)) => {
                Err(error).with_context(|| format!("cannot read {}", self.secret_place()))
            }
            Some(Ok(text)) => {
                let secret = portal_secret::decode(text.trim());
                let secret = secret.with_context(|| {
                    format!("{} is not 64 hexadecimal digits", self.secret_place())
                })?;
                Ok(Some(secret))
            }
            None => self.secret().map(Some),
        }
    }

    /// Returns where the secret is, as a person would look for it.
    #[must_use]
    pub fn secret_place(&self) -> String {
        match self.secret_file() {
            Some(file) => file.display().to_string(),
            None => "MUSTER_SECRET".to_owned(),
        }
    }

    /// Returns the file of the secret in the data folder, unless it is set otherwise.
    #[must_use]
    pub fn secret_file(&self) -> Option<PathBuf> {
        self.secret.is_none().then(|| self.data().join("secret"))
    }
}
