//! What applying a list changes.
use super::support::{
    apply, checked, choose, counts, finish, into_group, kind, list, rows, updating, users,
    verdicts, view, with_passwords,
};
use crate::support::{
    NOW, assert_counts, audit, logged, memberships, number, on_both_engines, sentences,
};
use db::{Db, imports, mails, mass_actions, sessions};
use domain::{
    activity::ActivityKind,
    groups::EnrolmentPolicy,
    ids::UserId,
    imports::stored::{
        ExistingRows, ImportChoices, ImportKind, ImportState, PasswordSource, RowVerdict,
    },
    mails::MailState,
};
use fixtures::{Fixtures, PASSWORD};

const PEOPLE: [&str; 5] = ["First name", "Last name", "E-mail", "Login", "Active"];

async fn user_named(db: &Db, login: &str) -> UserId {
    let text = "SELECT id FROM users WHERE login_folded = $1";
    UserId(number(db, text, vec![login.into()]).await)
}

#[tokio::test]
async fn users_are_added_with_what_their_rows_say() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let all = fixtures.group("Everyone").create().await;
        db::settings::set_default_group(&db, &admin, Some(all))
            .await
            .unwrap();
        let lines: [&[&str]; 3] = [
            &["Ana", "Souza", "ana@x.example", "ana", "yes"],
            &["Ben", "Li", "ben@x.example", "", "no"],
            &["Cem", "Kaya", "cem", "", ""],
        ];
        let import = checked(&db, &admin, &kind(ImportKind::Users), list(&PEOPLE, &lines)).await;
        apply(&db, &admin, import).await;
        assert_eq!(counts(&db, import).await, [2, 0, 0, 1]);
        let ana = db::users::get(&db, user_named(&db, "ana").await)
            .await
            .unwrap();
        let ben = db::users::get(&db, user_named(&db, "ben@x.example").await)
            .await
            .unwrap();
        assert_eq!((ana.full_name().as_str(), ana.active), ("Ana Souza", true));
        assert_eq!((ben.email.as_str(), ben.active), ("ben@x.example", false));
        assert_eq!(
            memberships(&db).await.len(),
            2,
            "both joined the default group"
        );
        let shown = rows(&db, import).await;
        assert_eq!(shown[0].user, Some(ana.id));
        assert_eq!(sentences(&db, ActivityKind::UserAdded).await.len(), 3);
        assert_eq!(
            sentences(&db, ActivityKind::ImportFinished).await,
            ["imported users from people.csv: 2 added, 1 left out"]
        );
        let parts = number(&db, "SELECT count(*) FROM import_parts", vec![]).await;
        assert_eq!(parts, 0);
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn an_update_changes_what_the_list_says_and_no_more() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let ana = fixtures.user("ana").sign_in().await;
        let ben = fixtures.user("ben").create().await;
        let group = fixtures
            .group("Sales")
            .with_members(&[ana.id])
            .create()
            .await;
        let course = fixtures.course("Phone").create().await;
        fixtures.group_course(group, course).await;
        let lines: [&[&str]; 3] = [
            &["Anna", "", "ana@example.org", "", "no"],
            &["", "", "new@example.org", "ben", ""],
            &["Ana", "ben", "ben@example.org", "", ""],
        ];
        let import = checked(&db, &admin, &kind(ImportKind::Users), list(&PEOPLE, &lines)).await;
        assert_eq!(
            counts(&db, import).await,
            [0, 0, 2, 1],
            "they stay unless the importer says so"
        );
        choose(&db, import, updating()).await;
        let before = rows(&db, import).await;
        let changes: Vec<_> = before[1]
            .changes
            .iter()
            .map(|one| (one.before.as_str(), one.after.as_str()))
            .collect();
        assert_eq!(changes, [("ben@example.org", "new@example.org")]);
        assert_eq!(
            verdicts(&db, import).await[2].0,
            RowVerdict::LeftOut,
            "an earlier row has the user"
        );
        apply(&db, &admin, import).await;
        let found = db::users::get(&db, ana.id).await.unwrap();
        assert_eq!(
            (found.first_name.as_str(), found.last_name.as_str()),
            ("Anna", "ana")
        );
        assert!(!found.active);
        let edits = "SELECT version FROM users WHERE id = $1";
        let of_ana = number(&db, edits, vec![ana.id.0.into()]).await;
        assert_eq!(of_ana, 3, "fields, and whether they are active");
        assert_eq!(
            number(&db, "SELECT count(*) FROM sessions", vec![]).await,
            0
        );
        assert!(
            sessions::find(&db, &ana.session, NOW)
                .await
                .unwrap()
                .is_none()
        );
        let found = db::users::get(&db, ben).await.unwrap();
        assert_eq!(
            (found.email.as_str(), found.login.as_str()),
            ("new@example.org", "ben")
        );
        assert_eq!(number(&db, edits, vec![ben.0.into()]).await, 2);
        let shown = rows(&db, import).await;
        assert_eq!(
            shown[1].changes, before[1].changes,
            "what was changed, after it was"
        );
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn rows_join_groups_courses_and_branches() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let north = fixtures.branch("North").await;
        let admin = audit(fixtures.super_admin("root").create().await);
        let ben = fixtures.user("ben").create().await;
        let course = fixtures.course("Phone").create().await;
        let group = fixtures.group("Sales").with_courses(&[course]);
        let group = group.enrolment_policy(EnrolmentPolicy::Automatically).create().await;
        let headings = ["First name", "Last name", "E-mail", "Groups", "Courses", "Branch"];
        let lines: [&[&str]; 3] = [
            &["Ana", "Souza", "ana@x.example", "Sales; New ones", "", ""],
            &["Ben", "Li", "ben@example.org", "sales", "Phone", "North"],
            &["Cem", "Kaya", "cem@x.example", "New ones", "Phone", "north"],
        ];
        let import = checked(&db, &admin, &kind(ImportKind::Users), list(&headings, &lines)).await;
        assert_eq!(verdicts(&db, import).await[0].1, "There is no group “New ones” that this user can join.");
        let choices = ImportChoices {
            existing: ExistingRows::AddOnly,
            unknown: domain::imports::stored::UnknownNames::CreateGroups,
            ..ImportChoices::default()
        };
        choose(&db, import, choices).await;
        assert_eq!(counts(&db, import).await, [2, 1, 0, 0]);
        apply(&db, &admin, import).await;
        let (ana, cem) = (user_named(&db, "ana@x.example").await, user_named(&db, "cem@x.example").await);
        let members: Vec<(i64, String)> = memberships(&db)
            .await
            .into_iter()
            .filter(|one| one.0 == group.0)
            .map(|one| (one.1, one.2))
            .collect();
        assert_eq!(members, [(ben.0, "import".to_owned()), (ana.0, "import".to_owned())]);
        let found = db::users::get(&db, ben).await.unwrap();
        assert_eq!(found.branch.unwrap().id, north);
        assert_eq!(found.first_name, "Ana", "only added, not changed");
        let in_branch = "SELECT coalesce(g.branch_id, 0) FROM groups g JOIN group_members m ON m.group_id = g.id \
             WHERE m.user_id = $1 AND g.name = 'New ones'";
        assert_eq!(number(&db, in_branch, vec![cem.into()]).await, north.0);
        assert_eq!(number(&db, in_branch, vec![ana.into()]).await, 0);
        let direct = "SELECT count(*) FROM enrolments WHERE source = 'direct' AND given_by = $1";
        assert_eq!(number(&db, direct, vec![admin.actor.unwrap().into()]).await, 2);
        assert_counts(&db).await;
        let again = checked(&db, &admin, &kind(ImportKind::Users), list(&headings, &lines)).await;
        choose(&db, again, ImportChoices { existing: ExistingRows::AddOnly, ..ImportChoices::default() }).await;
        assert_eq!(counts(&db, again).await[1], 0, "{:?}", verdicts(&db, again).await);
    })
    .await;
}

#[tokio::test]
async fn passwords_are_used_once_and_never_shown() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let headings = ["First name", "Last name", "E-mail", "Password"];
        let lines: [&[&str]; 3] = [
            &["Ana", "Souza", "ana@x.example", PASSWORD],
            &["Ben", "Li", "ben@x.example", "password12"],
            &["Cem", "Kaya", "cem@x.example", ""],
        ];
        let import = checked(&db, &admin, &kind(ImportKind::Users), list(&headings, &lines)).await;
        assert_eq!(counts(&db, import).await, [3, 0, 0, 0], "the column is not used");
        choose(&db, import, with_passwords(PasswordSource::Column)).await;
        assert_eq!(counts(&db, import).await, [2, 0, 0, 1]);
        let problem = &rows(&db, import).await[1].problems[0];
        assert_eq!((problem.column.as_str(), problem.cell.as_str()), ("Password", "••••••••"));
        assert_eq!(view(&db, import).await.columns[3].samples[0], "••••••••");
        let form = imports::row(&db, import, 2).await.unwrap();
        assert!(form.cells[3].is_password && form.cells[3].value.is_empty());
        let cells = ["Ben", "Li", "ben@x.example", ""].map(str::to_owned).to_vec();
        imports::correct(&db, import, 2, cells).await.unwrap();
        imports::check(&db, import).await.unwrap();
        assert_eq!(counts(&db, import).await, [2, 0, 0, 1], "an empty field leaves the password");
        let left_out = imports::left_out(&db, import, 0).await.unwrap();
        assert_eq!(left_out[0].cells, ["Ben", "Li", "ben@x.example", ""]);
        let stored = async || number(&db, "SELECT sum(length(cells)) FROM import_rows", vec![]).await;
        let before = stored().await;
        apply(&db, &admin, import).await;
        assert_eq!(before - stored().await, (PASSWORD.len() + "password12".len()) as i64);
        let signed_in = sessions::sign_in(&db, "ana@x.example", PASSWORD, "::1", "", NOW).await;
        assert!(signed_in.unwrap().is_some());
        assert_eq!(logged(&db, PASSWORD).await, 0);
        let without = "SELECT count(*) FROM users WHERE login_folded = 'cem@x.example' AND password_hash IS NULL";
        assert_eq!(number(&db, without, vec![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_a_link_for_seven_days() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let lines: [&[&str]; 2] = [
            &["Ana", "Souza", "ana@x.example", "ana", "yes"],
            &["Ben", "Li", "ben@x.example", "ben", "no"],
        ];
        let import = checked(&db, &admin, &kind(ImportKind::Users), list(&PEOPLE, &lines)).await;
        choose(&db, import, with_passwords(PasswordSource::Invitation)).await;
        assert_eq!(
            view(&db, import).await.choices.passwords,
            PasswordSource::None,
            "no mail is sent"
        );
        imports::allow_invitations(&db, import, "https://learn.example")
            .await
            .unwrap();
        choose(&db, import, with_passwords(PasswordSource::Invitation)).await;
        assert_eq!(
            view(&db, import).await.choices.passwords,
            PasswordSource::Invitation
        );
        imports::start(&db, &admin, import).await.unwrap();
        finish(&db, import).await;
        let mail = mails::claim_due(&db, db::now().plus_seconds(1))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(mail.recipient, "ana@x.example");
        let token = mail.text.split("/forgotten-password/").nth(1).unwrap();
        let token = token.split_whitespace().next().unwrap();
        let in_days = |days: i64| db::now().plus_days(days).plus_seconds(-60);
        assert!(
            db::password_resets::is_valid(&db, token, in_days(7))
                .await
                .unwrap()
        );
        assert!(
            !db::password_resets::is_valid(&db, token, in_days(8))
                .await
                .unwrap()
        );
        let all = "SELECT count(*) FROM mails WHERE state = $1";
        assert_eq!(
            number(&db, all, vec![MailState::Waiting.into()]).await,
            1,
            "Ben is inactive"
        );
    })
    .await;
}

#[tokio::test]
async fn members_are_added_by_a_mass_action() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let ana = fixtures.user("ana").create().await;
        fixtures.user("ben").create().await;
        let group = fixtures.group("Sales").create().await;
        let lines: [&[&str]; 2] = [&["ana@example.org"], &["nobody@example.org"]];
        let new = into_group(ImportKind::Members, group);
        let import = checked(&db, &admin, &new, list(&["E-mail"], &lines)).await;
        imports::start(&db, &admin, import).await.unwrap();
        let done = view(&db, import).await;
        assert_eq!((done.state, done.undoable), (ImportState::Done, false));
        let action = done.mass_action.unwrap();
        db::worker::run(&db, action).await;
        assert_eq!(
            memberships(&db).await,
            [(group.0, ana.0, "mass_action".to_owned())]
        );
        mass_actions::undo(&db, &admin, group, action)
            .await
            .unwrap();
        assert_counts(&db).await;
    })
    .await;
}

#[tokio::test]
async fn nothing_changes_before_it_is_started() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        let lines: [&[&str]; 1] = [&["Ana", "Souza", "ana@x.example", "", ""]];
        let import = checked(&db, &admin, &kind(ImportKind::Users), list(&PEOPLE, &lines)).await;
        finish(&db, import).await;
        assert_eq!(users(&db).await, 1);
        assert_eq!(
            imports::state(&db, import).await.unwrap(),
            ImportState::Checked
        );
    })
    .await;
}

#[tokio::test]
async fn a_user_in_several_rows_joins_what_each_says() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let admin = audit(fixtures.super_admin("root").create().await);
        for group in ["Sales", "Bakers", "Riders"] {
            fixtures.group(group).create().await;
        }
        let headings = ["First name", "Last name", "E-mail", "Groups"];
        let emails: Vec<String> = (0..1_000).map(|one| format!("u{one}@x.example")).collect();
        let others: Vec<[&str; 4]> = emails.iter().map(|email| ["Bo", "Li", email, ""]).collect();
        let mut lines: Vec<&[&str]> = vec![
            &["Ana", "Souza", "ana@x.example", "Sales"],
            &["Ana", "Souza", "ana@x.example", "Bakers"],
            &["Ana", "Souza", "ana@x.example", "Bakers"],
            &["Anna", "Souza", "ana@x.example", "Riders"],
        ];
        lines.extend(others.iter().map(|line| &line[..]));
        // By the second step the user exists.
        lines.push(&["Ana", "Souza", "ana@x.example", "Riders"]);
        let import = checked(
            &db,
            &admin,
            &kind(ImportKind::Users),
            list(&headings, &lines),
        )
        .await;
        assert_eq!(counts(&db, import).await, [1_001, 3, 0, 1]);
        apply(&db, &admin, import).await;
        let ana = user_named(&db, "ana@x.example").await;
        let groups: Vec<i64> = memberships(&db)
            .await
            .into_iter()
            .filter(|one| one.1 == ana.0)
            .map(|one| one.0)
            .collect();
        assert_eq!(groups.len(), 3);
        assert_eq!(counts(&db, import).await, [1_001, 3, 0, 1]);
        super::support::undo(&db, &admin, import).await;
        assert_eq!((users(&db).await, memberships(&db).await.len()), (1, 0));
        assert_counts(&db).await;
    })
    .await;
}
