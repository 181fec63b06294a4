//! Guests: signing up, and resetting a password.
use crate::imports;
use crate::support::{Options, TestResponse, TestServer, assert_unchanged};
use axum::http::header;
use domain::{
    keys::Limits,
    permissions::BuiltIn,
    settings::SignUpMode,
    throttle::{
        KEY_ADDRESS, PASSWORD_RESET_ACCOUNT, PASSWORD_RESET_ADDRESS, SIGN_UP_ADDRESS, SIGN_UP_EMAIL,
    },
};
use fixtures::{EditForm, PASSWORD};
use serde_json::json;
use server::mailer::Mailer;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

const FROM: &str = "Academy <academy@example.org>";

/// A portal with a mail server: its mails stay in the outbox.
async fn mailing() -> TestServer {
    let mailer = Mailer::new("smtp://127.0.0.1:1", FROM).unwrap();
    TestServer::with(Options {
        mailer: Some(mailer),
        ..Default::default()
    })
    .await
}

/// The token of the link in the newest mail.
async fn link(server: &TestServer, path: &str) -> String {
    let texts = server
        .texts("SELECT text FROM mails ORDER BY id DESC")
        .await;
    let (_, rest) = texts[0].split_once(path).expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn users(server: &TestServer) -> i64 {
    server.number("SELECT count(*) FROM users").await
}

/// Sets the number of attempts, as if made just now.
async fn tried(server: &TestServer, scope: &str, subject: &str, attempts: i64) {
    let now = db::now().0;
    server
        .execute(&format!(
            "INSERT INTO throttles (scope, subject, tries, last_at) \
         VALUES ('{scope}', '{subject}', {attempts}, {now})"
        ))
        .await;
}

fn seen(answer: &TestResponse) -> (u16, String, String) {
    (
        answer.status.as_u16(),
        answer.location().to_owned(),
        answer.text().to_owned(),
    )
}

#[tokio::test]
async fn when_sign_up_is_closed_the_page_says_so_and_the_function_refuses() {
    let server = TestServer::new().await;
    let page = server.get("/sign-up").send().await.expect(200);
    assert!(page.text().contains("Sign-up is closed."));
    assert!(!page.text().contains("Create account"));
    let sign_in = server.get("/sign-in").send().await.expect(200);
    assert!(!sign_in.text().contains("Create an account"));
    let call = server.sign_up("ana", "ana@example.org", "");
    call.send().await.expect(409);
    assert_eq!(users(&server).await, 0);
    server.fixtures.set_sign_up(SignUpMode::Direct).await;
    let sign_in = server.get("/sign-in").send().await.expect(200);
    assert!(sign_in.text().contains("Create an account"));
}

#[tokio::test]
async fn signing_up_directly_joins_the_default_group_and_shows_its_courses() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    fixtures.set_sign_up(SignUpMode::Direct).await;
    let (everyone, (course, _)) = (
        fixtures.group("Everybody").create().await,
        fixtures.course("Baking").create_with_unit("# Text").await,
    );
    fixtures.group_course(everyone, course).await;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let fields = [("group", &*everyone.to_string())];
    server
        .act("set_default_group", &fields)
        .by(&admin)
        .send()
        .await
        .expect(200);
    let answer = server
        .sign_up("ana", "ana@example.org", "")
        .send()
        .await
        .expect(200);
    assert_eq!(answer.location(), "/");
    let call = server.ask("list_my_courses", &json!({}));
    let courses = call.session(&answer.session()).send().await.expect(200);
    assert!(courses.text().contains("Baking"), "{}", courses.text());
}

#[tokio::test]
async fn only_the_right_password_reveals_that_an_account_awaits_approval() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    fixtures.set_sign_up(SignUpMode::Approval).await;
    let answer = server
        .sign_up("ana", "ana@example.org", "")
        .send()
        .await
        .expect(200);
    assert_eq!(answer.location(), "/sign-up?done=waiting");
    assert_eq!(answer.cookie("session"), None);
    let sign_in = async |password| {
        let fields = [("login", "ana"), ("password", password)];
        server.act("sign_in", &fields).send().await
    };
    let right = sign_in(PASSWORD).await.expect(401);
    assert_eq!(right.text(), "{\"AccountPending\":\"waiting\"}");
    assert_eq!(
        sign_in("wrong password").await.expect(401).text(),
        "\"InvalidCredentials\""
    );
    let admin = fixtures.admin("admin").sign_in().await;
    let ana = server
        .number("SELECT id FROM users WHERE login = 'ana'")
        .await
        .to_string();
    let call = server.act("approve_user", &[("user", &ana)]).by(&admin);
    call.send().await.expect(200);
    sign_in(PASSWORD).await.expect(200).session();
}

#[tokio::test]
async fn no_one_approves_a_user_with_more_permissions_than_their_own() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    fixtures.set_sign_up(SignUpMode::Approval).await;
    server
        .sign_up("eve", "eve@example.org", "")
        .send()
        .await
        .expect(200);
    let more = fixtures.user_type(BuiltIn::SuperAdmin).await;
    server
        .execute(&format!(
            "UPDATE users SET user_type_id = {more} WHERE login = 'eve'"
        ))
        .await;
    let admin = fixtures.admin("admin").sign_in().await;
    let eve = server
        .number("SELECT id FROM users WHERE login = 'eve'")
        .await
        .to_string();
    let before = server.dump().await;
    for name in ["approve_user", "decline_user"] {
        server
            .act(name, &[("user", &eve)])
            .by(&admin)
            .send()
            .await
            .expect(403);
    }
    let version = fixtures::version(&server.db, EditForm::NewUserSettings).await;
    let fields = [
        ("version", version.as_str()),
        ("default_type", &*more.to_string()),
        ("sign_up", "approval"),
    ];
    let call = server.act("update_new_user_settings", &fields).by(&admin);
    call.send().await.expect(403);
    assert_unchanged("a refusal", &before, &server.dump().await);
}

#[tokio::test]
async fn a_wrong_key_gets_one_message_at_its_field_and_is_counted() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    fixtures.set_sign_up(SignUpMode::Direct).await;
    let group = fixtures.group("Bakers").create().await;
    let once = Limits {
        maximum: Some(1),
        ..Default::default()
    };
    fixtures.key(group, "ONCE-ONLY").limits(once).create().await;
    server
        .sign_up("ana", "ana@example.org", "once only")
        .send()
        .await
        .expect(200);
    let mut answers = Vec::new();
    for key in ["once-only", "no-such-key"] {
        let answer = server
            .sign_up("ben", "ben@example.org", key)
            .send()
            .await
            .expect(422);
        answers.push(answer.text().to_owned());
    }
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0].contains("\"field\":\"key\""), "{}", answers[0]);
    let attempts = "SELECT tries FROM throttles WHERE scope = 'key_address'";
    assert_eq!(
        server.number(attempts).await,
        2,
        "the right one was no guess"
    );
    server.execute("DELETE FROM throttles").await;
    tried(
        &server,
        "key_address",
        "192.0.2.1",
        KEY_ADDRESS.max_attempts,
    )
    .await;
    server
        .sign_up("ben", "ben@example.org", "once-only")
        .send()
        .await
        .expect(429);
    assert_eq!(users(&server).await, 1);
}

#[tokio::test]
async fn a_type_without_the_permission_joins_nothing_by_signing_up() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let (keyless, by) = (
        fixtures.add_keyless_type().await,
        db::AuditContext::system(db::now()),
    );
    let seen = fixtures::version(&server.db, EditForm::NewUserSettings).await;
    db::settings::update_new_users(&server.db, &by, &seen, keyless, SignUpMode::Direct)
        .await
        .unwrap();
    let group = fixtures.group("Bakers").create().await;
    fixtures.key(group, "BAKERS-2026").create().await;
    let page = server.get("/sign-up").send().await.expect(200);
    assert!(!page.text().contains("Have a group key?"));
    let call = server.sign_up("ana", "ana@example.org", "bakers-2026");
    call.send().await.expect(422);
    assert_eq!(users(&server).await, 0);
}

#[tokio::test]
async fn a_refused_form_keeps_everything_but_the_password() {
    let server = TestServer::new().await;
    server.fixtures.set_sign_up(SignUpMode::Direct).await;
    let fields = [
        ("first_name", "Zoë"),
        ("last_name", "Stranger"),
        ("login", "z"),
        ("email", "zoe@example.org"),
        ("password", "a secret of mine"),
        ("key", ""),
    ];
    let back = server
        .form("sign_up", "/sign-up", &fields)
        .send()
        .await
        .expect(303);
    let kept = back.cookie("flash").unwrap().split(';').next().unwrap();
    let page = server.get(back.location()).header(header::COOKIE, kept);
    let page = page.send().await.expect(200);
    assert!(page.text().contains("value=\"Zoë\""));
    assert!(page.text().contains("A login has 2 to 100 characters."));
    assert!(!page.text().contains("a secret of mine"));
}

#[tokio::test]
async fn without_mails_a_taken_address_is_reported_at_its_field() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    fixtures.set_sign_up(SignUpMode::Direct).await;
    fixtures.user("ana").sign_in().await;
    let taken = server
        .sign_up("eve", "ana@example.org", "")
        .send()
        .await
        .expect(422);
    assert!(
        taken
            .text()
            .contains("Another user has this e-mail address.")
    );
}

#[tokio::test]
async fn signing_up_is_counted_per_address_and_per_mailbox() {
    let server = mailing().await;
    server.fixtures.set_sign_up(SignUpMode::Direct).await;
    for number in 0..SIGN_UP_EMAIL.free_attempts {
        let call = server.sign_up(&format!("ana{number}"), "ana@example.org", "");
        call.address([198, 51, 100, u8::try_from(number).unwrap()])
            .send()
            .await
            .expect(200);
    }
    let attempts = "SELECT tries FROM throttles WHERE scope = 'sign_up_email'";
    assert_eq!(server.number(attempts).await, SIGN_UP_EMAIL.free_attempts);
    let now = db::now().0;
    let most = SIGN_UP_EMAIL.max_attempts;
    server
        .execute(&format!(
            "UPDATE throttles SET tries = {most}, last_at = {now} WHERE scope = 'sign_up_email'"
        ))
        .await;
    server
        .sign_up("ana9", "ANA@example.org", "")
        .send()
        .await
        .expect(429);
    server.execute("DELETE FROM throttles").await;
    tried(
        &server,
        "sign_up_address",
        "192.0.2.1",
        SIGN_UP_ADDRESS.max_attempts,
    )
    .await;
    server
        .sign_up("ben", "ben@example.org", "")
        .send()
        .await
        .expect(429);
    let elsewhere = server
        .sign_up("ben", "ben@example.org", "")
        .address([192, 0, 2, 2]);
    elsewhere.send().await.expect(200);
}

async fn ask(server: &TestServer, login: &str) -> TestResponse {
    server
        .act("request_password_reset", &[("login", login)])
        .send()
        .await
}

#[tokio::test]
async fn resetting_a_password_does_not_reveal_who_has_an_account() {
    let server = mailing().await;
    server.fixtures.user("ana").with_password().sign_in().await;
    server.fixtures.user("cleo").sign_in().await;
    server
        .execute("UPDATE users SET active = FALSE WHERE login = 'cleo'")
        .await;
    let known = ask(&server, "ana").await.expect(200);
    for login in ["ana@example.org", "nobody", "cleo", "x@y.zz"] {
        assert_eq!(seen(&ask(&server, login).await), seen(&known), "{login}");
    }
    assert_eq!(server.number("SELECT count(*) FROM mails").await, 2);
    ask(&server, " ").await.expect(422);
    server.execute("DELETE FROM throttles").await;
    let most = PASSWORD_RESET_ACCOUNT.max_attempts;
    server.tried_name("forgotten_account", "ana", most).await;
    ask(&server, "ana").await.expect(429);
    ask(&server, "nobody").await.expect(200);
    tried(
        &server,
        "forgotten_address",
        "192.0.2.2",
        PASSWORD_RESET_ADDRESS.max_attempts,
    )
    .await;
    let call = server.act("request_password_reset", &[("login", "nobody2")]);
    call.address([192, 0, 2, 2]).send().await.expect(429);
}

#[tokio::test]
async fn a_mailed_link_changes_the_password_once_and_ends_every_session() {
    let server = mailing().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    ask(&server, "ana").await.expect(200);
    let token = link(&server, "/forgotten-password/").await;
    let page = format!("/forgotten-password/{token}");
    assert!(
        server
            .get(&page)
            .send()
            .await
            .expect(200)
            .text()
            .contains("New password")
    );
    let set = async |password: &str| {
        let fields = [("token", token.as_str()), ("password", password)];
        server.act("reset_password", &fields).send().await
    };
    set("short").await.expect(422);
    // A user locked out by wrong attempts can try the new password right away.
    server.tried_name("sign_in_account", "ana", 100).await;
    let (one, two) = futures::join!(set("a whole new one"), set("a whole new two"));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let right = if one.status == 200 {
        "a whole new one"
    } else {
        "a whole new two"
    };
    server.get("/").by(&ana).send().await.expect(303);
    let sign_in = async |password| {
        let fields = [("login", "ana"), ("password", password)];
        server.act("sign_in", &fields).send().await
    };
    sign_in(PASSWORD).await.expect(401);
    sign_in(right).await.expect(200);
    set("a whole new three").await.expect(409);
    let spent = server.get(&page).send().await.expect(200);
    assert!(
        spent
            .text()
            .contains("This link was already used or has expired.")
    );
}

#[tokio::test]
async fn without_a_mail_server_no_link_is_issued() {
    let server = TestServer::new().await;
    let admin = server
        .fixtures
        .super_admin("admin")
        .with_password()
        .sign_in()
        .await;
    let page = server.get("/forgotten-password").send().await.expect(200);
    assert!(page.text().contains("This portal can’t send e-mails yet."));
    ask(&server, "admin").await.expect(409);
    assert_eq!(
        server.number("SELECT count(*) FROM one_time_links").await,
        0
    );
    let mailbox = server
        .get("/settings/mailbox")
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert!(mailbox.text().contains("because no mail server is set"));
}

/// Administrators who can read the mailbox must not gain access to a SuperAdmin's account.
#[tokio::test]
async fn the_mailbox_shows_no_link_that_works() {
    let server = mailing().await;
    let admin = server.fixtures.admin("admin").sign_in().await;
    server
        .fixtures
        .super_admin("boss")
        .with_password()
        .sign_in()
        .await;
    ask(&server, "boss").await.expect(200);
    let token = link(&server, "/forgotten-password/").await;
    let call = server
        .ask("list_mails", &json!({"cursor": null}))
        .by(&admin);
    let mails = call.send().await.expect(200);
    assert!(mails.text().contains("boss@example.org"));
    assert!(!mails.text().contains(&token));
    let page = server
        .get("/settings/mailbox")
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert!(!page.text().contains(&token));
}

#[tokio::test]
async fn the_currency_is_fixed_while_a_price_is_set() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let admin = fixtures.super_admin("admin").sign_in().await;
    let set = async |name, currency| {
        let version = fixtures::version(&server.db, EditForm::Settings).await;
        let version = ("version", version.as_str());
        let fields = [version, ("portal_name", name), ("currency", currency)];
        server
            .act("update_settings", &fields)
            .by(&admin)
            .send()
            .await
    };
    set("Academy", "CHF").await.expect(200);
    fixtures.group("Bundle").create().await;
    server.execute("UPDATE groups SET price_minor = 4900").await;
    let refused = set("Academy", "USD").await.expect(422);
    assert!(refused.text().contains("\"field\":\"currency\""));
    set("School & Co", "CHF").await.expect(200);
    let page = server.get("/sign-in").send().await.expect(200);
    assert!(
        page.text()
            .contains("<title>Sign in · School &amp; Co</title>"),
        "named in the title"
    );
    set(" ", "CHF").await.expect(422);
}

#[tokio::test]
async fn an_export_is_text_and_can_be_imported_elsewhere() {
    let server = TestServer::new().await;
    let admin = server.fixtures.super_admin("admin").sign_in().await;
    server.execute("UPDATE users SET first_name = '=1+1'").await;
    let file = server
        .get("/users/export.csv")
        .by(&admin)
        .send()
        .await
        .expect(200);
    let mut lines = file.text().lines();
    let head = "\u{feff}Login,E-mail,First name,Last name,User type,Active,Branch,Groups,Added";
    assert_eq!(lines.next(), Some(head));
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("admin,admin@example.org,'=1+1,admin,SuperAdmin,yes,")
    );
    let other = TestServer::new().await;
    let boss = other.fixtures.super_admin("boss").sign_in().await;
    imports::import(&other, &boss, file.text()).await;
    assert_eq!(
        other.texts("SELECT login FROM users ORDER BY id").await,
        ["boss", "admin"]
    );
}

/// A mail server for one client; returns what it received, and rejects recipients that contain
/// `refuses`.
async fn mail_server(refuses: &'static str) -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let told = Arc::new(Mutex::new(String::new()));
    let hears = told.clone();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut in_data = false;
        write.write_all(b"220 test\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            hears.lock().unwrap().push_str(&format!("{line}\n"));
            let answer: &[u8] = match line.as_str() {
                "." => {
                    in_data = false;
                    b"250 taken\r\n"
                }
                _ if in_data => continue,
                "DATA" => {
                    in_data = true;
                    b"354 go on\r\n"
                }
                "QUIT" => {
                    write.write_all(b"221 bye\r\n").await.unwrap();
                    break;
                }
                line if line.starts_with("RCPT") && line.contains(refuses) => b"550 nobody\r\n",
                _ => b"250 fine\r\n",
            };
            write.write_all(answer).await.unwrap();
        }
    });
    (url, told)
}

#[tokio::test]
async fn due_mails_are_sent_and_rejected_ones_are_given_up() {
    let server = mailing().await;
    server.fixtures.user("ana").with_password().sign_in().await;
    ask(&server, "ana").await.expect(200);
    let token = link(&server, "/forgotten-password/").await;
    let txn = server.db.write().await.unwrap();
    for to in ["gone@example.org", "no address"] {
        db::mails::enqueue(&txn, to, "Hello", "Text", db::now())
            .await
            .unwrap();
    }
    txn.commit().await.unwrap();
    let (url, told) = mail_server("gone@").await;
    let mailer = Mailer::new(&url, FROM).unwrap();
    mailer.send_due(&server.db, &server.base_url).await.unwrap();
    // Long lines are wrapped and marked (quoted-printable).
    let told = told.lock().unwrap().replace("=\n", "");
    assert!(
        told.contains(&token) && told.contains("From: Academy <academy@example.org>"),
        "{told}"
    );
    let states = server.texts("SELECT state FROM mails ORDER BY id").await;
    assert_eq!(states, ["sent", "failed", "failed"]);
    assert!(
        !server.texts("SELECT text FROM mails").await[0].contains(&token),
        "the link is gone"
    );
}
