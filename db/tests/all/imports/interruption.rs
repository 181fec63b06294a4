//! Imports that stop in the middle, are started twice, or grow old.
use super::support::{apply, checked, counts, finish, is_conflict, kind, list, users, verdicts};
use crate::support::{NOW, audit, execute, number, on_both_engines};
use db::{
    Db, Error,
    imports::{self, ImportStep},
};
use domain::{
    ids::ImportId,
    imports::stored::{ImportKind, ImportState, KEPT_HOURS, ReadList, RowVerdict, UNDO_DAYS},
    permissions::BuiltIn,
    users::Login,
};
use fixtures::{Fixtures, user_info};

fn many(number: usize) -> ReadList {
    let emails: Vec<String> = (0..number).map(|one| format!("u{one}@x.example")).collect();
    let lines: Vec<[&str; 3]> = emails
        .iter()
        .map(|email| ["Ana", "Souza", email.as_str()])
        .collect();
    let lines: Vec<&[&str]> = lines.iter().map(|line| &line[..]).collect();
    list(&["First name", "Last name", "E-mail"], &lines)
}

async fn hold(db: &Db, import: ImportId, seconds: i64) {
    let until = db::now().plus_seconds(seconds);
    let held = "UPDATE imports SET runner = 7, leased_until = $1 WHERE id = $2";
    execute(db, held, vec![until.into(), import.into()]).await;
}

#[tokio::test]
async fn a_stopped_import_goes_on_where_it_was() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).super_admin("root").create().await);
        let import = checked(&db, &admin, &kind(ImportKind::Users), many(2_300)).await;
        imports::start(&db, &admin, import).await.unwrap();
        assert_eq!(
            imports::step(&db, import, db::now()).await.unwrap(),
            ImportStep::More
        );
        assert_eq!(users(&db).await, 1_001);
        hold(&db, import, 20).await;
        assert_eq!(
            imports::step(&db, import, db::now()).await.unwrap(),
            ImportStep::Elsewhere
        );
        assert_eq!(imports::list_abandoned(&db, db::now()).await.unwrap(), []);
        hold(&db, import, -1).await;
        assert_eq!(
            imports::list_abandoned(&db, db::now()).await.unwrap(),
            [import]
        );
        finish(&db, import).await;
        assert_eq!(users(&db).await, 2_301, "no one twice");
        assert_eq!(counts(&db, import).await, [2_300, 0, 0, 0]);
    })
    .await;
}

#[tokio::test]
async fn a_check_that_someone_took_over_writes_no_more() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).super_admin("root").create().await);
        let import = checked(&db, &admin, &kind(ImportKind::Users), many(5)).await;
        let again = "UPDATE imports SET state = 'checking' WHERE id = $1";
        execute(&db, again, vec![import.into()]).await;
        hold(&db, import, 20).await;
        assert!(matches!(
            imports::check(&db, import).await,
            Err(Error::Busy)
        ));
        hold(&db, import, -1).await;
        imports::check(&db, import).await.unwrap();
        assert_eq!(
            imports::state(&db, import).await.unwrap(),
            ImportState::Checked
        );
    })
    .await;
}

#[tokio::test]
async fn two_who_start_it_start_it_once() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).super_admin("root").create().await);
        let import = checked(&db, &admin, &kind(ImportKind::Users), many(3)).await;
        let (one, two) = tokio::join!(
            imports::start(&db, &admin, import),
            imports::start(&db, &admin, import)
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert!(is_conflict(one) || is_conflict(two));
        let (one, two) = tokio::join!(
            imports::step(&db, import, db::now()),
            imports::step(&db, import, db::now())
        );
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
        assert_eq!(users(&db).await, 4);
    })
    .await;
}

#[tokio::test]
async fn cancelling_keeps_what_was_done_and_leaves_out_the_rest() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).super_admin("root").create().await);
        let import = checked(&db, &admin, &kind(ImportKind::Users), many(1_500)).await;
        imports::start(&db, &admin, import).await.unwrap();
        imports::step(&db, import, db::now()).await.unwrap();
        imports::cancel(&db, &admin, import).await.unwrap();
        finish(&db, import).await;
        assert_eq!(users(&db).await, 1_001);
        assert_eq!(counts(&db, import).await, [1_000, 0, 0, 500]);
        assert_eq!(
            imports::state(&db, import).await.unwrap(),
            ImportState::Cancelled
        );
        let file = imports::left_out(&db, import, 0).await.unwrap();
        assert_eq!(file.len(), 500);
        assert_eq!(file[0].reason, "The import was cancelled before this row.");
    })
    .await;
}

#[tokio::test]
async fn a_login_taken_meanwhile_leaves_out_its_row_only() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let import = checked(&db, &admin, &kind(ImportKind::Users), many(3)).await;
        let learner = fixtures.user_type(BuiltIn::Learner).await;
        let mut info = user_info("other", learner);
        info.login = Login::parse("u1@x.example").unwrap();
        db::users::create(&db, &admin, &info, None).await.unwrap();
        apply(&db, &admin, import).await;
        assert_eq!(counts(&db, import).await, [2, 0, 0, 1]);
        let found = verdicts(&db, import).await;
        assert_eq!(
            found[1],
            (
                RowVerdict::LeftOut,
                "Another user has this login.".to_owned()
            )
        );
    })
    .await;
}

#[tokio::test]
async fn nothing_is_kept_longer_than_it_is_needed() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).super_admin("root").create().await);
        let applied = checked(&db, &admin, &kind(ImportKind::Users), many(2)).await;
        apply(&db, &admin, applied).await;
        let pending = checked(&db, &admin, &kind(ImportKind::Users), many(2)).await;
        let arriving = imports::receive(&db, &admin, &kind(ImportKind::Users))
            .await
            .unwrap();
        // Both were received at NOW, and applied by the clock.
        assert_eq!(
            imports::sweep(&db, NOW.plus_seconds(3_599)).await.unwrap(),
            0
        );
        assert_eq!(
            imports::sweep(&db, NOW.plus_seconds(3_601)).await.unwrap(),
            1
        );
        assert!(matches!(
            imports::state(&db, arriving).await,
            Err(Error::NotFound)
        ));
        assert_eq!(
            imports::sweep(&db, NOW.plus_seconds(KEPT_HOURS * 3600 + 1))
                .await
                .unwrap(),
            1
        );
        assert!(matches!(
            imports::state(&db, pending).await,
            Err(Error::NotFound)
        ));
        let cells = "SELECT count(*) FROM import_rows WHERE import_id = $1 AND cells IS NOT NULL";
        assert_eq!(number(&db, cells, vec![applied.into()]).await, 2);
        imports::sweep(&db, db::now().plus_seconds(KEPT_HOURS * 3600 + 60))
            .await
            .unwrap();
        assert_eq!(number(&db, cells, vec![applied.into()]).await, 0);
        assert_eq!(
            counts(&db, applied).await,
            [2, 0, 0, 0],
            "the result is still there"
        );
        assert!(matches!(
            imports::row(&db, applied, 1).await,
            Err(Error::NotFound)
        ));
        imports::sweep(&db, db::now().plus_days(UNDO_DAYS).plus_seconds(60))
            .await
            .unwrap();
        assert!(matches!(
            imports::state(&db, applied).await,
            Err(Error::NotFound)
        ));
    })
    .await;
}
