//! What is checked around the database: disk, files, mail server, addresses.
use super::finding::Finding;
use crate::config::Config;
use db::{Db, upkeep};
use domain::backups::readable_bytes;
use server::{
    assets::AssetFolder,
    backups::disk::{self, folder_of},
};
use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::time::timeout;
use url::{Host, Url};

/// Below this many free bytes SQLite and backups soon fail.
const LOW: u64 = 1 << 30;

/// How long the mail server may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Checks what is needed whether or not there is a database.
pub async fn look(settings: &Config) -> Vec<Finding> {
    vec![
        files(settings),
        mail(settings).await,
        base_url(&settings.base_url()),
        assets(settings),
    ]
}

/// Checks the room on the disk of the database, and of the backups.
pub async fn disk(settings: &Config, db: &Db, url: &str) -> Vec<Finding> {
    let size = upkeep::size_of(db).await.unwrap_or_default();
    let file = upkeep::sqlite_file(url);
    let backups = settings.backups.nightly(url).ok().flatten();
    let mut folders: Vec<PathBuf> = file.as_deref().map(folder_of).into_iter().collect();
    folders.extend(backups.map(|nightly| nightly.folder));
    folders.retain(|folder| folder.exists());
    let room = |folder: PathBuf| Some((disk::free(&folder).ok()?, folder));
    let Some((free, folder)) = folders.into_iter().filter_map(room).min() else {
        return Vec::new();
    };
    let text = format!("{} free in {}", readable_bytes(free), folder.display());
    let advice = "Free some space. A full disk refuses every change until there is room again.";
    vec![if free < size + disk::RESERVE {
        Finding::problem("disk", format!("{text}: too little for a backup"), advice)
    } else if free < LOW.max(size * 2) {
        Finding::warning("disk", text, advice)
    } else {
        Finding::ok("disk", text)
    }]
}

/// Whether other users of the machine can read what is secret.
fn files(settings: &Config) -> Finding {
    let mut paths: Vec<PathBuf> = settings.secret_file().into_iter().collect();
    if let Ok(url) = settings.database_address()
        && let Some(file) = upkeep::sqlite_file(&url)
    {
        paths.extend(["", "-wal"].map(|end| disk::with_end(&file, end)));
        let nightly = settings.backups.nightly(&url).ok().flatten();
        paths.extend(nightly.map(|nightly| nightly.folder));
    }
    let open: Vec<_> = paths
        .iter()
        .filter(|path| is_open(path))
        .map(|path| path.display().to_string())
        .collect();
    if open.is_empty() {
        return Finding::ok("files", "no other user of the machine can read them");
    }
    Finding::problem(
        "files",
        format!("others can read {}", open.join(", ")),
        "Take it from them: chmod go= FILE, and chmod 700 the folder. The portal does so for its own at its start.",
    )
}

fn is_open(path: &Path) -> bool {
    let mode = |path: &Path| path.metadata().map(|found| found.permissions().mode());
    // In a folder that is closed to others, its files are.
    let is_reachable = mode(&folder_of(path)).is_ok_and(|mode| mode & 0o011 != 0);
    is_reachable && mode(path).is_ok_and(|mode| mode & 0o066 != 0)
}

async fn mail(settings: &Config) -> Finding {
    let mailer = match settings.mailer() {
        Ok(Some(mailer)) => mailer,
        Ok(None) => {
            return Finding::warning(
                "mail",
                "no mail server is set: e-mails stay in the mailbox",
                "Set MUSTER_SMTP_URL and MUSTER_MAIL_FROM, unless no one is to get links by e-mail.",
            );
        }
        Err(error) => {
            return Finding::problem("mail", format!("{error:#}"), "Correct the setting.");
        }
    };
    let advice = "Check MUSTER_SMTP_URL: host, port, password, and whether a firewall is between. E-mails wait \
                  meanwhile.";
    match timeout(PATIENCE, mailer.check()).await {
        Ok(Ok(())) => Finding::ok("mail", "the mail server answers"),
        Ok(Err(error)) => Finding::problem("mail", format!("the mail server: {error}"), advice),
        Err(_) => Finding::problem("mail", "the mail server does not answer", advice),
    }
}

fn base_url(base_url: &str) -> Finding {
    const NAME: &str = "base-url";
    let advice = "Set BASE_URL to what users enter, as https://learn.example.org: links in e-mails are built from it.";
    let Ok(url) = Url::parse(base_url) else {
        return Finding::problem(NAME, format!("{base_url} is no address"), advice);
    };
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_unspecified(),
        Some(Host::Ipv6(address)) => address.is_loopback() || address.is_unspecified(),
        None => false,
    };
    if is_here {
        return Finding::warning(NAME, format!("{base_url} is this machine alone"), advice);
    }
    if url.scheme() == "http" {
        return Finding::warning(
            NAME,
            format!("{base_url} is not encrypted: passwords and cookies can be read on their way"),
            "Put a proxy with TLS in front and set BASE_URL to its https address.",
        );
    }
    Finding::ok(NAME, base_url)
}

fn assets(settings: &Config) -> Finding {
    match AssetFolder::find(settings.assets.as_deref()) {
        Ok(_) => Finding::ok("assets", "the browser's files were found"),
        Err(error) => Finding::problem(
            "assets",
            format!("{error:#}"),
            "Take a release binary, which has them inside, or set MUSTER_ASSETS to the `dist` of the same build.",
        ),
    }
}
