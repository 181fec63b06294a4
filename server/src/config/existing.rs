//! Settings for commands that look at a portal, and must not make one.
use super::{Config, Secret, portal_secret};
use anyhow::Context;
use std::{fs, io, path::PathBuf};

impl Config {
    /// Returns the address of the database, as `database_url` does, and makes no folder for it.
    ///
    /// # Errors
    /// It is not protected on its way.
    pub fn database_address(&self) -> anyhow::Result<String> {
        self.ensure_database_is_protected()?;
        let set = self.database_url.as_ref().map(Secret::expose);
        Ok(set.map_or_else(|| self.sqlite_url(), str::to_owned))
    }

    /// Returns the secret that was set, or the one in the data folder; `None` if there is none yet.
    ///
    /// # Errors
    /// It cannot be read, or is not 64 hexadecimal digits.
    pub fn existing_secret(&self) -> anyhow::Result<Option<[u8; 32]>> {
        if let Some(set) = &self.secret {
            return portal_secret::parse(set).map(Some);
        }
        match fs::read_to_string(self.data().join(portal_secret::FILE)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => {
                Err(error).with_context(|| format!("cannot read {}", self.secret_place()))
            }
            Ok(text) => {
                let secret = portal_secret::decode(text.trim());
                let secret = secret.with_context(|| {
                    format!("{} is not 64 hexadecimal digits", self.secret_place())
                })?;
                Ok(Some(secret))
            }
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
        self.secret
            .is_none()
            .then(|| self.data().join(portal_secret::FILE))
    }
}
