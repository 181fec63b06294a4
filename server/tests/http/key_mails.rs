//! Group keys by e-mail: how often, and what becomes of a form that is refused.
use crate::support::{Kind, Person, Site, assert_unchanged};
use domain::{ids::GroupId, keys::Limits, throttle::KEY_MAIL};

struct Sender {
    site: Site,
    admin: Person,
    group: String,
    key: String,
}

impl Sender {
    async fn new() -> Self {
        let site = Site::new().await;
        let admin = site.person("admin", Kind::Administrator).await;
        let group: GroupId = site.group("Bakers").await;
        let key = site.key(group, "BAKERS-2026", Limits::default()).await;
        Self {
            site,
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
            ("text", "With <b>BAKERS-2026</b>"),
        ]
    }

    async fn mails(&self) -> i64 {
        self.site.number("SELECT count(*) FROM mails").await
    }
}

#[tokio::test]
async fn whoever_mails_keys_all_the_time_has_to_wait() {
    let sender = Sender::new().await;
    let send = async || {
        let call = sender.site.act("send_key", &sender.fields("a@example.org"));
        call.by(&sender.admin).send().await
    };
    send().await.expect(200);
    assert_eq!(sender.mails().await, 1);
    let tries = "SELECT tries FROM throttles WHERE scope = 'key_mail'";
    assert_eq!(sender.site.number(tries).await, 1);
    // The first waits are as short as a test is slow.
    let often = format!(
        "UPDATE throttles SET tries = {}, last_at = {} WHERE scope = 'key_mail'",
        KEY_MAIL.free + 8,
        db::now().0
    );
    sender.site.execute(&often).await;
    let before = sender.site.dump().await;
    assert!(send().await.expect(429).text().contains("Wait"));
    assert_unchanged("waiting", &before, &sender.site.dump().await);
}

#[tokio::test]
async fn a_refused_mail_comes_back_as_it_was_typed_and_is_not_counted() {
    let sender = Sender::new().await;
    let page = format!("/groups/{}/keys?send={}", sender.group, sender.key);
    let fields = sender.fields("a@example.org, nobody");
    let form = sender.site.form("send_key", &page, &fields);
    let refused = form.by(&sender.admin).send().await.expect(303);
    let back = refused.location().to_owned();
    assert!(back.starts_with(&format!("{page}&flash=")), "{back}");
    let shown = sender.site.get(&back).by(&sender.admin).send().await;
    let shown = shown.text();
    for text in [
        "Not an e-mail address: “nobody”.",
        "a@example.org, nobody</textarea>",
        "With &lt;b&gt;BAKERS-2026&lt;/b&gt;</textarea>",
    ] {
        assert!(shown.contains(text), "{text}");
    }
    assert_eq!(sender.mails().await, 0);
    let tries = "SELECT count(*) FROM throttles";
    assert_eq!(sender.site.number(tries).await, 0);
}
