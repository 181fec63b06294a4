//! Passwords that are guessed first are refused at every door.
use crate::support::{TestResponse, TestServer};
use domain::{ids::UserId, permissions::BuiltIn, settings::SignUpMode};
use fixtures::PASSWORD;

/// A common one, a pattern, and the words of the account and of the portal.
const GUESSABLE: [&str; 5] = [
    "password12",
    "aaaaaaaaaa",
    "lovelace-1815",
    "math.example",
    "Nordic.Academy",
];

const GOOD: &str = "three green kettles";

async fn nordic_academy() -> TestServer {
    let server = TestServer::new().await;
    let name = "INSERT INTO settings (name, value) VALUES ('portal_name', 'Nordic Academy')";
    server.execute(name).await;
    server
}

/// The fields of `Ada Lovelace`, and what else a door asks for.
fn ada<'a>(
    login: &'a str,
    email: &'a str,
    password: &'a str,
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let names = [
        ("first_name", "Ada"),
        ("last_name", "Lovelace"),
        ("login", login),
        ("email", email),
        ("password", password),
    ];
    [&names[..], more].concat()
}

async fn assert_refuses(door: &str, ask: impl AsyncFn(&str) -> TestResponse) {
    for password in GUESSABLE {
        let answer = ask(password).await;
        let codes = ["password_too_common", "password_from_words"];
        let told = codes.iter().any(|code| answer.text().contains(code));
        let seen = format!("{door} {password}: {} {}", answer.status, answer.text());
        assert!(answer.status == 422 && told, "{seen}");
    }
    let answer = ask(GOOD).await;
    assert_eq!(answer.status, 200, "{door}: {}", answer.text());
}

#[tokio::test]
async fn no_form_takes_a_guessable_password() {
    let server = nordic_academy().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let learner = fixtures.user_type(BuiltIn::Learner).await.to_string();
    fixtures.set_sign_up(SignUpMode::Direct).await;

    let type_of = [("user_type", &*learner)];
    let added = async |password: &str| {
        let fields = ada("ada", "ada@math.example", password, &type_of);
        server.act("create_user", &fields).by(&admin).send().await
    };
    assert_refuses("create_user", added).await;

    let signed_up = async |password: &str| {
        let fields = ada("ada2", "ada2@math.example", password, &[]);
        server.act("sign_up", &fields).send().await
    };
    assert_refuses("sign_up", signed_up).await;
    // What was refused is not counted against the source.
    let tries = "SELECT sum(tries) FROM throttles WHERE scope = 'sign_up_address'";
    assert_eq!(server.number(tries).await, 1);

    let id = server
        .number("SELECT id FROM users WHERE login = 'ada2'")
        .await;
    let version = fixtures::version(&server.db, UserId(id)).await;
    let id = id.to_string();
    let edit = [
        ("user", &*id),
        ("version", version.as_str()),
        ("user_type", &learner),
    ];
    let edited = async |password: &str| {
        let fields = ada("ada2", "ada2@math.example", password, &edit);
        server.act("update_user", &fields).by(&admin).send().await
    };
    assert_refuses("update_user", edited).await;
}

#[tokio::test]
async fn nobody_changes_a_password_to_a_guessable_one() {
    let server = nordic_academy().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let named = "UPDATE users SET last_name = 'Lovelace', email = 'ana@math.example'";
    server.execute(named).await;
    let own = async |password: &str| {
        let fields = [("present_password", PASSWORD), ("password", password)];
        server.act("change_password", &fields).by(&ana).send().await
    };
    assert_refuses("change_password", own).await;
}

#[tokio::test]
async fn no_link_takes_a_guessable_password() {
    let server = nordic_academy().await;
    let token = db::settings::setup_token(&server.db).await.unwrap();
    let token = token.unwrap();
    let set_up = async |password: &str| {
        let more = [("token", &*token)];
        let fields = ada("ada", "ada@math.example", password, &more);
        server.act("set_up", &fields).send().await
    };
    assert_refuses("set_up", set_up).await;

    let config = db::sign_ups::MailConfig {
        base_url: "http://muster.test",
        sends: true,
    };
    db::password_resets::request(&server.db, config, "ada", db::now())
        .await
        .unwrap();
    let mails = server.texts("SELECT text FROM mails").await;
    let (_, rest) = mails[0].split_once("/forgotten-password/").unwrap();
    let token = rest.split_whitespace().next().unwrap();
    let reset = async |password: &str| {
        let fields = [("token", token), ("password", password)];
        server.act("reset_password", &fields).send().await
    };
    assert_refuses("reset_password", reset).await;

    server.fixtures.set_sign_up(SignUpMode::Direct).await;
    let email = domain::users::Email::parse("ada2@math.example").unwrap();
    let asked = db::sign_ups::MailedSignUp {
        email: &email,
        key: None,
        link: None,
        next: "/",
        source: domain::throttle::Source::of([192, 0, 2, 1].into()),
    };
    let mailed = db::sign_ups::request(&server.db, config, asked, db::now());
    mailed.await.unwrap();
    let mails = server
        .texts("SELECT text FROM mails ORDER BY id DESC")
        .await;
    let (_, rest) = mails[0].split_once("/new-account/").unwrap();
    let token = rest.split_whitespace().next().unwrap();
    let complete = async |password: &str| {
        let more = [("token", token)];
        let fields = ada("ada2", "", password, &more);
        server.act("complete_sign_up", &fields).send().await
    };
    assert_refuses("complete_sign_up", complete).await;
}
