//! A database that exists, opened as it is: nothing is created and no schema is changed.
use crate::config::Config;
use anyhow::Context;
use db::{Db, secrets::Secrets, upkeep::sqlite_file};

/// A database that exists.
pub struct Existing {
    pub db: Db,
    pub url: String,
    /// Whether the portal's secret was found; without it nothing that is sealed opens.
    pub has_secret: bool,
}

/// Opens the database of the settings; `None` if its file does not exist.
///
/// # Errors
/// It cannot be opened, or a setting cannot be used.
pub async fn open(settings: &Config) -> anyhow::Result<Option<Existing>> {
    let url = settings.database_address()?;
    if sqlite_file(&url).is_some_and(|file| !file.exists()) {
        return Ok(None);
    }
    let secret = settings.existing_secret()?;
    let db = connect(&url, secret)
        .await
        .context("cannot open the database")?;
    let has_secret = secret.is_some();
    Ok(Some(Existing {
        db,
        url,
        has_secret,
    }))
}

/// Opens the database; without a secret nothing that is sealed opens.
///
/// # Errors
/// It cannot be opened.
pub async fn connect(url: &str, secret: Option<[u8; 32]>) -> Result<Db, db::Error> {
    Db::connect(url, Secrets::new(secret.unwrap_or_default())).await
}

/// Returns where the database is, without passwords.
///
/// # Errors
/// A setting cannot be used.
pub fn place(settings: &Config) -> anyhow::Result<String> {
    let url = settings.database_address()?;
    Ok(match sqlite_file(&url) {
        Some(file) => file.display().to_string(),
        None => "DATABASE_URL".to_owned(),
    })
}
