//! `muster doctor`: a line for each check, what to do, and an exit code.
use crate::portal::{Portal, on_both_engines};
use fixtures::{Fixtures, running::ASSETS};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use std::{collections::BTreeMap, os::unix::fs::PermissionsExt};

/// A portal that lacks nothing: it has assets, a public address, and closed files.
async fn healthy(portal: &Portal) -> db::Db {
    std::fs::write(portal.path("assets.json"), ASSETS).unwrap();
    let closed = PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(portal.path(""), closed).unwrap();
    let db = portal.open().await;
    let fixtures = Fixtures::new(&db);
    let ana = fixtures.user("ana").create().await;
    let rust = fixtures.course("Rust").create().await;
    let sales = fixtures
        .group("Sales")
        .with_members(&[ana])
        .with_courses(&[rust])
        .create()
        .await;
    fixtures.key(sales, "Welcome-2026").create().await;
    db
}

/// Runs it; returns the exit code, and the level and text of each check.
fn examine(portal: &Portal) -> (i32, BTreeMap<String, (String, String)>) {
    let mut command = portal.command(&[
        "doctor",
        "--json",
        "--base-url",
        "https://learn.example.org",
    ]);
    let output = command
        .arg("--assets")
        .arg(portal.path(""))
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |check: &Value, name: &str| check[name].as_str().unwrap().to_owned();
    let checks = report["checks"].as_array().unwrap().iter();
    let checks = checks.map(|check| {
        let level = text(check, "level");
        assert_eq!(check["advice"].is_null(), level == "ok", "{check}");
        (text(check, "name"), (level, text(check, "text")))
    });
    (output.status.code().unwrap(), checks.collect())
}

#[tokio::test]
async fn a_healthy_portal_has_no_problem_while_it_runs() {
    on_both_engines(async |portal, _| {
        let db = healthy(portal).await;
        let (code, checks) = examine(portal);
        assert_eq!(code, 0, "{checks:#?}");
        for name in [
            "integrity",
            "schema",
            "counters",
            "secret",
            "clock",
            "files",
            "base-url",
            "assets",
        ] {
            assert_eq!(checks[name].0, "ok", "{name}: {}", checks[name].1);
        }
        assert_eq!(checks["backups"].0, "warning");
        assert_eq!(checks["mail"].0, "warning");
        assert_eq!(
            checks["secret"].1,
            "opens 1 of 1 group keys and 0 of 0 authenticator apps"
        );
        db.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_in_the_database_is_a_problem() {
    on_both_engines(async |portal, _| {
        let db = healthy(portal).await;
        let execute = async |statement: String| {
            let txn = db.write().await.unwrap();
            txn.execute_unprepared(&statement).await.unwrap();
            txn.commit_quietly().await.unwrap();
        };
        let problem = |name: &str, part: &str| {
            let (code, checks) = examine(portal);
            let (level, text) = &checks[name];
            assert_eq!((code, &**level), (1, "problem"), "{checks:#?}");
            assert!(text.contains(part), "{text}");
        };
        execute("UPDATE groups SET drift = 5".into()).await;
        problem("counters", "are counted as 1, 1 and 5, and are 1, 1 and 1");
        execute("UPDATE groups SET drift = 1".into()).await;
        let tomorrow = db::now().plus_days(1);
        execute(format!("UPDATE activity SET at = {}", tomorrow.0)).await;
        problem("clock", "something was written at");
        execute("UPDATE activity SET at = 0".into()).await;
        std::fs::write(portal.path("secret"), "08".repeat(32)).unwrap();
        problem("secret", "opens 0 of 1 group keys");
        std::fs::remove_file(portal.path("secret")).unwrap();
        problem("secret", "there is none at");
        assert!(!portal.path("secret").exists(), "none was made");
        execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_later', 0)".into()).await;
        problem("schema", "of a newer version");
        db.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn files_that_others_can_read_and_missing_ones_are_problems() {
    let portal = Portal::sqlite();
    let (code, checks) = examine(&portal);
    assert_eq!((code, &*checks["database"].0), (1, "problem"));
    assert_eq!(checks["assets"].0, "problem");
    assert!(!portal.path("muster.db").exists(), "none was made");
    let db = healthy(&portal).await;
    let set = |name: &str, mode| {
        std::fs::set_permissions(portal.path(name), PermissionsExt::from_mode(mode)).unwrap();
    };
    set("", 0o755);
    set("secret", 0o644);
    let (code, checks) = examine(&portal);
    assert_eq!((code, &*checks["files"].0), (1, "problem"));
    assert!(
        checks["files"].1.contains("secret"),
        "{}",
        checks["files"].1
    );
    let dangling = "PRAGMA foreign_keys = OFF; DELETE FROM groups; PRAGMA foreign_keys = ON";
    db.read().execute_unprepared(dangling).await.unwrap();
    let (_, checks) = examine(&portal);
    assert_eq!(checks["integrity"].0, "problem");
    assert!(
        checks["integrity"]
            .1
            .contains("refers to a missing row of groups"),
        "{}",
        checks["integrity"].1
    );
}

#[test]
fn a_mail_server_that_does_not_answer_is_a_problem() {
    let portal = Portal::sqlite();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    let output = portal
        .command(&["doctor", "--mail-from", "portal@example.org"])
        .arg(format!("--smtp-url=smtp://{closed}"))
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let line = told.lines().find(|line| line.contains(" mail ")).unwrap();
    assert!(line.starts_with("problem"), "{told}");
}
