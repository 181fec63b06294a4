//! A user's own profile: a new address, a new password, and other sessions.
use crate::support::{Options, TestRequest, TestResponse, TestServer, assert_unchanged};
use domain::{permissions::BuiltIn, throttle::SIGN_IN_DEVICE};
use fixtures::{EditForm, PASSWORD, TestUser};
use server::mailer::Mailer;

const NEW: &str = "another fine battery";

#[tokio::test]
async fn a_new_password_gives_this_browser_a_new_session_and_ends_the_others() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").with_password().sign_in().await;
    let phone = fixtures.session(ana.id).await;
    let fields = [("present_password", PASSWORD), ("password", NEW)];
    let answer = server.act("change_password", &fields).by(&ana).send().await;
    let fresh = answer.expect(200).session();
    assert!(fresh != ana.session);
    server
        .get("/profile")
        .session(&fresh)
        .send()
        .await
        .expect(200);
    for old in [&ana.session, &phone] {
        server.get("/profile").session(old).send().await.expect(303);
    }
    for (password, status) in [(PASSWORD, 401), (NEW, 200)] {
        let fields = [("login", "ana"), ("password", password)];
        server.act("sign_in", &fields).send().await.expect(status);
    }
}

#[tokio::test]
async fn the_current_password_cannot_be_guessed_faster_than_at_sign_in() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let before = server.dump().await;
    let try_it = |present: &'static str| {
        let fields = [("present_password", present), ("password", NEW)];
        server.act("change_password", &fields).by(&ana)
    };
    for _ in 0..SIGN_IN_DEVICE.free_attempts {
        let answer = try_it("guessed").send().await.expect(422);
        assert!(answer.text().contains("This isn’t your current password."));
        assert_eq!(answer.cookie("session"), None);
    }
    let attempts = "SELECT tries FROM throttles WHERE scope = 'sign_in_device'";
    assert_eq!(server.number(attempts).await, SIGN_IN_DEVICE.free_attempts);
    let now = db::now().0;
    server
        .execute(&format!(
            "UPDATE throttles SET tries = {}, last_at = {now} WHERE scope = 'sign_in_device'",
            SIGN_IN_DEVICE.free_attempts + 4
        ))
        .await;
    try_it(PASSWORD).send().await.expect(429);
    assert_unchanged("guessing", &before, &server.dump().await);
}

#[tokio::test]
async fn no_one_ends_the_session_of_another_user() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let eve = fixtures.super_admin("eve").sign_in().await;
    let id = format!("SELECT id FROM sessions WHERE user_id = {}", ana.id);
    let id = server.number(&id).await.to_string();
    let end = server.act("end_session", &[("session", &id)]).by(&eve);
    end.send().await.expect(404);
    server
        .act("end_other_sessions", &[])
        .by(&eve)
        .send()
        .await
        .expect(200);
    server.get("/profile").by(&ana).send().await.expect(200);
}

#[tokio::test]
async fn the_profile_changes_no_permissions() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").sign_in().await;
    let admin_type = fixtures.user_type(BuiltIn::SuperAdmin).await.to_string();
    let version = fixtures::version(&server.db, EditForm::Profile(ana.id)).await;
    let fields = [
        ("version", version.as_str()),
        ("first_name", "Ana"),
        ("last_name", "Smith"),
        ("email", "ana@example.org"),
        ("login", "root"),
        ("user_type", &admin_type),
    ];
    server
        .act("update_profile", &fields)
        .by(&ana)
        .send()
        .await
        .expect(200);
    let now = db::users::get(&server.db, ana.id).await.unwrap();
    assert_eq!(
        (now.login.as_str(), now.last_name.as_str()),
        ("ana", "Smith")
    );
    assert_ne!(now.user_type.to_string(), admin_type);
}

/// A portal with a mail server: its mails stay in the outbox.
async fn mailing() -> TestServer {
    let mailer = Mailer::new("smtp://127.0.0.1:1", "Academy <academy@example.org>").unwrap();
    TestServer::with(Options {
        mailer: Some(mailer),
        ..Default::default()
    })
    .await
}

/// Saves the profile of Ana Ana with this address.
async fn save<'a>(
    server: &'a TestServer,
    ana: &TestUser,
    email: &str,
    password: &str,
) -> TestRequest<'a> {
    let version = fixtures::version(&server.db, EditForm::Profile(ana.id)).await;
    let fields = [
        ("version", version.as_str()),
        ("first_name", "Ana"),
        ("last_name", "ana"),
        ("email", email),
        ("present_password", password),
    ];
    server.act("update_profile", &fields).by(ana)
}

/// The user with the token that the answer gave their session; that of before opens nothing.
async fn renewed(server: &TestServer, user: &TestUser, answer: TestResponse) -> TestUser {
    let session = answer.expect(200).session();
    let profile = server.get("/profile").by(user);
    profile.send().await.expect(303);
    TestUser {
        session,
        ..user.clone()
    }
}

async fn email_of(server: &TestServer, ana: &TestUser) -> String {
    db::users::get(&server.db, ana.id).await.unwrap().email
}

/// The recipients of the mails with this in their subject.
async fn told(server: &TestServer, subject: &str) -> Vec<String> {
    let query = format!("SELECT recipient FROM mails WHERE subject LIKE '%{subject}%' ORDER BY id");
    server.texts(&query).await
}

/// The token of the newest link in a mail.
async fn link(server: &TestServer, path: &str) -> String {
    let query = format!("SELECT text FROM mails WHERE text LIKE '%{path}%' ORDER BY id DESC");
    let texts = server.texts(&query).await;
    let (_, rest) = texts[0].split_once(path).unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn another_address_takes_the_password_and_both_are_told() {
    let server = mailing().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let phone = server.fixtures.session(ana.id).await;
    server
        .act("request_password_reset", &[("login", "ana")])
        .send()
        .await
        .expect(200);
    let reset = link(&server, "/forgotten-password/").await;
    for wrong in ["", "guessed"] {
        let answer = save(&server, &ana, "ana@new.example", wrong)
            .await
            .send()
            .await;
        let answer = answer.expect(422);
        assert!(
            answer.text().contains("present_password"),
            "{}",
            answer.text()
        );
    }
    let answer = save(&server, &ana, "ana@new.example", PASSWORD)
        .await
        .send()
        .await;
    let ana = renewed(&server, &ana, answer).await;
    assert_eq!(email_of(&server, &ana).await, "ana@example.org");
    assert_eq!(told(&server, "about to change").await, ["ana@example.org"]);
    assert_eq!(told(&server, "confirm your new").await, ["ana@new.example"]);
    let page = server.get("/profile").by(&ana).send().await.expect(200);
    assert!(page.text().contains("We sent a link to ana@new.example."));

    let token = link(&server, "/new-address/").await;
    let page = format!("/new-address/{token}");
    let shown = server.get(&page).send().await.expect(200);
    assert!(shown.text().contains("ana@new.example"));
    assert_eq!(
        email_of(&server, &ana).await,
        "ana@example.org",
        "a scanner opened it"
    );
    let confirm = || {
        let fields = [("token", &*token)];
        server.form("confirm_new_address", &page, &fields).by(&ana)
    };
    let answer = confirm().send().await.expect(303);
    let shown = server.get(answer.location()).send().await.expect(200);
    assert!(shown.text().contains("Your e-mail address was changed."));
    assert_eq!(email_of(&server, &ana).await, "ana@new.example");
    let both = ["ana@example.org", "ana@new.example"];
    assert_eq!(told(&server, "address was changed").await, both);
    server.get("/profile").by(&ana).send().await.expect(200);
    server
        .get("/profile")
        .session(&phone)
        .send()
        .await
        .expect(303);
    // The link works once, and the reset link of before not at all.
    let again = confirm().send().await.expect(303);
    assert!(again.location().contains("flash="));
    let fields = [("token", &*reset), ("password", NEW)];
    server
        .act("reset_password", &fields)
        .send()
        .await
        .expect(409);
}

#[tokio::test]
async fn the_profile_does_not_say_that_another_user_has_the_address() {
    let server = mailing().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    server.fixtures.user("ben").create().await;
    let free = save(&server, &ana, "free@example.org", PASSWORD).await;
    let free = free.send().await.expect(200);
    let (free, ana) = (free.text().to_owned(), renewed(&server, &ana, free).await);
    server.execute("UPDATE users SET version = 1").await;
    let taken = save(&server, &ana, "ben@example.org", PASSWORD).await;
    let taken = taken.send().await.expect(200).text().to_owned();
    assert_eq!(free, taken);
    let recipients = ["free@example.org", "ben@example.org"];
    assert_eq!(told(&server, "confirm your new").await, recipients);
    // Only who reads the mail learns it.
    let token = link(&server, "/new-address/").await;
    let confirm = server.act("confirm_new_address", &[("token", &token)]);
    let answer = confirm.send().await.expect(409);
    assert!(answer.text().contains("AddressInUse"), "{}", answer.text());
    assert_eq!(email_of(&server, &ana).await, "ana@example.org");
}

#[tokio::test]
async fn without_a_mail_server_an_address_counts_at_once_and_the_page_says_so() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let phone = server.fixtures.session(ana.id).await;
    let page = server.get("/profile").by(&ana).send().await.expect(200);
    assert!(page.text().contains("It counts right away"));
    let wrong = save(&server, &ana, "ana@new.example", "guessed").await;
    wrong.send().await.expect(422);
    server
        .get("/profile")
        .session(&phone)
        .send()
        .await
        .expect(200);
    let right = save(&server, &ana, "ana@new.example", PASSWORD).await;
    let ana = renewed(&server, &ana, right.send().await).await;
    assert_eq!(email_of(&server, &ana).await, "ana@new.example");
    server.get("/profile").by(&ana).send().await.expect(200);
    server
        .get("/profile")
        .session(&phone)
        .send()
        .await
        .expect(303);
    assert_eq!(server.number("SELECT count(*) FROM mails").await, 0);
}

#[tokio::test]
async fn a_new_password_is_told_and_ends_the_links() {
    let server = mailing().await;
    let fixtures = &server.fixtures;
    let ana = fixtures.user("ana").with_password().sign_in().await;
    let saved = save(&server, &ana, "ana@new.example", PASSWORD).await;
    let ana = renewed(&server, &ana, saved.send().await).await;
    let token = link(&server, "/new-address/").await;
    let fields = [("present_password", PASSWORD), ("password", NEW)];
    let changed = server.act("change_password", &fields).by(&ana);
    changed.send().await.expect(200);
    assert_eq!(
        told(&server, "password was changed").await,
        ["ana@example.org"]
    );
    let confirm = server.act("confirm_new_address", &[("token", &token)]);
    confirm.send().await.expect(409);

    // An administrator's change of both is told at both addresses.
    let admin = fixtures.super_admin("admin").sign_in().await;
    let learner = fixtures.user_type(BuiltIn::Learner).await.to_string();
    let version = db::users::get(&server.db, ana.id).await.unwrap().version;
    let (id, version) = (ana.text(), version.as_str().to_owned());
    let fields = [
        ("user", &*id),
        ("version", &version),
        ("first_name", "Ana"),
        ("last_name", "ana"),
        ("login", "ana"),
        ("email", "ana@third.example"),
        ("user_type", &learner),
        ("password", "six small teapots"),
    ];
    let edited = server.act("update_user", &fields).by(&admin);
    edited.send().await.expect(200);
    assert_eq!(told(&server, "password was changed").await.len(), 2);
    let both = ["ana@example.org", "ana@third.example"];
    assert_eq!(told(&server, "address was changed").await, both);
}
