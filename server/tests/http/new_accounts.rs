//! Strangers: making an account, and a forgotten password.
use crate::support::{Answer, Kind, Options, PASSWORD, Site, assert_unchanged};
use domain::{
    keys::Limits,
    settings::SignUp,
    throttle::{FORGOTTEN_ACCOUNT, FORGOTTEN_ADDRESS, KEY_ADDRESS, SIGN_UP_ADDRESS, SIGN_UP_EMAIL},
};
use serde_json::json;
use server::mailer::Mailer;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

const FROM: &str = "Academy <academy@example.org>";

/// A portal that has a mail server: what it writes stays in the outbox.
async fn mailing() -> Site {
    let mailer = Mailer::new("smtp://127.0.0.1:1", FROM).unwrap();
    Site::with(Options {
        mailer: Some(mailer),
        ..Default::default()
    })
    .await
}

/// What stands in the newest mail's link.
async fn link(site: &Site, path: &str) -> String {
    let texts = site.texts("SELECT text FROM mails ORDER BY id DESC").await;
    let (_, rest) = texts[0].split_once(path).expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn users(site: &Site) -> i64 {
    site.number("SELECT count(*) FROM users").await
}

/// Sets the tries that were made, as if just now.
async fn tried(site: &Site, scope: &str, subject: &str, tries: i64) {
    let now = db::now().0;
    site.execute(&format!(
        "INSERT INTO throttles (scope, subject, tries, last_at) \
         VALUES ('{scope}', '{subject}', {tries}, {now})"
    ))
    .await;
}

fn seen(answer: &Answer) -> (u16, String, String) {
    (
        answer.status.as_u16(),
        answer.location().to_owned(),
        answer.text().to_owned(),
    )
}

#[tokio::test]
async fn where_sign_up_is_off_the_page_says_so_and_the_door_is_shut() {
    let site = Site::new().await;
    let page = site.get("/sign-up").send().await.expect(200);
    assert!(page.text().contains("Sign-up is closed."));
    assert!(!page.text().contains("Create account"));
    let sign_in = site.get("/sign-in").send().await.expect(200);
    assert!(!sign_in.text().contains("Create an account"));
    let call = site.sign_up("ana", "ana@example.org", "");
    call.send().await.expect(409);
    assert_eq!(users(&site).await, 0);
    site.set_sign_up(SignUp::Direct).await;
    let sign_in = site.get("/sign-in").send().await.expect(200);
    assert!(sign_in.text().contains("Create an account"));
}

#[tokio::test]
async fn whoever_signs_up_directly_is_in_the_default_group_and_sees_its_courses() {
    let site = Site::new().await;
    site.set_sign_up(SignUp::Direct).await;
    let (everybody, (course, _)) = (
        site.group("Everybody").await,
        site.course("Baking", "# Text").await,
    );
    site.group_course(everybody, course).await;
    let admin = site.person("admin", Kind::SuperAdmin).await;
    let fields = [("group", &*everybody.to_string())];
    site.act("set_default_group", &fields)
        .by(&admin)
        .send()
        .await
        .expect(200);
    let answer = site
        .sign_up("ana", "ana@example.org", "")
        .send()
        .await
        .expect(200);
    assert_eq!(answer.location(), "/");
    let call = site.ask("list_my_courses", &json!({}));
    let courses = call.session(&answer.session()).send().await.expect(200);
    assert!(courses.text().contains("Baking"), "{}", courses.text());
}

#[tokio::test]
async fn whoever_waits_for_approval_learns_it_with_the_right_password_only() {
    let site = Site::new().await;
    site.set_sign_up(SignUp::Approval).await;
    let answer = site
        .sign_up("ana", "ana@example.org", "")
        .send()
        .await
        .expect(200);
    assert_eq!(answer.location(), "/sign-up?done=waiting");
    assert_eq!(answer.cookie("session"), None);
    let sign_in = async |password| {
        let fields = [("login", "ana"), ("password", password)];
        site.act("sign_in", &fields).send().await
    };
    let right = sign_in(PASSWORD).await.expect(401);
    assert_eq!(right.text(), "{\"NotInYet\":\"waiting\"}");
    assert_eq!(
        sign_in("wrong password").await.expect(401).text(),
        "\"SignInRefused\""
    );
    let admin = site.person("admin", Kind::Administrator).await;
    let ana = site
        .number("SELECT id FROM users WHERE login = 'ana'")
        .await
        .to_string();
    let call = site.act("approve_user", &[("user", &ana)]).by(&admin);
    call.send().await.expect(200);
    sign_in(PASSWORD).await.expect(200).session();
}

#[tokio::test]
async fn nobody_lets_somebody_in_who_may_do_more_than_himself() {
    let site = Site::new().await;
    site.set_sign_up(SignUp::Approval).await;
    site.sign_up("eve", "eve@example.org", "")
        .send()
        .await
        .expect(200);
    let more = site.user_type(Kind::SuperAdmin).await;
    site.execute(&format!(
        "UPDATE users SET user_type_id = {more} WHERE login = 'eve'"
    ))
    .await;
    let admin = site.person("admin", Kind::Administrator).await;
    let eve = site
        .number("SELECT id FROM users WHERE login = 'eve'")
        .await
        .to_string();
    let before = site.dump().await;
    for name in ["approve_user", "decline_user"] {
        site.act(name, &[("user", &eve)])
            .by(&admin)
            .send()
            .await
            .expect(403);
    }
    let fields = [
        ("default_type", &*more.to_string()),
        ("sign_up", "approval"),
    ];
    let call = site.act("update_new_user_settings", &fields).by(&admin);
    call.send().await.expect(403);
    assert_unchanged("a refusal", &before, &site.dump().await);
}

#[tokio::test]
async fn a_wrong_key_is_one_sentence_at_its_field_and_counted() {
    let site = Site::new().await;
    site.set_sign_up(SignUp::Direct).await;
    let group = site.group("Bakers").await;
    let once = Limits {
        maximum: Some(1),
        ..Default::default()
    };
    site.key(group, "ONCE-ONLY", once).await;
    site.sign_up("ana", "ana@example.org", "once only")
        .send()
        .await
        .expect(200);
    let mut answers = Vec::new();
    for key in ["once-only", "no-such-key"] {
        let answer = site
            .sign_up("ben", "ben@example.org", key)
            .send()
            .await
            .expect(422);
        answers.push(answer.text().to_owned());
    }
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0].contains("\"field\":\"key\""), "{}", answers[0]);
    let tries = "SELECT tries FROM throttles WHERE scope = 'key_address'";
    assert_eq!(site.number(tries).await, 2, "the right one was no guess");
    site.execute("DELETE FROM throttles").await;
    tried(&site, "key_address", "192.0.2.1", KEY_ADDRESS.most).await;
    site.sign_up("ben", "ben@example.org", "once-only")
        .send()
        .await
        .expect(429);
    assert_eq!(users(&site).await, 1);
}

#[tokio::test]
async fn a_type_without_the_right_joins_nothing_by_signing_up() {
    let site = Site::new().await;
    let (keyless, by) = (
        site.user_type(Kind::Keyless).await,
        db::By::portal(db::now()),
    );
    db::settings::update_new_users(&site.db, &by, keyless, SignUp::Direct)
        .await
        .unwrap();
    let group = site.group("Bakers").await;
    site.key(group, "BAKERS-2026", Limits::default()).await;
    let page = site.get("/sign-up").send().await.expect(200);
    assert!(!page.text().contains("Have a group key?"));
    let call = site.sign_up("ana", "ana@example.org", "bakers-2026");
    call.send().await.expect(422);
    assert_eq!(users(&site).await, 0);
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_but_the_password() {
    let site = Site::new().await;
    site.set_sign_up(SignUp::Direct).await;
    let fields = [
        ("first_name", "Zoë"),
        ("last_name", "Stranger"),
        ("login", "z"),
        ("email", "zoe@example.org"),
        ("password", "a secret of mine"),
        ("key", ""),
    ];
    let back = site
        .form("sign_up", "/sign-up", &fields)
        .send()
        .await
        .expect(303);
    let page = site.get(back.location()).send().await.expect(200);
    assert!(page.text().contains("value=\"Zoë\""));
    assert!(page.text().contains("A login has 2 to 100 characters."));
    assert!(!page.text().contains("a secret of mine"));
}

#[tokio::test]
async fn where_mails_are_sent_a_taken_address_is_answered_like_a_free_one() {
    let site = mailing().await;
    site.set_sign_up(SignUp::Direct).await;
    site.person("ana", Kind::Learner).await;
    let taken = site.sign_up("eve", "Ana@Example.org", "").send().await;
    let free = site.sign_up("ben", "ben@example.org", "").send().await;
    assert_eq!(seen(&taken), seen(&free));
    assert_eq!(free.location(), "/sign-up?done=mailed");
    assert_eq!(free.cookie("session"), None);
    let told = site.texts("SELECT recipient FROM mails ORDER BY id").await;
    assert_eq!(told, ["Ana@Example.org", "ben@example.org"]);
    let login = site
        .sign_up("ana", "new@example.org", "")
        .send()
        .await
        .expect(422);
    assert!(login.text().contains("Another user has this login."));
    for login in ["ana@example.org", "nobody@example.org"] {
        let asked = site
            .sign_up(login, "new@example.org", "")
            .send()
            .await
            .expect(422);
        assert!(
            asked.text().contains("Choose a login without @."),
            "{login}"
        );
    }
    // And it confirms.
    let token = link(&site, "/sign-up/confirm/").await;
    site.get(&format!("/sign-up/confirm/{token}"))
        .send()
        .await
        .expect(200);
    let before = site.dump().await;
    site.get(&format!("/sign-up/confirm/{token}"))
        .send()
        .await
        .expect(200);
    assert_unchanged("opening the link", &before, &site.dump().await);
    let fields = [("token", token.as_str())];
    let first = site
        .act("confirm_sign_up", &fields)
        .send()
        .await
        .expect(200);
    assert_eq!(first.location(), "/sign-up?done=confirmed");
    site.act("confirm_sign_up", &fields)
        .send()
        .await
        .expect(409);
}

#[tokio::test]
async fn without_mails_a_taken_address_is_said_at_its_field() {
    let site = Site::new().await;
    site.set_sign_up(SignUp::Direct).await;
    site.person("ana", Kind::Learner).await;
    let taken = site
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
async fn signing_up_is_counted_for_the_address_and_for_the_mailbox() {
    let site = mailing().await;
    site.set_sign_up(SignUp::Direct).await;
    for number in 0..SIGN_UP_EMAIL.free {
        let call = site.sign_up(&format!("ana{number}"), "ana@example.org", "");
        call.address([198, 51, 100, u8::try_from(number).unwrap()])
            .send()
            .await
            .expect(200);
    }
    let tries = "SELECT tries FROM throttles WHERE scope = 'sign_up_email'";
    assert_eq!(site.number(tries).await, SIGN_UP_EMAIL.free);
    let now = db::now().0;
    let most = SIGN_UP_EMAIL.most;
    site.execute(&format!(
        "UPDATE throttles SET tries = {most}, last_at = {now} WHERE scope = 'sign_up_email'"
    ))
    .await;
    site.sign_up("ana9", "ANA@example.org", "")
        .send()
        .await
        .expect(429);
    site.execute("DELETE FROM throttles").await;
    tried(&site, "sign_up_address", "192.0.2.1", SIGN_UP_ADDRESS.most).await;
    site.sign_up("ben", "ben@example.org", "")
        .send()
        .await
        .expect(429);
    let elsewhere = site
        .sign_up("ben", "ben@example.org", "")
        .address([192, 0, 2, 2]);
    elsewhere.send().await.expect(200);
}

async fn ask(site: &Site, login: &str) -> Answer {
    site.act("ask_for_password", &[("login", login)])
        .send()
        .await
}

#[tokio::test]
async fn nobody_learns_who_has_an_account_by_forgetting_a_password() {
    let site = mailing().await;
    site.person_with_password("ana", Kind::Learner).await;
    site.person("cleo", Kind::Learner).await;
    site.execute("UPDATE users SET active = FALSE WHERE login = 'cleo'")
        .await;
    let known = ask(&site, "ana").await.expect(200);
    for login in ["ana@example.org", "nobody", "cleo", "x@y.zz"] {
        assert_eq!(seen(&ask(&site, login).await), seen(&known), "{login}");
    }
    assert_eq!(site.number("SELECT count(*) FROM mails").await, 2);
    ask(&site, " ").await.expect(422);
    let ana = site
        .number("SELECT id FROM users WHERE login = 'ana'")
        .await
        .to_string();
    site.execute("DELETE FROM throttles").await;
    tried(&site, "forgotten_account", &ana, FORGOTTEN_ACCOUNT.most).await;
    ask(&site, "ana").await.expect(429);
    ask(&site, "nobody").await.expect(200);
    tried(
        &site,
        "forgotten_address",
        "192.0.2.2",
        FORGOTTEN_ADDRESS.most,
    )
    .await;
    let call = site.act("ask_for_password", &[("login", "nobody2")]);
    call.address([192, 0, 2, 2]).send().await.expect(429);
}

#[tokio::test]
async fn a_mailed_link_changes_the_password_once_and_ends_every_session() {
    let site = mailing().await;
    let ana = site.person_with_password("ana", Kind::Learner).await;
    ask(&site, "ana").await.expect(200);
    let token = link(&site, "/forgotten-password/").await;
    let page = format!("/forgotten-password/{token}");
    assert!(
        site.get(&page)
            .send()
            .await
            .expect(200)
            .text()
            .contains("New password")
    );
    let set = async |password: &str| {
        let fields = [("token", token.as_str()), ("password", password)];
        site.act("set_forgotten_password", &fields).send().await
    };
    set("short").await.expect(422);
    // Whoever locked himself out by guessing may try the new one at once.
    tried(&site, "sign_in_account", &ana.text(), 100).await;
    let (one, two) = futures::join!(set("a whole new one"), set("a whole new two"));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let right = if one.status == 200 {
        "a whole new one"
    } else {
        "a whole new two"
    };
    site.get("/").by(&ana).send().await.expect(303);
    let sign_in = async |password| {
        let fields = [("login", "ana"), ("password", password)];
        site.act("sign_in", &fields).send().await
    };
    sign_in(PASSWORD).await.expect(401);
    sign_in(right).await.expect(200);
    set("a whole new three").await.expect(409);
    let spent = site.get(&page).send().await.expect(200);
    assert!(
        spent
            .text()
            .contains("This link was already used or has expired.")
    );
}

#[tokio::test]
async fn without_a_mail_server_no_link_is_made() {
    let site = Site::new().await;
    let admin = site.person_with_password("admin", Kind::SuperAdmin).await;
    let page = site.get("/forgotten-password").send().await.expect(200);
    assert!(page.text().contains("This portal can’t send e-mails yet."));
    ask(&site, "admin").await.expect(409);
    assert_eq!(site.number("SELECT count(*) FROM one_time_links").await, 0);
    let mailbox = site
        .get("/settings/mailbox")
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert!(mailbox.text().contains("because no mail server is set"));
}

/// An administrator who may read the mailbox must not get at a SuperAdmin's account by it.
#[tokio::test]
async fn the_mailbox_shows_no_link_that_works() {
    let site = mailing().await;
    let admin = site.person("admin", Kind::Administrator).await;
    site.person_with_password("boss", Kind::SuperAdmin).await;
    ask(&site, "boss").await.expect(200);
    let token = link(&site, "/forgotten-password/").await;
    let call = site.ask("list_mails", &json!({"cursor": null})).by(&admin);
    let mails = call.send().await.expect(200);
    assert!(mails.text().contains("boss@example.org"));
    assert!(!mails.text().contains(&token));
    let page = site
        .get("/settings/mailbox")
        .by(&admin)
        .send()
        .await
        .expect(200);
    assert!(!page.text().contains(&token));
}

#[tokio::test]
async fn a_currency_stays_while_a_price_is_set() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::SuperAdmin).await;
    let set = async |name, currency| {
        let fields = [("portal_name", name), ("currency", currency)];
        site.act("update_settings", &fields).by(&admin).send().await
    };
    set("Academy", "CHF").await.expect(200);
    site.group("Bundle").await;
    site.execute("UPDATE groups SET price_minor = 4900").await;
    let refused = set("Academy", "USD").await.expect(422);
    assert!(refused.text().contains("\"field\":\"currency\""));
    set("School & Co", "CHF").await.expect(200);
    let page = site.get("/sign-in").send().await.expect(200);
    assert!(
        page.text()
            .contains("<title>Sign in · School &amp; Co</title>"),
        "named in the title"
    );
    set(" ", "CHF").await.expect(422);
}

#[tokio::test]
async fn an_import_gives_nobody_more_than_the_importer_has() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::Administrator).await;
    let list = "First name,Last name,E-mail,Login,User type\n\
                Ana,One,ana@example.net,,\n\
                Eve,Two,eve@example.net,eve,SuperAdmin\n\
                Ana,Three,ana3@example.net,ANA@example.net,\n\
                Bad,Four,nothing,,\n\
                Taken,Five,admin@example.org,five,Learner-Type\n";
    let checked = site.act("check_user_import", &[("list", list)]).by(&admin);
    let checked = checked.send().await.expect(200);
    let ticket = checked.location().strip_prefix("/users/import/").unwrap();
    let call = site
        .ask("get_user_import", &json!({"ticket": ticket}))
        .by(&admin);
    let rows: serde_json::Value = serde_json::from_slice(&call.send().await.body).unwrap();
    let problems: Vec<_> = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["problem"].as_str())
        .collect();
    assert_eq!(problems[0], None);
    for (line, sentence) in [
        (1, "There is no user type “SuperAdmin” that you may give."),
        (2, "An earlier line has this login or e-mail address."),
        (3, "This does not look like an e-mail address."),
        (4, "Another user has this e-mail address."),
    ] {
        assert_eq!(problems[line], Some(sentence));
    }
    assert_eq!(users(&site).await, 1, "nothing is written before");
    for _ in 0..2 {
        let call = site.act("import_users", &[("ticket", ticket)]).by(&admin);
        call.send().await.expect(200);
    }
    assert_eq!(users(&site).await, 2);
    site.act("check_user_import", &[("list", "\n")])
        .by(&admin)
        .send()
        .await
        .expect(422);
}

#[tokio::test]
async fn an_export_is_text_and_can_be_imported_elsewhere() {
    let site = Site::new().await;
    let admin = site.person("admin", Kind::SuperAdmin).await;
    site.execute("UPDATE users SET first_name = '=1+1'").await;
    let file = site
        .get("/users/export.csv")
        .by(&admin)
        .send()
        .await
        .expect(200);
    let mut lines = file.text().lines();
    let head = "\u{feff}Login,E-mail,First name,Last name,User type,Active,Added";
    assert_eq!(lines.next(), Some(head));
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("admin,admin@example.org,'=1+1,admin,SuperAdmin,yes,")
    );
    let other = Site::new().await;
    let boss = other.person("boss", Kind::SuperAdmin).await;
    let checked = other
        .act("check_user_import", &[("list", file.text())])
        .by(&boss);
    let checked = checked.send().await.expect(200);
    let ticket = checked
        .location()
        .strip_prefix("/users/import/")
        .unwrap()
        .to_owned();
    let call = other.act("import_users", &[("ticket", &ticket)]).by(&boss);
    call.send().await.expect(200);
    assert_eq!(
        other.texts("SELECT login FROM users ORDER BY id").await,
        ["boss", "admin"]
    );
}

/// A mail server for one client; answers what it was told, and refuses whoever is called so.
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
async fn what_is_due_goes_to_the_mail_server_and_what_it_refuses_is_given_up() {
    let site = mailing().await;
    site.person_with_password("ana", Kind::Learner).await;
    ask(&site, "ana").await.expect(200);
    let token = link(&site, "/forgotten-password/").await;
    let txn = site.db.write().await.unwrap();
    for to in ["gone@example.org", "no address"] {
        db::mails::put(&txn, to, "Hello", "Text", db::now())
            .await
            .unwrap();
    }
    txn.commit().await.unwrap();
    let (url, told) = mail_server("gone@").await;
    let mailer = Mailer::new(&url, FROM).unwrap();
    mailer.send_due(&site.db).await.unwrap();
    // Long lines are broken and marked (quoted-printable).
    let told = told.lock().unwrap().replace("=\n", "");
    assert!(
        told.contains(&token) && told.contains("From: Academy <academy@example.org>"),
        "{told}"
    );
    let states = site.texts("SELECT state FROM mails ORDER BY id").await;
    assert_eq!(states, ["sent", "failed", "failed"]);
    assert!(
        !site.texts("SELECT text FROM mails").await[0].contains(&token),
        "the link is gone"
    );
}
