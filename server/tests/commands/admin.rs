//! `muster admin`: what it prints, and what it changes.
use crate::portal::Portal;
use db::{Db, activity, sessions, users};
use domain::{
    access_scope::AccessScope,
    activity::{ActivityFilter, ActivityRow},
    permissions::BuiltIn,
};
use fixtures::{Fixtures, PASSWORD};
use std::{
    io::Write,
    process::{Output, Stdio},
};

const ADA: [&str; 5] = [
    "create",
    "--first-name",
    "Ada",
    "--email",
    "ada@example.org",
];

/// Runs `muster admin` with what was typed.
fn admin(portal: &Portal, arguments: &[&str], typed: &str) -> Output {
    let mut child = portal
        .command(&[&["admin"], arguments].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that is refused reads nothing.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

/// What it printed, of a command that succeeds.
fn done(portal: &Portal, arguments: &[&str], typed: &str) -> String {
    let output = admin(portal, arguments, typed);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The sentences on standard error, of a command that is refused.
fn refused(portal: &Portal, arguments: &[&str], typed: &str) -> String {
    let output = admin(portal, arguments, typed);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

async fn signs_in(db: &Db, login: &str, password: &str) -> bool {
    let token = sessions::sign_in(db, login, password, "", "", db::now()).await;
    token.unwrap().is_some()
}

/// Actor and sentence of each line of the activity, newest first.
async fn lines(db: &Db) -> Vec<String> {
    let all = activity::export(db, AccessScope::PORTAL, &ActivityFilter::default(), None).await;
    let line = |line: ActivityRow| format!("{} {}", line.actor, line.sentence);
    all.unwrap().into_iter().map(line).collect()
}

#[tokio::test]
async fn the_first_super_admin_takes_the_place_of_the_link() {
    let portal = Portal::sqlite();
    let db = portal.migrated().await;
    let link = db::settings::setup_token(&db).await.unwrap().unwrap();
    let printed = done(&portal, &ADA, &format!("{PASSWORD}\nanother line\n"));
    assert_eq!(
        printed,
        "Created the SuperAdmin Ada, who signs in as ada@example.org.\n"
    );
    assert!(signs_in(&db, "ada@example.org", PASSWORD).await);
    assert!(!db::settings::is_setup_token(&db, &link).await.unwrap());
    let second = [
        "create",
        "--last-name",
        "Li",
        "--email",
        "li@example.org",
        "--login",
        "li",
    ];
    let printed = done(&portal, &[&second[..], &["--random"]].concat(), "");
    let (_, password) = printed.trim_end().split_once("Password: ").unwrap();
    assert!(signs_in(&db, "li", password).await);
    let admins = users::super_admins(&db).await.unwrap();
    assert_eq!(admins.len(), 2);
    let set_up = |line: &String| line.starts_with("Command line ");
    let lines = lines(&db).await;
    assert_eq!(
        lines.iter().filter(|line| set_up(line)).count(),
        2,
        "{lines:?}"
    );
    assert!(
        lines.contains(&"Command line added Li".to_owned()),
        "{lines:?}"
    );
}

#[tokio::test]
async fn what_a_form_refuses_is_refused_with_a_sentence_each() {
    let portal = Portal::sqlite();
    let wrong = ["create", "--email", "nowhere", "--login", "a"];
    let told = refused(&portal, &wrong, PASSWORD);
    assert_eq!(told.lines().count(), 3, "{told}");
    assert!(told.contains("--email: This does not look like"), "{told}");
    assert!(told.contains("--login: "), "{told}");
    assert!(told.contains("--first-name: "), "{told}");
    for (typed, sentence) in [
        ("", "A password is required."),
        ("short\n", "A password has at least 10 characters"),
        ("passwordpassword\n", "most common passwords"),
    ] {
        let told = refused(&portal, &ADA, typed);
        assert!(told.contains(sentence), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
    let db = portal.migrated().await;
    assert_eq!(users::super_admins(&db).await.unwrap(), []);
    done(&portal, &ADA, PASSWORD);
    let told = refused(&portal, &ADA, PASSWORD);
    assert!(told.starts_with("--"), "{told}");
    let password = admin(&portal, &[&ADA[..], &["--password", PASSWORD]].concat(), "");
    assert_eq!(password.status.code(), Some(2), "never from arguments");
}

#[tokio::test]
async fn a_new_password_ends_sessions_and_removes_a_lost_factor() {
    let portal = Portal::sqlite();
    let db = portal.migrated().await;
    let fixtures = Fixtures::new(&db);
    let ada = fixtures.super_admin("ada").with_password().sign_in().await;
    fixtures.second_factor(ada.id).await;
    let told = refused(
        &portal,
        &["reset-password", "nobody"],
        "a new battery horse\n",
    );
    assert!(told.contains("No user has the login or e-mail address “nobody”."));
    let told = refused(&portal, &["reset-password", "ada"], "ada@example.org\n");
    assert!(!told.is_empty(), "it has to be one that the form takes");

    let printed = done(
        &portal,
        &["reset-password", "ada@example.org"],
        "a new battery horse\n",
    );
    assert!(printed.contains("still needed"), "{printed}");
    let now = db::now();
    assert!(
        sessions::find(&db, &ada.session, now)
            .await
            .unwrap()
            .is_none()
    );
    let waits = sessions::sign_in(&db, "ada", "a new battery horse", "", "", now).await;
    assert!(matches!(waits, Err(db::Error::CodeRequired(_))));

    let lost = [
        "reset-password",
        "ada",
        "--remove-second-factor",
        "--random",
    ];
    let printed = done(&portal, &lost, "");
    assert!(printed.contains("was removed"), "{printed}");
    let password = printed
        .lines()
        .find_map(|line| line.strip_prefix("Password: "));
    assert!(signs_in(&db, "ada", password.unwrap()).await);
    let lines = lines(&db).await;
    for line in [
        "Command line set a new password",
        "Command line reset the second factor of Ana ada",
    ] {
        assert!(lines.contains(&line.to_owned()), "{lines:?}");
    }
}

#[tokio::test]
async fn sessions_end_of_one_or_of_all() {
    let portal = Portal::sqlite();
    let db = portal.migrated().await;
    let fixtures = Fixtures::new(&db);
    let ada = fixtures.super_admin("ada").sign_in().await;
    let ben = fixtures.user("ben").sign_in().await;
    let is_open = async |token: &str| {
        sessions::find(&db, token, db::now())
            .await
            .unwrap()
            .is_some()
    };
    done(&portal, &["end-sessions", "ben"], "");
    assert_eq!(
        (is_open(&ada.session).await, is_open(&ben.session).await),
        (true, false)
    );
    let printed = done(&portal, &["end-sessions", "--all"], "");
    assert_eq!(printed, "Ended 1 session.\n");
    assert!(!is_open(&ada.session).await);
    assert!(
        lines(&db)
            .await
            .contains(&"Command line signed out everyone".to_owned())
    );
    let neither = admin(&portal, &["end-sessions"], "");
    assert_eq!(neither.status.code(), Some(2));
    let unknown = refused(&portal, &["end-sessions", "nobody"], "");
    assert!(unknown.contains("nobody"), "{unknown}");
}

#[tokio::test]
async fn the_list_says_what_an_operator_asks() {
    let portal = Portal::sqlite();
    assert!(done(&portal, &["list"], "").contains("no SuperAdmin"));
    let db = portal.migrated().await;
    let fixtures = Fixtures::new(&db);
    let ada = fixtures.super_admin("ada").with_password().create().await;
    assert!(signs_in(&db, "ada", PASSWORD).await);
    fixtures.second_factor(ada).await;
    let north = fixtures.branch("North").await;
    let ben = fixtures
        .user("ben")
        .of(BuiltIn::SuperAdmin)
        .in_branch(north);
    let ben = ben.create().await;
    fixtures.deactivate(ben).await;
    fixtures.user("learner").create().await;
    let rows = done(&portal, &["list", "--json"], "");
    let rows: serde_json::Value = serde_json::from_str(&rows).unwrap();
    let [first, second] = rows.as_array().unwrap().as_slice() else {
        panic!("{rows}")
    };
    assert_eq!(
        (&first["login"], &second["login"]),
        (&"ada".into(), &"ben".into())
    );
    assert_eq!(
        (&first["second_factor"], &second["second_factor"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        (&first["active"], &second["active"]),
        (&true.into(), &false.into())
    );
    assert_eq!(
        (&first["branch"], &second["branch"]),
        (&serde_json::Value::Null, &"North".into())
    );
    assert!(first["last_sign_in"].as_str().unwrap().ends_with('Z'));
    assert!(second["last_sign_in"].is_null());
    let table = done(&portal, &["list"], "");
    assert!(
        table.contains(
            "Ana ben (ben, ben@example.org), never signed in, no second factor, inactive, of the \
         branch North only"
        ),
        "{table}"
    );
}
