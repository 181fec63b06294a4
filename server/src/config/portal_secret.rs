//! The secret that encrypts: the one that was set, or the one that the first start makes.
use super::{Config, Secret, wrong};
use anyhow::{Context, bail};
use data_encoding::HEXLOWER_PERMISSIVE;
use std::{fs, path::Path};

impl Config {
    /// Returns the secret that was set, or the one in the data folder, which the first start
    /// creates.
    pub fn secret(&self) -> anyhow::Result<[u8; 32]> {
        if let Some(text) = &self.secret {
            return parse(text);
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
        decode(text.trim())
            .with_context(|| format!("{} is not 64 hexadecimal digits", file.display()))
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

pub fn make_folder(folder: &Path) -> anyhow::Result<()> {
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
