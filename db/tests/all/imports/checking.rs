//! From bytes to verdicts.
use super::support::{
    checked, choose, counts, into_group, is_conflict, kind, leaving_out, list, rows, updating,
    verdicts, view,
};
use crate::support::{NOW, audit, number, on_both_engines};
use db::{Error, imports};
use domain::{
    imports::{
        columns::Field,
        problems::ListRefusal,
        stored::{
            ExistingRows, ImportChoices, ImportKind, ImportState, MAX_PENDING, ROWS_PER_PAGE,
            ReadingOptions, RowVerdict,
        },
    },
    page::Cursor,
};
use fixtures::Fixtures;
use std::{future::pending, time::Duration};

const PEOPLE: [&str; 4] = ["First name", "Last name", "E-mail", "Login"];

#[tokio::test]
async fn a_list_is_kept_in_parts_and_read_once() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).super_admin("root").create().await);
        let import = imports::receive(&db, &admin, &kind(ImportKind::Users))
            .await
            .unwrap();
        imports::append(&db, import, 0, b"Ana,").await.unwrap();
        imports::append(&db, import, 1, b"Souza").await.unwrap();
        imports::append(&db, import, 1, b"again").await.unwrap();
        assert!(matches!(
            imports::bytes(&db, import).await,
            Err(Error::Busy)
        ));
        imports::received(&db, import).await.unwrap();
        assert!(is_conflict(imports::append(&db, import, 2, b"late").await));
        let unread = imports::bytes(&db, import).await.unwrap();
        assert_eq!(unread.bytes, b"Ana,Souza");
        // Reading takes longer than a lease, which is renewed meanwhile.
        let at_the_end = unread.while_reading(&db, async {
            tokio::time::timeout(Duration::from_millis(3_500), pending::<()>())
                .await
                .unwrap_err();
            imports::list_abandoned(&db, db::now()).await.unwrap()
        });
        assert_eq!(at_the_end.await, []);
        assert!(
            matches!(imports::bytes(&db, import).await, Err(Error::Busy)),
            "someone reads it"
        );
        let stored = "SELECT count(*) FROM import_parts WHERE import_id = $1";
        assert_eq!(number(&db, stored, vec![import.into()]).await, 2);
        imports::store(&db, import, Err(ListRefusal::NoHeadings))
            .await
            .unwrap();
        let refused = view(&db, import).await;
        assert_eq!(refused.state, ImportState::Refused);
        assert!(refused.refusal.unwrap().starts_with("It isn’t clear"));
        let options = ReadingOptions {
            separator: Some(';'),
            ..ReadingOptions::default()
        };
        imports::set_reading(&db, import, &options).await.unwrap();
        assert_eq!(imports::bytes(&db, import).await.unwrap().options, options);
    })
    .await;
}

#[tokio::test]
async fn nothing_of_a_list_can_be_read_in_the_tables() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).super_admin("root").create().await);
        let list = list(
            &PEOPLE,
            &[
                &["Ana", "Souza", "ana@x.example", "ana"],
                &["Ben", "", "ben at x.example", ""],
            ],
        );
        let import = checked(&db, &admin, &kind(ImportKind::Users), list).await;
        imports::set_reading(
            &db,
            import,
            &ReadingOptions {
                sheet: Some("Souza".into()),
                ..ReadingOptions::default()
            },
        )
        .await
        .unwrap();
        let texts = ["ana@x.example", "Souza", "people.csv", "Last name"];
        let columns = [
            ("imports", "file_name"),
            ("imports", "list"),
            ("imports", "reading"),
            ("import_parts", "body"),
            ("import_rows", "cells"),
            ("import_rows", "problems"),
        ];
        for (table, column) in columns {
            let text = format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL");
            let stored = crate::support::rows(&db, &text, vec![]).await;
            assert!(!stored.is_empty(), "{column}");
            for row in stored {
                let bytes = row
                    .try_get_by_index::<Vec<u8>>(0)
                    .or_else(|_| row.try_get_by_index::<String>(0).map(String::into_bytes))
                    .unwrap();
                let text = String::from_utf8_lossy(&bytes);
                assert!(texts.iter().all(|one| !text.contains(one)), "{column}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn every_row_has_a_verdict_and_its_reason_at_the_cell() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        fixtures.user("ben").create().await;
        let list = list(
            &PEOPLE,
            &[
                &["Ana", "Souza", "ana@x.example", "ana"],
                &["Ben", "Li", "ben@example.org", ""],
                &["Ben", "Li", "other@x.example", "ben"],
                &["Cem", "Kaya", "cem", "c"],
                &["Ana", "Souza", "ana@x.example", "ana"],
                &["Eva", "Souza", "ANA@x.example", "eva"],
            ],
        );
        let import = checked(&db, &admin, &kind(ImportKind::Users), list).await;
        assert_eq!(counts(&db, import).await, [1, 0, 2, 3]);
        let found = verdicts(&db, import).await;
        let reasons: Vec<&str> = found.iter().map(|(_, reason)| reason.as_str()).collect();
        assert_eq!(
            reasons,
            [
                "",
                "",
                "Another user has this login.",
                "A login has 2 to 100 characters. This does not look like an e-mail address.",
                "",
                "An earlier line has this login or e-mail address.",
            ]
        );
        assert_eq!(found[1].0, RowVerdict::Unchanged);
        let rows = rows(&db, import).await;
        assert_eq!(rows[0].title, "Ana Souza");
        assert_eq!(rows[0].details, "ana · ana@x.example · Learner-Type");
        let problem = &rows[3].problems[1];
        assert_eq!(
            (problem.column.as_str(), problem.cell.as_str()),
            ("E-mail", "cem")
        );
        // Only left-out rows first, then the others in the list's order.
        let page = imports::rows(&db, import, None, None).await.unwrap();
        let places: Vec<i64> = page.rows.iter().map(|row| row.place).collect();
        assert_eq!((places, page.total), (vec![3, 4, 6, 1, 2, 5], 6));
        let added = imports::rows(&db, import, Some(RowVerdict::Added), None)
            .await
            .unwrap();
        assert_eq!((added.rows.len(), added.total), (1, 1));
    })
    .await;
}

/// As the forms save them.
#[tokio::test]
async fn a_login_is_found_however_it_is_written() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        fixtures.user("ana-souza").create().await;
        let lines: [&[&str]; 2] = [
            &["Ana", "Souza", "other@x.example", "ana–souza"],
            &["Cher", "", "cher@x.example", "cher"],
        ];
        let import = checked(&db, &admin, &kind(ImportKind::Users), list(&PEOPLE, &lines)).await;
        let found = verdicts(&db, import).await;
        assert_ne!(found[0].0, RowVerdict::Added, "{found:?}");
        assert_eq!(rows(&db, import).await[1].title, "Cher");
    })
    .await;
}

#[tokio::test]
async fn a_changed_row_column_or_choice_changes_the_verdicts() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        fixtures.user("ben").create().await;
        let lines: [&[&str]; 2] = [
            &["Ana", "Souza", "ana", "ana"],
            &["Bo", "Li", "ben@example.org", ""],
        ];
        let import = checked(&db, &admin, &kind(ImportKind::Users), list(&PEOPLE, &lines)).await;
        assert_eq!(counts(&db, import).await, [0, 0, 1, 1]);
        let form = imports::row(&db, import, 1).await.unwrap();
        assert_eq!(form.cells[2].value, "ana");
        let cells = ["Ana", "Souza", "ana@x.example", "ana"]
            .map(str::to_owned)
            .to_vec();
        imports::correct(&db, import, 1, cells).await.unwrap();
        assert_eq!(
            imports::state(&db, import).await.unwrap(),
            ImportState::Checking
        );
        assert!(
            is_conflict(imports::correct(&db, import, 1, vec![]).await),
            "it is being checked"
        );
        imports::check(&db, import).await.unwrap();
        assert_eq!(counts(&db, import).await, [1, 0, 1, 0]);
        choose(&db, import, updating()).await;
        assert_eq!(counts(&db, import).await, [1, 1, 0, 0]);
        let change = &rows(&db, import).await[1].changes[0];
        assert_eq!(
            (
                change.field.as_str(),
                change.before.as_str(),
                change.after.as_str()
            ),
            ("First name", "Ana", "Bo")
        );
        let fields = [
            Some(Field::FirstName),
            Some(Field::LastName),
            None,
            Some(Field::Login),
        ];
        imports::set_columns(&db, import, &fields).await.unwrap();
        imports::check(&db, import).await.unwrap();
        assert_eq!(counts(&db, import).await, [0, 0, 0, 2]);
        let columns = view(&db, import).await.columns;
        assert_eq!(
            columns[2].unused.as_deref(),
            Some("You chose not to use it.")
        );
        assert_eq!(columns[2].samples, ["ana@x.example", "ben@example.org"]);
    })
    .await;
}

#[tokio::test]
async fn members_are_found_by_any_cell() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let ben = fixtures.user("ben").create().await;
        fixtures.user("ana").create().await;
        let cem = fixtures.user("cem").create().await;
        fixtures.deactivate(cem).await;
        let group = fixtures.group("Sales").with_members(&[ben]).create().await;
        let people = list(
            &["E-mail", "Of interest"],
            &[
                &["ANA@example.org", ""],
                &["", "ben"],
                &["cem@example.org", ""],
                &["ana@example.org", ""],
                &["nobody@example.org", ""],
                &["%", ""],
                &["\u{ff42}en", ""],
            ],
        );
        let members = into_group(ImportKind::Members, group);
        let import = checked(&db, &admin, &members, people).await;
        assert_eq!(counts(&db, import).await, [1, 0, 3, 3]);
        let reasons: Vec<String> = verdicts(&db, import)
            .await
            .into_iter()
            .map(|one| one.1)
            .collect();
        assert_eq!(reasons[2], "This user is inactive.");
        assert_eq!(reasons[4], "No user has this login or e-mail address.");
        let two = list(&["Login", "E-mail"], &[&["ben", "ana@example.org"]]);
        let import = checked(&db, &admin, &members, two).await;
        assert_eq!(counts(&db, import).await, [0, 0, 0, 1], "names two users");
    })
    .await;
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).super_admin("root").create().await);
        let emails: Vec<String> = (0..250)
            .map(|number| {
                if number % 2 == 0 {
                    format!("u{number}@x.example")
                } else {
                    format!("u{number}")
                }
            })
            .collect();
        let lines: Vec<[&str; 3]> = emails
            .iter()
            .map(|email| ["Ana", "Souza", email.as_str()])
            .collect();
        let lines: Vec<&[&str]> = lines.iter().map(|line| &line[..]).collect();
        let import = checked(
            &db,
            &admin,
            &kind(ImportKind::Users),
            list(&PEOPLE[..3], &lines),
        )
        .await;
        let mut places = Vec::new();
        let mut cursor: Option<Cursor> = None;
        let mut pages = Vec::new();
        loop {
            let page = imports::rows(&db, import, None, cursor.as_ref())
                .await
                .unwrap();
            assert_eq!(page.total, 250);
            places.extend(page.rows.iter().map(|row| row.place));
            cursor = page.next.clone();
            pages.push(page);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(pages[0].rows.len() as i64, ROWS_PER_PAGE);
        let left_out = (1..=125).map(|number| number * 2);
        let others = (0..125).map(|number| number * 2 + 1);
        assert_eq!(places, left_out.chain(others).collect::<Vec<i64>>());
        // Back from the third page to the second, which has rows of both kinds.
        let back = imports::rows(&db, import, None, pages[2].previous.as_ref())
            .await
            .unwrap();
        assert_eq!(back.rows, pages[1].rows);
        let first = imports::rows(&db, import, None, back.previous.as_ref())
            .await
            .unwrap();
        assert_eq!((first.rows, first.previous), (pages[0].rows.clone(), None));
        // In pieces of a thousand for the file of them.
        let file = imports::left_out(&db, import, 0).await.unwrap();
        assert_eq!((file.len(), file[0].line, file[0].cells.len()), (125, 3, 3));
        assert!(file[0].reason.contains("e-mail address"));
        assert_eq!(imports::headings(&db, import).await.unwrap(), PEOPLE[..3]);
    })
    .await;
}

#[tokio::test]
async fn a_fourth_list_discards_the_oldest() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let other = audit(fixtures.super_admin("other").create().await);
        let of_other = imports::receive(&db, &other, &kind(ImportKind::Users))
            .await
            .unwrap();
        let mut all = Vec::new();
        for _ in 0..=MAX_PENDING {
            all.push(
                imports::receive(&db, &admin, &kind(ImportKind::Users))
                    .await
                    .unwrap(),
            );
        }
        assert!(matches!(
            imports::state(&db, all[0]).await,
            Err(Error::NotFound)
        ));
        for import in all[1..].iter().chain([&of_other]) {
            assert_eq!(
                imports::state(&db, *import).await.unwrap(),
                ImportState::Receiving
            );
        }
        imports::discard(&db, all[1]).await.unwrap();
        assert!(matches!(
            imports::owner(&db, all[1]).await,
            Err(Error::NotFound)
        ));
        let left = imports::recent(&db, admin.actor.unwrap(), ImportKind::Users, None, 10, NOW)
            .await
            .unwrap();
        assert_eq!(left.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_a_row_joins_is_looked_up_where_the_importer_may_look() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let admin = audit(fixtures.super_admin("root").create().await);
        let local = fixtures.admin("local").in_branch(north).create().await;
        let mut local = audit(local);
        local.scope.branch = Some(north);
        fixtures.user("ben").create().await;
        fixtures.group("Sales").create().await;
        let headings = ["First name", "Last name", "E-mail", "Groups", "Branch"];
        let lines: [&[&str]; 3] = [
            &["Ana", "Souza", "ana@x.example", "sales", "north"],
            &["Ben", "Li", "ben@example.org", "", ""],
            &["Cem", "Kaya", "cem@x.example", "Bakers", "South"],
        ];
        let import = checked(
            &db,
            &admin,
            &kind(ImportKind::Users),
            list(&headings, &lines),
        )
        .await;
        let found = verdicts(&db, import).await;
        assert_eq!(found[0], (RowVerdict::Added, String::new()));
        let missing =
            "There is no branch “South”. There is no group “Bakers” that this user can join.";
        assert_eq!(found[2], (RowVerdict::Added, missing.to_owned()));
        choose(&db, import, leaving_out()).await;
        let found = verdicts(&db, import).await;
        assert_eq!(found[2].0, RowVerdict::LeftOut);
        assert!(found[2].1.starts_with("There is no branch “South”."));
        let choices = ImportChoices {
            existing: ExistingRows::Update,
            ..leaving_out()
        };
        let import = checked(
            &db,
            &local,
            &kind(ImportKind::Users),
            list(&headings, &lines),
        )
        .await;
        choose(&db, import, choices).await;
        let found = verdicts(&db, import).await;
        assert_eq!(
            found[0].1,
            "There is no group “sales” that this user can join."
        );
        assert_eq!(
            found[1].1, "Another user has this e-mail address.",
            "and no more of them"
        );
        assert_eq!(rows(&db, import).await[1].user, None);
    })
    .await;
}
