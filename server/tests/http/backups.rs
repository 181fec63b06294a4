//! The settings say when the portal last backed itself up, or why it could not.
use crate::support::TestServer;
use db::upkeep;
use domain::{
    backups::{BackupFailure, BackupMade},
    time::Timestamp,
};

#[tokio::test]
async fn the_settings_say_when_the_last_backup_was_made_or_why_it_failed() {
    let server = TestServer::new().await;
    let root = server.fixtures.super_admin("root").sign_in().await;
    let page = async || {
        let page = server.get("/settings").by(&root).send().await.expect(200);
        page.text().to_owned()
    };
    assert!(!page().await.contains("Backups"), "it never made one");
    let made = BackupMade {
        at: Timestamp(1_795_000_000_000),
        file: "/srv/backups/muster-20261118-183640.db".into(),
        bytes: 1_234_567,
        milliseconds: 80,
    };
    upkeep::note_backup(&server.db, &made).await.unwrap();
    let text = page().await;
    assert!(text.contains("Last backup: "), "{text}");
    assert!(
        text.contains("1.2 MB") && text.contains(&made.file),
        "{text}"
    );
    assert!(!text.contains("The backup failed"), "{text}");
    let failed = BackupFailure {
        at: Timestamp(1_795_090_000_000),
        reason: "too little room in <backups>".into(),
    };
    upkeep::note_failure(&server.db, &failed).await.unwrap();
    let text = page().await;
    assert!(
        text.contains("too little room in &lt;backups&gt;"),
        "{text}"
    );
    assert!(
        text.contains(&made.file),
        "the last good one is still named"
    );
    upkeep::note_backup(&server.db, &made).await.unwrap();
    assert!(
        !page().await.contains("too little room"),
        "a good one ends it"
    );
}
