//! Group keys by e-mail: how often they can be sent, and what a refused form keeps.
use crate::support::{TestServer, assert_unchanged};
use domain::{ids::GroupId, throttle::KEY_MAIL};
use fixtures::TestUser;

struct Sender {
    server: TestServer,
    admin: TestUser,
    group: String,
    key: String,
}

impl Sender {
    async fn new() -> Self {
        let server = TestServer::new().await;
        let fixtures = &server.fixtures;
        let admin = fixtures.admin("admin").sign_in().await;
        let group: GroupId = fixtures.group("Bakers").create().await;
        let key = fixtures.key(group, "BAKERS-2026").create().await;
        Self {
            server,
            admin,
            group: group.to_string(),
            key: key.to_string(),
        }
    }

    fn fields<'a>(&'a self, recipients: &'a str) -> [(&'static str, &'a str); 5] {
        [
            ("group", &self.group),
            ("key", &self.key),
            ("recipients", recipients),
            ("subject", "Join us"),
            ("text", "With <b>{key}</b>: {link}"),
        ]
    }

    async fn mails(&self) -> i64 {
        self.server.number("SELECT count(*) FROM mails").await
    }
}

#[tokio::test]
async fn sending_keys_too_often_is_slowed_down() {
    let sender = Sender::new().await;
    let send = async || {
        let call = sender
            .server
            .act("send_key", &sender.fields("a@example.org"));
        call.by(&sender.admin).send().await
    };
    send().await.expect(200);
    assert_eq!(sender.mails().await, 1);
    let attempts = "SELECT tries FROM throttles WHERE scope = 'key_mail'";
    assert_eq!(sender.server.number(attempts).await, 1);
    // The first lockouts are so short that a slow test outlasts them.
    let often = format!(
        "UPDATE throttles SET tries = {}, last_at = {} WHERE scope = 'key_mail'",
        KEY_MAIL.free_attempts + 8,
        db::now().0
    );
    sender.server.execute(&often).await;
    let before = sender.server.dump().await;
    assert!(send().await.expect(429).text().contains("TooManyAttempts"));
    assert_unchanged("waiting", &before, &sender.server.dump().await);
}

#[tokio::test]
async fn a_refused_mail_keeps_the_entered_text_and_is_not_counted() {
    let sender = Sender::new().await;
    let page = format!("/groups/{}/keys?send={}", sender.group, sender.key);
    let fields = sender.fields("a@example.org, nobody");
    let form = sender.server.form("send_key", &page, &fields);
    let refused = form.by(&sender.admin).send().await.expect(303);
    let back = refused.location().to_owned();
    assert!(back.starts_with(&format!("{page}&flash=")), "{back}");
    let shown = sender.server.get(&back).by(&sender.admin).send().await;
    let shown = shown.text();
    for text in [
        "Not an e-mail address: “nobody”.",
        "a@example.org, nobody</textarea>",
        "With &lt;b&gt;{key}&lt;/b&gt;: {link}</textarea>",
    ] {
        assert!(shown.contains(text), "{text}");
    }
    assert_eq!(sender.mails().await, 0);
    let attempts = "SELECT count(*) FROM throttles";
    assert_eq!(sender.server.number(attempts).await, 0);
}

/// Those who read the mailbox need not know keys.
#[tokio::test]
async fn the_mailbox_holds_no_key() {
    let sender = Sender::new().await;
    let draft = serde_json::json!({"group": sender.group.parse::<i64>().unwrap(),
        "key": sender.key.parse::<i64>().unwrap()});
    let draft = sender
        .server
        .ask("draft_key_mail", &draft)
        .by(&sender.admin);
    let draft = draft.send().await.expect(200);
    let field = |name: &str| {
        let draft: serde_json::Value = serde_json::from_str(draft.text()).unwrap();
        draft[name].as_str().unwrap().to_owned()
    };
    let (subject, text) = (field("subject"), field("text"));
    let mut fields = sender.fields("a@example.org");
    fields[3].1 = &subject;
    fields[4].1 = &text;
    let call = sender.server.act("send_key", &fields).by(&sender.admin);
    call.send().await.expect(200);
    let link = db::keys::link(
        &sender.server.db,
        GroupId(sender.group.parse().unwrap()),
        domain::ids::KeyId(sender.key.parse().unwrap()),
    );
    let link = link.await.unwrap();
    let dump = sender.server.dump().await;
    let mails = dump.iter().filter(|row| row.starts_with("mails: "));
    assert_eq!(mails.clone().count(), 1);
    for row in mails {
        assert!(
            !row.contains("BAKERS-2026") && !row.contains(&link),
            "{row}"
        );
    }
}

#[tokio::test]
async fn a_mail_without_the_join_link_is_refused() {
    let sender = Sender::new().await;
    let mut fields = sender.fields("a@example.org");
    fields[4].1 = "Your account will be closed. Open https://evil.example";
    let call = sender.server.act("send_key", &fields).by(&sender.admin);
    let refused = call.send().await.expect(422);
    assert!(
        refused.text().contains("no_way_to_join"),
        "{}",
        refused.text()
    );
    assert_eq!(sender.mails().await, 0);
}
