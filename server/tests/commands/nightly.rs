//! The backups that a portal makes by itself.
use crate::portal::{Portal, on_both_engines};
use db::{Db, upkeep};
use domain::time::Timestamp;
use fixtures::Fixtures;
use server::backups::{Nightly, Outcome};

/// Three in the afternoon; backups are due at a quarter past three at night.
fn afternoon() -> Timestamp {
    Timestamp::parse_input("2026-11-29T15:00").unwrap()
}

fn nightly(portal: &Portal) -> Nightly {
    Nightly {
        folder: portal.path("backups"),
        at: "03:15".parse().unwrap(),
        keep: 2,
        url: portal.url(),
    }
}

fn made(portal: &Portal) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(portal.path("backups"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn run(nightly: &Nightly, db: &Db, now: Timestamp) -> Outcome {
    nightly.run_if_due(db, now).await.unwrap()
}

#[tokio::test]
async fn one_is_made_each_night_or_at_the_next_start_and_so_many_are_kept() {
    on_both_engines(async |portal, other| {
        let db = portal.open().await;
        let (nightly, now) = (nightly(portal), afternoon());
        assert_eq!(
            run(&nightly, &db, now).await,
            Outcome::NotDue,
            "there is no one to lose"
        );
        Fixtures::new(&db).user("ana").create().await;
        let Outcome::Made(first) = run(&nightly, &db, now).await else {
            panic!("the night was missed, so it is made at the start");
        };
        assert_eq!(
            upkeep::last_backup(&db).await.unwrap().made,
            Some(first.clone())
        );
        let night = Timestamp::parse_input("2026-11-30T03:15").unwrap();
        assert_eq!(run(&nightly, &db, now).await, Outcome::NotDue);
        assert_eq!(
            run(&nightly, &db, night.plus_seconds(-1)).await,
            Outcome::NotDue
        );
        for days in 0..3 {
            let outcome = run(&nightly, &db, night.plus_days(days)).await;
            assert!(matches!(outcome, Outcome::Made(_)), "{outcome:?}");
        }
        let end = if db.is_sqlite() { "db" } else { "dump" };
        assert_eq!(
            made(portal),
            [
                format!("muster-20261201-031500.{end}"),
                format!("muster-20261202-031500.{end}")
            ]
        );
        // A clock that went back: made again, and not deleted as the oldest.
        let outcome = run(&nightly, &db, now).await;
        assert!(matches!(outcome, Outcome::Made(_)), "{outcome:?}");
        assert!(made(portal).contains(&format!("muster-20261129-150000.{end}")));
        db.close().await.unwrap();
        let newest = portal
            .path("backups")
            .join(format!("muster-20261202-031500.{end}"));
        other.succeed(&["restore", newest.to_str().unwrap()]);
    })
    .await;
}

#[tokio::test]
async fn a_failure_is_noted_deletes_nothing_and_is_tried_again_an_hour_later() {
    on_both_engines(async |portal, _| {
        let db = portal.open().await;
        Fixtures::new(&db).user("ana").create().await;
        let (nightly, now) = (nightly(portal), afternoon());
        std::fs::write(portal.path("backups"), "in the way").unwrap();
        let Outcome::Failed(failed) = run(&nightly, &db, now).await else {
            panic!("a file is in the way of the folder");
        };
        assert!(
            failed.reason.contains("cannot create the folder"),
            "{}",
            failed.reason
        );
        let journal = upkeep::last_backup(&db).await.unwrap();
        assert_eq!((journal.made, journal.failed), (None, Some(failed)));
        std::fs::remove_file(portal.path("backups")).unwrap();
        assert_eq!(
            run(&nightly, &db, now.plus_seconds(3599)).await,
            Outcome::NotDue
        );
        let outcome = run(&nightly, &db, now.plus_seconds(3600)).await;
        assert!(matches!(outcome, Outcome::Made(_)), "{outcome:?}");
        assert_eq!(upkeep::last_backup(&db).await.unwrap().failed, None);
    })
    .await;
}

#[tokio::test]
async fn two_processes_make_one() {
    on_both_engines(async |portal, _| {
        let db = portal.open().await;
        if db.is_sqlite() {
            // There is one process.
            return;
        }
        Fixtures::new(&db).user("ana").create().await;
        let (nightly, now, second) = (nightly(portal), afternoon(), portal.open().await);
        let turn = upkeep::try_turn(&second).await.unwrap();
        assert!(turn.is_some());
        assert_eq!(run(&nightly, &db, now).await, Outcome::Busy);
        turn.flatten().unwrap().rollback().await.unwrap();
        let both = tokio::join!(run(&nightly, &db, now), run(&nightly, &second, now));
        let count = [both.0, both.1]
            .into_iter()
            .filter(|outcome| matches!(outcome, Outcome::Made(_)));
        assert_eq!(count.count(), 1);
        assert_eq!(made(portal).len(), 1);
    })
    .await;
}
