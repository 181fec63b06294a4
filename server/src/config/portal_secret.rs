//! The secret that encrypts: the one that was set, or the one that the first start makes.
use super::{Config, Secret, wrong};
use anyhow::{Context, bail};
use data_encoding::HEXLOWER_PERMISSIVE;
use server::backups::disk;
use std::io::Write;

/// Its file in the data folder.
pub const FILE: &str = "secret";

impl Config {
    /// Returns the secret that was set, or the one in the data folder, which the first start
    /// creates.
    pub fn secret(&self) -> anyhow::Result<[u8; 32]> {
        if let Some(secret) = self.existing_secret()? {
            return Ok(secret);
        }
        disk::make_folder(&self.data)?;
        let mut secret = [0; 32];
        if getrandom::fill(&mut secret).is_err() {
            bail!("cannot get random bytes from the system");
        }
        let mut file = disk::create_private(&self.data.join(FILE))?;
        file.write_all(HEXLOWER_PERMISSIVE.encode(&secret).as_bytes())?;
        Ok(secret)
    }
}

pub fn parse(secret: &Secret) -> anyhow::Result<[u8; 32]> {
    decode(secret.expose()).with_context(|| {
        wrong("MUSTER_SECRET is not 64 hexadecimal digits, as `openssl rand -hex 32` makes them")
    })
}

pub fn decode(text: &str) -> Option<[u8; 32]> {
    HEXLOWER_PERMISSIVE
        .decode(text.as_bytes())
        .ok()?
        .try_into()
        .ok()
}
