//! What is checked in the database.
use super::finding::Finding;
use crate::config::Config;
use db::{
    Db,
    upkeep::{self, Opened, Schema},
};
use domain::{backups::BackupJournal, numbers::counted, time::Timestamp};
use server::backups::Nightly;

/// Seconds by which two clocks may differ.
const TOLERANCE: i64 = 120;

/// Hours after which the last backup is too old.
const OLD: i64 = 48;

const BROKEN: &str = "Stop the portal, keep a copy of the database, and restore the last good backup with `muster \
                      restore`.";

/// Checks the database from the bottom up; what builds on something that is wrong is left out.
pub async fn look(settings: &Config, db: &Db, url: &str, has_secret: bool) -> Vec<Finding> {
    let mut found = vec![
        integrity(db)
            .await
            .unwrap_or_else(|error| unread("integrity", &error)),
    ];
    let schema = match upkeep::schema(db).await {
        Ok(schema) => schema,
        Err(error) => {
            found.push(unread("schema", &error));
            return found;
        }
    };
    found.push(version(&schema));
    if schema != (Schema::Known { pending: 0 }) {
        return found;
    }
    for (name, check) in [
        ("counters", counters(db).await),
        ("secret", secret(settings, db, has_secret).await),
        ("clock", clock(db).await),
        ("backups", backups(settings, db, url).await),
    ] {
        found.push(check.unwrap_or_else(|error| unread(name, &error)));
    }
    found
}

fn unread(name: &'static str, error: &db::Error) -> Finding {
    Finding::problem(name, format!("cannot be read: {error}"), BROKEN)
}

async fn integrity(db: &Db) -> Result<Finding, db::Error> {
    let broken = upkeep::broken(db).await?;
    if broken.is_empty() {
        let engine = if db.is_sqlite() {
            "every page and reference was read"
        } else {
            "no index or constraint is invalid"
        };
        return Ok(Finding::ok("integrity", engine));
    }
    Ok(Finding::problem("integrity", broken.join("; "), BROKEN))
}

fn version(schema: &Schema) -> Finding {
    match schema {
        Schema::Known { pending: 0 } => Finding::ok("schema", "up to date"),
        Schema::Known { pending } => Finding::warning(
            "schema",
            format!("{} behind this version", counted(*pending, "migration")),
            "Back up, then start the portal: it brings the database up to date. Other checks follow then.",
        ),
        Schema::Newer { migration } => Finding::problem(
            "schema",
            format!("of a newer version than this one ({migration})"),
            "Run the newer version; there is no way back but an older backup.",
        ),
        Schema::Empty => Finding::warning(
            "schema",
            "the database is empty",
            "Start the portal: it makes the tables.",
        ),
        Schema::Foreign => Finding::problem(
            "schema",
            "the tables are not Muster's",
            "Correct DATABASE_URL: Muster has a database of its own.",
        ),
    }
}

async fn counters(db: &Db) -> Result<Finding, db::Error> {
    let wrong = upkeep::wrong_counters(db).await?;
    if wrong.is_empty() {
        return Ok(Finding::ok(
            "counters",
            "members, courses and drift match the tables",
        ));
    }
    Ok(Finding::problem(
        "counters",
        wrong.join("; "),
        "Nothing is lost, but numbers on pages are wrong: report it with this text. Synchronizing the group sets them \
         right.",
    ))
}

async fn secret(settings: &Config, db: &Db, has_secret: bool) -> Result<Finding, db::Error> {
    let contents = upkeep::contents(db).await?;
    let Opened { all, open } = contents.keys;
    let text = format!(
        "opens {open} of {all} group keys and {} of {} authenticator apps",
        contents.factors.open, contents.factors.all
    );
    let place = settings.secret_place();
    if !has_secret && all + contents.factors.all > 0 {
        return Ok(Finding::problem(
            "secret",
            format!("there is none at {place}; {all} group keys are sealed with it"),
            "Put your copy of it there before the portal starts, which would make another one.",
        ));
    }
    if contents.keys.is_complete() && contents.factors.is_complete() {
        return Ok(Finding::ok("secret", text));
    }
    let advice = "Set the secret that the portal was first started with. If it is lost: new keys in the groups, and \
                  have users set up their authenticator apps again.";
    Ok(if open + contents.factors.open == 0 {
        Finding::problem("secret", format!("{text} ({place})"), advice)
    } else {
        Finding::warning(
            "secret",
            format!("{text} ({place}): there were two secrets"),
            advice,
        )
    })
}

async fn clock(db: &Db) -> Result<Finding, db::Error> {
    let now = db::now();
    if let Some(other) = upkeep::time_of_database(db).await?
        && (other.0 - now.0).abs() > TOLERANCE * 1000
    {
        return Ok(Finding::problem(
            "clock",
            format!(
                "here it is {}, on the database's machine {}",
                now.iso(),
                other.iso()
            ),
            "Have both machines keep time by NTP (timedatectl set-ntp true).",
        ));
    }
    let newest = upkeep::newest_moment(db).await?;
    Ok(
        match newest.filter(|newest| *newest > now.plus_seconds(TOLERANCE)) {
            Some(newest) => Finding::problem(
                "clock",
                format!(
                    "it is {}, but something was written at {}",
                    now.iso(),
                    newest.iso()
                ),
                "The clock went back, or was ahead: set it by NTP. Until then sessions, links and keys expire at the \
             wrong time.",
            ),
            None => Finding::ok("clock", now.iso()),
        },
    )
}

async fn backups(settings: &Config, db: &Db, url: &str) -> Result<Finding, db::Error> {
    let nightly = match settings.backups.nightly(url) {
        Ok(Some(nightly)) => nightly,
        Ok(None) => {
            return Ok(Finding::warning(
                "backups",
                "the portal makes none by itself",
                "Set MUSTER_BACKUP_DIR, or see to it that something else backs up the database and the secret.",
            ));
        }
        Err(error) => {
            return Ok(Finding::problem(
                "backups",
                error.to_string(),
                "Correct the setting.",
            ));
        }
    };
    Ok(of_journal(upkeep::last_backup(db).await?, &nightly))
}

fn of_journal(last: BackupJournal, nightly: &Nightly) -> Finding {
    if let Some(failed) = last.failed {
        return Finding::problem(
            "backups",
            format!("failed at {}: {}", failed.at.readable(), failed.reason),
            "Remove the cause; it is tried again every hour while the portal runs.",
        );
    }
    let folder = nightly.folder.display();
    match last.made {
        Some(made) if made.at > Timestamp(db::now().0 - OLD * 3_600_000) => Finding::ok(
            "backups",
            format!("the last one is of {}: {}", made.at.readable(), made.file),
        ),
        Some(made) => Finding::problem(
            "backups",
            format!("the last one is of {}: {}", made.at.readable(), made.file),
            "One is made each night while the portal runs: start it.",
        ),
        None => Finding::warning(
            "backups",
            format!("none was made yet in {folder}"),
            "The portal makes the first one a minute after its start, once it has a user.",
        ),
    }
}
