//! The second factor: setting it up, signing in with it, types that demand it, and fresh proofs.
use crate::support::{Options, TestRequest, TestResponse, TestServer};
use axum::http::header;
use domain::{permissions::BuiltIn, throttle::SECOND_FACTOR};
use fixtures::{PASSWORD, TestUser, code_at};
use server::mailer::Mailer;
use std::cell::RefCell;

const FIELDS: [(&str, &str); 3] = [
    ("login", "ana"),
    ("password", PASSWORD),
    ("next", "/profile"),
];

/// A code that was not used yet: `Fixtures::second_factor` used the one of half a minute ago.
fn code(secret: &str, seconds: i64) -> String {
    code_at(secret, db::now().plus_seconds(seconds))
}

fn cookie(answer: &TestResponse, name: &str) -> String {
    let cookie = answer.cookie(name).expect(name);
    let (_, value) = cookie.split_once('=').unwrap();
    value.split(';').next().unwrap().to_owned()
}

/// Types the right password; returns the ticket.
async fn ticket(server: &TestServer) -> String {
    let answer = server.form("sign_in", "/sign-in", &FIELDS).send().await;
    let answer = answer.expect(303);
    assert_eq!(answer.location(), "/sign-in/code?next=%2Fprofile");
    assert_eq!(
        answer.cookie("session"),
        None,
        "no session without the code"
    );
    cookie(&answer, "ticket")
}

fn enter<'a>(server: &'a TestServer, ticket: &str, code: &str) -> TestRequest<'a> {
    let fields = [("code", code), ("next", "/profile")];
    let call = server.act("sign_in_with_code", &fields);
    call.header(header::COOKIE, &format!("ticket={ticket}"))
}

/// Between two tags.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).expect(start);
    rest.split_once(end).expect(end).0
}

#[tokio::test]
async fn it_is_set_up_without_script_and_asked_for_at_sign_in() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let phone = server.fixtures.session(ana.id).await;
    let browser = RefCell::new(ana.session.clone());
    let page = async || {
        let session = browser.borrow().clone();
        let page = server.get("/second-factor").session(&session).send().await;
        page.expect(200).text().to_owned()
    };
    let post = async |name: &str, fields: &[(&str, &str)]| {
        let session = browser.borrow().clone();
        let form = server.form(name, "/second-factor", fields);
        let answer = form.session(&session).send().await.expect(303);
        if answer.cookie("session").is_some() {
            *browser.borrow_mut() = answer.session();
        }
        answer.location().to_owned()
    };
    assert!(page().await.contains("Set up"));
    assert_eq!(post("begin_second_factor", &[]).await, "/second-factor");
    let shown = page().await;
    let code_tag = between(&shown, "<code", "</code>");
    let secret = code_tag.split(['<', '>']).nth(1).unwrap().to_owned();
    let picture = server.get("/second-factor/qr.svg").by(&ana).send().await;
    assert_eq!(picture.expect(200).header("cache-control"), "no-store");
    let wrong = post("confirm_second_factor", &[("code", "000000")]).await;
    assert!(wrong.contains("flash="), "{wrong}");
    let now = code(&secret, -30);
    post("confirm_second_factor", &[("code", &now)]).await;
    let shown = page().await;
    let list = between(&shown, "aria-label=\"Recovery codes\"", "</ul>");
    let codes: Vec<_> = list.split("<li>").skip(1).collect();
    assert_eq!(codes.len(), 10);
    let recovery = codes[0].split('<').next().unwrap().to_owned();
    post("hide_recovery_codes", &[]).await;
    assert!(!page().await.contains(&recovery), "shown once");
    // Sessions from before, which no code opened, have ended; this one goes on with another token.
    for ended in [&phone, &ana.session] {
        let profile = server.get("/profile").session(ended);
        profile.send().await.expect(303);
    }
    let rows = server.dump().await;
    let plain: String = secret.split_whitespace().collect();
    let hidden = |row: &String| !row.contains(&plain) && !row.contains(&recovery);
    assert!(rows.iter().all(hidden), "only sealed and as hashes");

    let form = server.get("/sign-in/code?next=/profile").send().await;
    assert!(form.expect(200).text().contains("one-time-code"));
    let first = ticket(&server).await;
    enter(&server, &first, "000000").send().await.expect(422);
    let fresh = code(&secret, 0);
    let answer = enter(&server, &first, &fresh).send().await.expect(200);
    assert_eq!(answer.location(), "/profile");
    let session = answer.session();
    server
        .get("/profile")
        .session(&session)
        .send()
        .await
        .expect(200);
    // The code is used up, and so is a recovery code after one use.
    let second = ticket(&server).await;
    enter(&server, &second, &fresh).send().await.expect(422);
    let typed = recovery.to_uppercase().replace('-', " ");
    enter(&server, &second, &typed).send().await.expect(200);
    let third = ticket(&server).await;
    enter(&server, &third, &recovery).send().await.expect(422);
}

#[tokio::test]
async fn a_ticket_counts_in_its_browser_for_ten_minutes_and_its_password() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let secret = server.fixtures.second_factor(ana.id).await;
    let good = ticket(&server).await;
    for wrong in ["", "guessed", &good[..good.len() - 1]] {
        let answer = enter(&server, wrong, &code(&secret, 0)).send().await;
        assert!(answer.expect(409).text().contains("SignInExpired"));
    }
    let now = db::now();
    assert_eq!(
        db::sessions::ticket_owner(&server.db, &good, now),
        Some(ana.id)
    );
    let late = now.plus_seconds(601);
    assert_eq!(db::sessions::ticket_owner(&server.db, &good, late), None);
    let changed = "UPDATE users SET password_hash = 'another' WHERE login = 'ana'";
    server.execute(changed).await;
    let answer = enter(&server, &good, &code(&secret, 0)).send().await;
    answer.expect(409);
}

#[tokio::test]
async fn codes_cannot_be_guessed() {
    let server = TestServer::new().await;
    let ana = server.fixtures.user("ana").with_password().sign_in().await;
    let secret = server.fixtures.second_factor(ana.id).await;
    let ticket = ticket(&server).await;
    for _ in 0..SECOND_FACTOR.free_attempts {
        enter(&server, &ticket, "000000").send().await.expect(422);
    }
    let tries = "SELECT tries FROM throttles WHERE scope = 'second_factor'";
    assert_eq!(server.number(tries).await, SECOND_FACTOR.free_attempts);
    // As if the last of some more was just now.
    let set = format!(
        "UPDATE throttles SET tries = {}, last_at = {} WHERE scope = 'second_factor'",
        SECOND_FACTOR.free_attempts + 4,
        db::now().0
    );
    server.execute(&set).await;
    let answer = enter(&server, &ticket, &code(&secret, 0)).send().await;
    answer.expect(429);
}

#[tokio::test]
async fn whose_type_demands_it_can_do_nothing_else_first() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let root = fixtures.super_admin("root").sign_in().await;
    let ana = fixtures.admin("ana").with_password().sign_in().await;
    let admins = fixtures.user_type(BuiltIn::Admin).await.to_string();
    let demand = |user: &TestUser, user_type: &str| {
        let fields = [("user_type", user_type), ("demanded", "true")];
        server.act("set_second_factor_demand", &fields).by(user)
    };
    demand(&ana, &admins).send().await.expect(403);
    let page = server.get(&format!("/user-types/{admins}")).by(&root);
    let page = page.send().await.expect(200);
    assert!(
        page.text()
            .contains("Users of this type need a second factor")
    );
    demand(&root, &admins).send().await.expect(200);

    for path in ["/", "/groups", "/profile", "/sign-in/code"] {
        let answer = server.get(path).by(&ana).send().await.expect(303);
        assert_eq!(answer.location(), "/second-factor", "{path}");
    }
    let ask = async |name| {
        let call = server.ask(name, &serde_json::json!({})).by(&ana);
        call.send().await.status.as_u16()
    };
    assert_eq!(ask("list_user_types").await, 403);
    assert_eq!(ask("list_my_courses").await, 403);
    let page = server.get("/second-factor").by(&ana).send().await;
    let page = page.expect(200);
    assert!(
        page.text()
            .contains("Your user type needs a second factor.")
    );
    fixtures.second_factor(ana.id).await;
    // Turning it on ended the other sessions.
    let session = fixtures.session(ana.id).await;
    server
        .get("/groups")
        .session(&session)
        .send()
        .await
        .expect(200);
    // SuperAdmins can demand it of themselves.
    let own = fixtures.user_type(BuiltIn::SuperAdmin).await.to_string();
    demand(&root, &own).send().await.expect(200);
    let answer = server.get("/users").by(&root).send().await.expect(303);
    assert_eq!(answer.location(), "/second-factor");
}

#[tokio::test]
async fn a_borrowed_browser_has_to_prove_itself() {
    let server = TestServer::new().await;
    let fixtures = &server.fixtures;
    let root = fixtures.super_admin("root").with_password().sign_in().await;
    let learner = fixtures.user_type(BuiltIn::Learner).await.to_string();
    let clone = async || {
        let call = server.act("clone_user_type", &[("user_type", &learner)]);
        call.by(&root).send().await
    };
    let begin = async || {
        server
            .act("begin_second_factor", &[])
            .by(&root)
            .send()
            .await
    };
    let prove = async |proof: &str| {
        let call = server.act("prove_identity", &[("proof", proof)]);
        call.by(&root).send().await
    };
    let end_others = async || {
        let call = server.act("end_other_sessions", &[]).by(&root);
        call.send().await
    };
    clone().await.expect(200);
    let old = crate::support::minutes_ago(11).0;
    let age = format!("UPDATE sessions SET proven_at = {old}");
    server.execute(&age).await;
    let ana = fixtures.user("ana").create().await;
    let version = fixtures::version(&server.db, ana).await;
    let ana = ana.to_string();
    let edit = async |email: &str, password: &str| {
        let fields = [
            ("user", &*ana),
            ("version", version.as_str()),
            ("first_name", "Ana"),
            ("last_name", "ana"),
            ("login", "ana"),
            ("email", email),
            ("user_type", &learner),
            ("password", password),
        ];
        server.act("update_user", &fields).by(&root).send().await
    };
    let (other, same) = ("ana@other.example", "ana@example.org");
    for refused in [
        clone().await,
        begin().await,
        edit(other, "").await,
        edit(same, "six small teapots").await,
        end_others().await,
    ] {
        assert!(refused.expect(409).text().contains("ProofRequired"));
    }
    edit(same, "").await.expect(200);
    prove("guessed").await.expect(422);
    clone().await.expect(409);
    let fresh = prove(PASSWORD).await.expect(200).session();
    clone().await.expect(401);
    let proven = server.act("clone_user_type", &[("user_type", &*learner)]);
    proven.session(&fresh).send().await.expect(200);
    // A code proves it, too, once.
    let secret = fixtures.second_factor(root.id).await;
    let session = fixtures.session(root.id).await;
    server.execute(&age).await;
    let proof = code(&secret, 0);
    let prove = async |session: &str| {
        let call = server.act("prove_identity", &[("proof", &proof)]);
        call.session(session).send().await
    };
    let fresh = prove(&session).await.expect(200).session();
    prove(&session).await.expect(401);
    prove(&fresh).await.expect(422);
}

#[tokio::test]
async fn its_owner_turns_it_off_and_an_administrator_resets_it() {
    let mailer = Mailer::new("smtp://127.0.0.1:1", "Academy <academy@example.org>").unwrap();
    let server = TestServer::with(Options {
        mailer: Some(mailer),
        ..Default::default()
    })
    .await;
    let fixtures = &server.fixtures;
    let admin = fixtures.admin("admin").sign_in().await;
    let ana = fixtures.user("ana").with_password().create().await;
    fixtures.second_factor(ana).await;
    let session = fixtures.session(ana).await;
    let turn_off = |password: &str| {
        let fields = [("present_password", password)];
        let form = server.act("turn_off_second_factor", &fields);
        form.session(&session)
    };
    turn_off("guessed").send().await.expect(422);
    ticket(&server).await;
    let fresh = turn_off(PASSWORD).send().await.expect(200).session();
    for (token, status) in [(&session, 303), (&fresh, 200)] {
        let profile = server.get("/profile").session(token);
        profile.send().await.expect(status);
    }
    let plain = server.form("sign_in", "/sign-in", &FIELDS).send().await;
    assert_eq!(plain.expect(303).location(), "/profile");

    fixtures.second_factor(ana).await;
    let session = fixtures.session(ana).await;
    let page = format!("/users/{ana}/info");
    let shown = server.get(&page).by(&admin).send().await.expect(200);
    assert!(shown.text().contains("Reset second factor"));
    let fields = [("user", &*ana.to_string())];
    let reset = server.act("reset_second_factor", &fields).by(&admin);
    reset.send().await.expect(200);
    server
        .get("/profile")
        .session(&session)
        .send()
        .await
        .expect(303);
    let plain = server.form("sign_in", "/sign-in", &FIELDS).send().await;
    assert_eq!(plain.expect(303).location(), "/profile");
    let told = "SELECT subject FROM mails WHERE recipient = 'ana@example.org' ORDER BY id";
    let told = server.texts(told).await;
    assert!(told[0].ends_with("was turned off"), "{told:?}");
    assert!(
        told[1].ends_with("was reset by an administrator"),
        "{told:?}"
    );
    let log = server.get("/activity").by(&admin).send().await.expect(200);
    assert!(log.words().contains("reset the second factor of Ana ana"));
}
