//! Undo takes back what the import did, and only that.
use super::support::{apply, checked, choose, kind, list, undo, updating, users, verdicts, view};
use crate::support::{
    NO_MAIL, NOW, assert_counts, audit, enrolments, memberships, number, on_both_engines,
};
use db::{Db, Error, imports};
use domain::{
    groups::EnrolmentPolicy,
    ids::UserId,
    imports::stored::{ImportChoices, ImportKind, UNDO_DAYS},
};
use fixtures::Fixtures;

const PEOPLE: [&str; 7] = [
    "First name",
    "Last name",
    "E-mail",
    "Login",
    "Active",
    "Groups",
    "Courses",
];

async fn stored_users(db: &Db) -> Vec<(String, String, String, bool)> {
    let text = "SELECT login, email, first_name || ' ' || last_name, active FROM users ORDER BY id";
    let rows = crate::support::rows(db, text, vec![]).await;
    let text = |row: &sea_orm::QueryResult, at| row.try_get_by_index::<String>(at).unwrap();
    rows.iter()
        .map(|row| {
            (
                text(row, 0),
                text(row, 1),
                text(row, 2),
                row.try_get_by_index(3).unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn everything_is_as_before() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let admin = audit(fixtures.super_admin("root").create().await);
        let ana = fixtures.user("ana").create().await;
        let ben = fixtures.user("ben").create().await;
        let course = fixtures.course("Phone").create().await;
        let group = fixtures
            .group("Sales")
            .with_courses(&[course])
            .with_members(&[ben]);
        group
            .enrolment_policy(EnrolmentPolicy::Automatically)
            .create()
            .await;
        let before = (
            stored_users(&db).await,
            memberships(&db).await,
            enrolments(&db).await,
        );
        let mut headings = PEOPLE.to_vec();
        headings.push("Branch");
        let lines: [&[&str]; 3] = [
            &[
                "Anna",
                "Souza",
                "ana@example.org",
                "anna",
                "no",
                "Sales; New",
                "Phone",
                "North",
            ],
            &["Ben", "Li", "ben@example.org", "", "", "Sales", "", ""],
            &[
                "Cem",
                "Kaya",
                "cem@x.example",
                "",
                "",
                "Sales; Other",
                "Phone",
                "",
            ],
        ];
        let import = checked(
            &db,
            &admin,
            &kind(ImportKind::Users),
            list(&headings, &lines),
        )
        .await;
        choose(
            &db,
            import,
            ImportChoices {
                unknown: domain::imports::stored::UnknownNames::CreateGroups,
                ..updating()
            },
        )
        .await;
        apply(&db, &admin, import).await;
        assert_eq!(
            db::users::get(&db, ana).await.unwrap().branch.unwrap().id,
            north
        );
        let applied = (
            stored_users(&db).await,
            memberships(&db).await,
            enrolments(&db).await,
        );
        assert!(before.0 != applied.0 && before.1 != applied.1 && before.2 != applied.2);
        assert!(view(&db, import).await.undoable);
        undo(&db, &admin, import).await;
        let after = (
            stored_users(&db).await,
            memberships(&db).await,
            enrolments(&db).await,
        );
        assert_eq!(after, before);
        assert!(db::users::get(&db, ana).await.unwrap().branch.is_none());
        let groups = "SELECT count(*) FROM groups";
        assert_eq!(
            number(&db, groups, vec![]).await,
            1,
            "the new ones are gone"
        );
        assert!(
            verdicts(&db, import)
                .await
                .iter()
                .all(|one| one.1.is_empty())
        );
        let twice = imports::undo(&db, &admin, import).await;
        assert!(matches!(twice, Err(Error::NotUndoable)));
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_used_or_edited_since_stays_and_says_so() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let old = fixtures.user("old").create().await;
        let lines: [&[&str]; 4] = [
            &["Ana", "Souza", "ana@x.example", "", "", "", ""],
            &["Ben", "Li", "ben@x.example", "", "", "", ""],
            &["Cem", "Kaya", "cem@x.example", "", "", "", ""],
            &["Eva", "", "old@example.org", "", "no", "", ""],
        ];
        let import = checked(&db, &admin, &kind(ImportKind::Users), list(&PEOPLE, &lines)).await;
        choose(&db, import, updating()).await;
        apply(&db, &admin, import).await;
        let id = async |login: &str| {
            UserId(
                number(
                    &db,
                    "SELECT id FROM users WHERE login_folded = $1",
                    vec![login.into()],
                )
                .await,
            )
        };
        db::sessions::open(&db, id("ana@x.example").await, "::1", "", NOW)
            .await
            .unwrap();
        db::users::set_active(&db, &admin, id("ben@x.example").await, false)
            .await
            .unwrap();
        let mut found = db::users::get(&db, old).await.unwrap();
        found.first_name = "Ida".into();
        let mut info = fixtures::user_info("old", found.user_type);
        info.first_name = domain::users::PersonName::parse("Ida").unwrap();
        db::users::update(&db, &admin, NO_MAIL, old, &found.version, &info, None)
            .await
            .unwrap();
        assert_eq!(users(&db).await, 5);
        undo(&db, &admin, import).await;
        let reasons: Vec<String> = verdicts(&db, import)
            .await
            .into_iter()
            .map(|one| one.1)
            .collect();
        assert_eq!(
            reasons,
            [
                "Not undone: this user has signed in or learnt since.",
                "Not undone: it was edited since.",
                "",
                "Not undone: it was edited since.",
            ]
        );
        assert_eq!(users(&db).await, 4, "Cem is gone");
        let found = db::users::get(&db, old).await.unwrap();
        assert_eq!((found.first_name.as_str(), found.active), ("Ida", true));
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn after_30_days_it_stays() {
    on_both_engines(async |db| {
        let admin = audit(Fixtures::at(&db, NOW).super_admin("root").create().await);
        let lines: [&[&str]; 1] = [&["Ana", "Souza", "ana@x.example", "", "", "", ""]];
        let import = checked(&db, &admin, &kind(ImportKind::Users), list(&PEOPLE, &lines)).await;
        apply(&db, &admin, import).await;
        let mut later = admin.clone();
        later.at = db::now().plus_days(UNDO_DAYS).plus_seconds(60);
        assert!(matches!(
            imports::undo(&db, &later, import).await,
            Err(Error::NotUndoable)
        ));
        later.at = later.at.plus_seconds(-3_600);
        imports::undo(&db, &later, import).await.unwrap();
    })
    .await;
}
