//! `muster backup` and `muster restore`, run as an operator runs them.
use crate::portal::{Portal, on_both_engines, text};
use db::{
    Db, keys, mails, password_resets, sessions, sign_ups::MailConfig, throttles::AddedKey, upkeep,
};
use domain::{ids::GroupId, keys::Limits, mails::MailState};
use fixtures::{Fixtures, PASSWORD, new_key};
use sea_orm::{ConnectionTrait, Statement};
use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Adds a SuperAdmin with a password, and a group with a key; returns the group.
async fn fill(db: &Db) -> GroupId {
    let fixtures = Fixtures::new(db);
    fixtures.super_admin("root").with_password().create().await;
    let group = fixtures.group("Sales").create().await;
    fixtures.key(group, "Welcome-2026").create().await;
    group
}

async fn group_names(db: &Db) -> Vec<String> {
    let rows = db
        .read()
        .query_all_raw(Statement::from_string(
            db.read().get_database_backend(),
            "SELECT name FROM groups",
        ))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

async fn execute(db: &Db, statement: &str) {
    let txn = db.write().await.unwrap();
    txn.execute_unprepared(statement).await.unwrap();
    txn.commit_quietly().await.unwrap();
}

async fn can_sign_in(db: &Db) -> bool {
    let token = sessions::sign_in(db, "root", PASSWORD, "", "", db::now()).await;
    token.unwrap().is_some()
}

async fn open_keys(db: &Db, group: GroupId) -> Vec<Option<String>> {
    let keys = keys::list(db, group, db::now()).await.unwrap();
    keys.into_iter()
        .map(|key| key.key.map(|key| key.as_str().to_owned()))
        .collect()
}

/// Names in the folder of a portal.
fn files(portal: &Portal) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(portal.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Adds a group every 10 ms until it is told to stop, and notes each once it is saved.
async fn write_on(db: Db, saved: Arc<Mutex<Vec<String>>>, stop: Arc<AtomicBool>) {
    let mut ticks = tokio::time::interval(Duration::from_millis(10));
    let fixtures = Fixtures::new(&db);
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        ticks.tick().await;
        let name = format!("Group {number}");
        fixtures.group(&name).create().await;
        saved.lock().unwrap().push(name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_has_all_that_was_saved_before_it_while_a_hundred_writes_a_second_go_on() {
    on_both_engines(async |portal, other| {
        let db = portal.open().await;
        let sales = fill(&db).await;
        let (saved, stop) = (
            Arc::new(Mutex::new(Vec::new())),
            Arc::new(AtomicBool::new(false)),
        );
        let writing = tokio::spawn(write_on(db.clone(), saved.clone(), stop.clone()));
        let count = || saved.lock().unwrap().len();
        let file = portal.path("copy");
        let mut before = 0;
        for _ in 0..5 {
            before = count();
            let mut backup = portal.command(&["backup", text(&file), "--force"]);
            let done = tokio::task::spawn_blocking(move || backup.output().unwrap())
                .await
                .unwrap();
            assert!(done.status.success(), "{done:?}");
            assert!(count() > before, "no one waited for the backup");
        }
        stop.store(true, Ordering::Relaxed);
        writing.await.unwrap();
        let expected = saved.lock().unwrap()[..before].to_vec();
        assert!(expected.len() > 10, "{} writes", expected.len());
        db.close().await.unwrap();

        let told = other.succeed(&["restore", text(&file)]);
        assert!(told.contains("opens 1 of 1 group keys"), "{told}");
        let restored = other.open().await;
        let names = group_names(&restored).await;
        let lost: Vec<_> = expected
            .iter()
            .filter(|name| !names.contains(name))
            .collect();
        assert!(lost.is_empty(), "{lost:?}");
        assert_eq!(
            open_keys(&restored, sales).await,
            [Some("Welcome-2026".to_owned())]
        );
        assert!(can_sign_in(&restored).await);
        assert!(upkeep::wrong_counters(&restored).await.unwrap().is_empty());
        restored.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_backup_is_its_owners_alone_and_replaces_nothing_unasked() {
    let portal = Portal::sqlite();
    let file = portal.path("copy.db");
    let told = portal.fail(&["backup", text(&file)]);
    assert!(told.contains("there is no database at"), "{told}");
    assert!(!portal.path("muster.db").exists(), "none was made");

    let db = portal.open().await;
    fill(&db).await;
    let told = portal.succeed(&["backup", text(&file)]);
    assert!(told.contains("The secret is not in it"), "{told}");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let before = std::fs::read(&file).unwrap();
    Fixtures::new(&db).group("Later").create().await;
    let told = portal.fail(&["backup", text(&file)]);
    assert!(
        told.contains("exists: name another file, or add --force"),
        "{told}"
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
    portal.succeed(&["backup", text(&file), "--force"]);
    assert_ne!(std::fs::read(&file).unwrap(), before);
    let told = portal.fail(&["backup", text(&portal.path(""))]);
    assert!(told.contains("is a folder"), "{told}");
    assert!(files(&portal).iter().all(|name| !name.ends_with(".part")));
}

#[tokio::test]
async fn a_database_with_users_is_replaced_only_by_force_and_is_kept() {
    on_both_engines(async |portal, other| {
        let db = portal.open().await;
        let group = fill(&db).await;
        db.close().await.unwrap();
        let file = portal.path("copy");
        portal.succeed(&["backup", text(&file)]);
        let db = portal.open().await;
        Fixtures::new(&db).group("Later").create().await;

        let told = portal.fail(&["restore", text(&file), "--force"]);
        assert!(told.contains("a portal runs on"), "{told}");
        assert!(told.contains("stop it and try again"), "{told}");
        db.close().await.unwrap();
        let told = portal.fail(&["restore", text(&file)]);
        assert!(
            told.contains("has 1 users: to replace it, add --force"),
            "{told}"
        );
        let told = portal.succeed(&["restore", text(&file), "--force"]);
        assert!(told.contains("It has 1 user, 1 group, 0 courses"), "{told}");
        let db = portal.open().await;
        assert_eq!(group_names(&db).await, ["Sales"]);
        assert_eq!(open_keys(&db, group).await.len(), 1);
        db.close().await.unwrap();

        let (_, aside) = told.split_once("The former database is ").unwrap();
        let aside = aside.trim().trim_end_matches('.');
        assert_eq!(
            Path::new(aside).metadata().unwrap().permissions().mode() & 0o777,
            0o600
        );
        other.succeed(&["restore", aside]);
        let db = other.open().await;
        assert_eq!(
            group_names(&db).await.len(),
            2,
            "the former one has the later group"
        );
        db.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_ended_since_the_backup_does_not_come_back() {
    on_both_engines(async |portal, other| {
        let db = portal.open().await;
        fill(&db).await;
        let token = sessions::sign_in(&db, "root", PASSWORD, "", "", db::now()).await;
        let token = token.unwrap().unwrap();
        let sends = MailConfig {
            base_url: "https://learn.example.org",
            sends: true,
        };
        password_resets::request(&db, sends, "root", db::now())
            .await
            .unwrap();
        let sent = mails::claim_due(&db, db::now()).await.unwrap().unwrap();
        let (_, link) = sent.text.split_once("https://learn.example.org/").unwrap();
        let link = link.split_whitespace().next().unwrap();
        let link = link.rsplit('/').next().unwrap().to_owned();
        assert!(
            password_resets::is_valid(&db, &link, db::now())
                .await
                .unwrap()
        );
        let file = portal.path("copy");
        portal.succeed(&["backup", text(&file)]);
        // The mail is sent after the backup, and would be sent again by the restored portal.
        mails::mark_sent(&db, &sent, db::now()).await.unwrap();
        db.close().await.unwrap();

        let told = other.succeed(&["restore", text(&file)]);
        assert!(
            told.contains("Ended 1 session and deleted 1 one-time link; no longer to be sent: 1 waiting e-mail."),
            "{told}"
        );
        let db = other.open().await;
        let later = db::now().plus_seconds(3600);
        assert!(
            sessions::find(&db, &token, db::now())
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            !password_resets::is_valid(&db, &link, db::now())
                .await
                .unwrap()
        );
        assert_eq!(mails::claim_due(&db, later).await.unwrap(), None);
        let mailbox = mails::list(&db, None).await.unwrap();
        assert_eq!(mailbox.rows[0].state, MailState::Failed);
        assert!(can_sign_in(&db).await);
        db.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_secret_that_does_not_open_the_keys_is_refused() {
    on_both_engines(async |portal, other| {
        let db = portal.open().await;
        let group = fill(&db).await;
        db.close().await.unwrap();
        let file = portal.path("copy");
        portal.succeed(&["backup", text(&file)]);
        let secret = other.path("secret");
        std::fs::remove_file(&secret).unwrap();
        let told = other.fail(&["restore", text(&file)]);
        assert!(told.contains("there is no secret at"), "{told}");
        assert!(!secret.exists(), "none was made");
        std::fs::write(&secret, "08".repeat(32)).unwrap();
        let told = other.fail(&["restore", text(&file)]);
        assert!(told.contains("opens 0 of 1 group keys"), "{told}");
        assert_eq!(files(other), ["secret"], "nothing was changed");
        other.succeed(&["restore", text(&file), "--without-secret"]);
        let db = other.open().await;
        assert_eq!(group_names(&db).await, ["Sales"]);
        assert_eq!(open_keys(&db, group).await.len(), 1);
        db.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_backup_of_a_newer_version_is_refused_and_an_older_one_brought_up_to_date() {
    on_both_engines(async |portal, other| {
        let db = portal.open().await;
        fill(&db).await;
        let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_later', 0)";
        execute(&db, later).await;
        let file = portal.path("copy");
        portal.succeed(&["backup", text(&file)]);
        let told = other.fail(&["restore", text(&file)]);
        let newer = "of a newer version of Muster than this one (m20990101_000001_later)";
        assert!(told.contains(newer), "{told}");

        // As the migration before the last left it: an update that only fills what is new.
        let applied = "('m20990101_000001_later', 'm20261129_000031_cleaned_addresses')";
        execute(&db, &format!("DELETE FROM seaql_migrations WHERE version IN {applied}")).await;
        portal.succeed(&["backup", text(&file), "--force"]);
        db.close().await.unwrap();
        let told = other.succeed(&["restore", text(&file)]);
        assert!(told.contains("brought up to date in 1 step."), "{told}");
        let db = other.open().await;
        assert_eq!(upkeep::schema(&db).await.unwrap(), upkeep::Schema::Known { pending: 0 });
        assert!(can_sign_in(&db).await);
        db.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_no_backup_or_is_damaged_is_refused() {
    let portal = Portal::sqlite();
    let db = portal.open().await;
    let fixtures = Fixtures::new(&db);
    let group = fill(&db).await;
    fixtures.users("learner", 300).await;
    let key = new_key("Another-2026", Limits::default());
    let audit = db::AuditContext::system(db::now());
    keys::create(&db, &audit, group, AddedKey::uncounted(&key))
        .await
        .unwrap();
    let file = portal.path("copy");
    portal.succeed(&["backup", text(&file)]);
    db.close().await.unwrap();
    let other = Portal::sqlite();
    let refused = |bytes: &[u8]| {
        let damaged = portal.path("damaged");
        std::fs::write(&damaged, bytes).unwrap();
        let told = other.fail(&["restore", text(&damaged)]);
        assert_eq!(files(&other), ["secret"], "nothing was changed");
        told
    };
    let good = std::fs::read(&file).unwrap();
    let told = refused(b"not a database");
    assert!(told.contains("it is no backup of Muster"), "{told}");
    let told = refused(&good[..good.len() / 2]);
    assert!(
        told.contains("damaged") || told.contains("cannot be read"),
        "{told}"
    );
    let mut torn = good.clone();
    let middle = torn.len() / 2;
    torn[middle..middle + 8192].fill(0xa5);
    let told = refused(&torn);
    assert!(
        told.contains("damaged") || told.contains("cannot be read"),
        "{told}"
    );
    let told = refused(b"PGDMP");
    assert!(told.contains("is a backup of PostgreSQL"), "{told}");

    let foreign = portal.path("foreign");
    let url = format!("sqlite://{}?mode=rwc", foreign.display());
    let raw = sea_orm::Database::connect(&url).await.unwrap();
    raw.execute_unprepared("CREATE TABLE users (id INTEGER)")
        .await
        .unwrap();
    raw.close().await.unwrap();
    let told = refused(&std::fs::read(&foreign).unwrap());
    assert!(
        told.contains("is a database, but not one of Muster"),
        "{told}"
    );
}

#[tokio::test]
async fn a_damaged_database_is_replaced_by_force_and_kept() {
    let portal = Portal::sqlite();
    let db = portal.open().await;
    fill(&db).await;
    let file = portal.path("copy");
    portal.succeed(&["backup", text(&file)]);
    db.close().await.unwrap();
    std::fs::write(portal.path("muster.db"), "scribble".repeat(5000)).unwrap();
    let told = portal.fail(&["restore", text(&file)]);
    assert!(
        told.contains("cannot be read") && told.contains("add --force"),
        "{told}"
    );
    portal.succeed(&["restore", text(&file), "--force"]);
    let db = portal.open().await;
    assert_eq!(group_names(&db).await, ["Sales"]);
    let kept = files(&portal)
        .iter()
        .filter(|name| name.starts_with("muster.db.before-"))
        .count();
    assert_eq!(kept, 1);
}
