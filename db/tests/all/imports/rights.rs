//! No import does what its importer may not.
use super::support::{
    apply, checked, choose, counts, kind, list, updating, verdicts, view, with_passwords,
};
use crate::support::{NOW, audit, number, on_both_engines};
use db::{AuditContext, imports};
use domain::{
    imports::stored::{ImportKind, ImportState, PasswordSource, RowVerdict},
    permissions::{BuiltIn, Permission},
};
use fixtures::Fixtures;

const PEOPLE: [&str; 5] = ["First name", "Last name", "E-mail", "User type", "Active"];

#[tokio::test]
async fn no_one_gives_or_edits_more_than_they_have() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let root = fixtures.super_admin("root").create().await;
        let editor = fixtures
            .add_user_type(
                "Editor",
                &[Permission::ViewUsers, Permission::EditUsers].into(),
            )
            .await;
        let editor = audit(fixtures.user("editor").of_type(editor).create().await);
        let lines: [&[&str]; 4] = [
            &["Ana", "Souza", "ana@x.example", "SuperAdmin", ""],
            &["Ben", "Li", "ben@x.example", "Learner-Type", ""],
            &["Root", "", "root@example.org", "", "no"],
            &["", "", "editor@example.org", "", "no"],
        ];
        let import = checked(
            &db,
            &editor,
            &kind(ImportKind::Users),
            list(&PEOPLE, &lines),
        )
        .await;
        choose(&db, import, updating()).await;
        let reasons: Vec<String> = verdicts(&db, import)
            .await
            .into_iter()
            .map(|one| one.1)
            .collect();
        assert_eq!(
            reasons,
            [
                "“SuperAdmin” isn’t a user type you can assign.",
                "",
                "You can’t edit this user, who has permissions that you don’t have.",
                "You can’t deactivate yourself or change your own user type.",
            ]
        );
        apply(&db, &editor, import).await;
        assert_eq!(counts(&db, import).await, [1, 0, 0, 3]);
        assert!(db::users::get(&db, root).await.unwrap().active);
        let with_groups = list(
            &["First name", "Last name", "E-mail", "Groups"],
            &[&["Cem", "Kaya", "cem@x.example", "Nowhere"]],
        );
        let import = checked(&db, &editor, &kind(ImportKind::Users), with_groups).await;
        assert_eq!(
            counts(&db, import).await,
            [1, 0, 0, 0],
            "a column without a right is not used"
        );
        let unused = view(&db, import).await.columns[3].unused.clone();
        assert_eq!(
            unused.as_deref(),
            Some("Your permissions don’t include it.")
        );
    })
    .await;
}

#[tokio::test]
async fn a_branch_administrator_touches_no_one_else() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let local = fixtures.admin("local").in_branch(north).create().await;
        let mut local = audit(local);
        local.scope.branch = Some(north);
        let far = fixtures.user("far").create().await;
        let near = fixtures.user("near").in_branch(north).create().await;
        let lines: [&[&str]; 3] = [
            &["Bo", "", "far@example.org", "", "no"],
            &["Bo", "", "near@example.org", "", "no"],
            &["Ana", "Souza", "ana@x.example", "", ""],
        ];
        let import = checked(&db, &local, &kind(ImportKind::Users), list(&PEOPLE, &lines)).await;
        choose(&db, import, updating()).await;
        apply(&db, &local, import).await;
        assert_eq!(counts(&db, import).await, [1, 1, 0, 1]);
        assert!(db::users::get(&db, far).await.unwrap().active);
        assert!(!db::users::get(&db, near).await.unwrap().active);
        let in_branch = "SELECT branch_id FROM users WHERE login_folded = 'ana@x.example'";
        assert_eq!(number(&db, in_branch, vec![]).await, north.0);
    })
    .await;
}

#[tokio::test]
async fn the_last_super_admin_stays() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let system = AuditContext::system(NOW);
        let one = fixtures.super_admin("one").create().await;
        let two = fixtures.super_admin("two").create().await;
        let lines: [&[&str]; 2] = [
            &["", "", "one@example.org", "Learner-Type", ""],
            &["", "", "two@example.org", "", "no"],
        ];
        let import = checked(
            &db,
            &system,
            &kind(ImportKind::Users),
            list(&PEOPLE, &lines),
        )
        .await;
        choose(&db, import, updating()).await;
        let found = verdicts(&db, import).await;
        assert_eq!(found[0].0, RowVerdict::Updated);
        assert_eq!(found[1].1, "This is the last active SuperAdmin.");
        apply(&db, &system, import).await;
        let kept = db::users::get(&db, two).await.unwrap();
        assert!(kept.active && kept.user_type_name == BuiltIn::SuperAdmin.label());
        let other = db::users::get(&db, one).await.unwrap();
        assert_eq!(other.user_type_name, BuiltIn::Learner.label());
    })
    .await;
}

#[tokio::test]
async fn no_password_is_set_while_acting_as_another_user() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let mut root = audit(fixtures.super_admin("root").create().await);
        root.acting_as = Some(fixtures.super_admin("other").create().await);
        let headings = ["First name", "Last name", "E-mail", "Password"];
        let lines: [&[&str]; 1] = [&["Ana", "Souza", "ana@x.example", "correct horse battery"]];
        let import = checked(&db, &root, &kind(ImportKind::Users), list(&headings, &lines)).await;
        choose(&db, import, with_passwords(PasswordSource::Column)).await;
        assert_eq!(view(&db, import).await.choices.passwords, PasswordSource::None);
        apply(&db, &root, import).await;
        let without = "SELECT count(*) FROM users WHERE login_folded = 'ana@x.example' AND password_hash IS NULL";
        assert_eq!(number(&db, without, vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_importer_who_lost_the_right_changes_no_more() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let user = fixtures.admin("importer").create().await;
        let importer = audit(user);
        let lines: [&[&str]; 1] = [&["Ana", "Souza", "ana@x.example", "", ""]];
        let import = checked(
            &db,
            &importer,
            &kind(ImportKind::Users),
            list(&PEOPLE, &lines),
        )
        .await;
        imports::start(&db, &importer, import).await.unwrap();
        fixtures.deactivate(user).await;
        imports::step(&db, import, db::now()).await.unwrap();
        assert_eq!(
            imports::state(&db, import).await.unwrap(),
            ImportState::Cancelled
        );
        assert_eq!(
            verdicts(&db, import).await[0].1,
            "You no longer have the right to do this."
        );
        let added = "SELECT count(*) FROM users WHERE login_folded = 'ana@x.example'";
        assert_eq!(number(&db, added, vec![]).await, 0);
    })
    .await;
}
