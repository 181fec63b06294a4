//! Sending a group key by e-mail, and the text of the e-mail.
use crate::support::{NOW, audit, execute, number, on_both_engines, sentences};
use db::{AuditContext, Error, keys, mails, settings, sign_ups::MailConfig};
use domain::{
    activity::ActivityKind,
    field_error::FieldErrors,
    ids::UserId,
    keys::{KeyMail, KeyMailForm, KeyMailTemplate, KeyState, Recipients},
};
use fixtures::{EditForm, Fixtures};

const ADMIN: UserId = UserId(1);
const POST: MailConfig = MailConfig {
    base_url: "https://learn.example.org",
    sends: true,
};

fn mail(recipients: &str) -> KeyMail {
    let form = KeyMailForm {
        recipients: recipients.into(),
        subject: "Join us".into(),
        text: "The key: {key}, the link: {link}".into(),
    };
    form.validate().unwrap()
}

fn written(subject: &str, text: &str) -> KeyMailTemplate {
    KeyMailTemplate::parse(&mut FieldErrors::default(), subject, text).unwrap()
}

#[tokio::test]
async fn the_mailbox_holds_no_key() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let id = fixtures.key(sales, "sales-2026").create().await;
        let to = mail("Ben <ben@example.org>; ana@example.org");
        keys::send(&db, &audit(ADMIN), sales, id, &to)
            .await
            .unwrap();
        let page = mails::list(&db, None).await.unwrap();
        let sent: Vec<_> = page.rows.iter().map(|row| row.recipient.as_str()).collect();
        assert_eq!(sent, ["ana@example.org", "ben@example.org"]);
        for row in &page.rows {
            let text = row.text.as_deref();
            assert_eq!(
                (row.subject.as_str(), text),
                ("Join us", Some("The key: {key}, the link: {link}"))
            );
        }
        let told = sentences(&db, ActivityKind::KeySent).await;
        assert_eq!(told, ["sent the key to 2 people"]);
        let token = keys::link(&db, sales, id).await.unwrap();
        let due = mails::claim_due(&db, NOW).await.unwrap().unwrap();
        let sent = keys::fill(&db, POST.base_url, due).await.unwrap().unwrap();
        let link = format!("https://learn.example.org/join/{token}");
        assert_eq!(sent.text, format!("The key: sales-2026, the link: {link}"));
        keys::retire(&db, &audit(ADMIN), sales, id).await.unwrap();
        let due = mails::claim_due(&db, NOW.plus_seconds(1)).await;
        let due = due.unwrap().unwrap();
        assert_eq!(keys::fill(&db, POST.base_url, due).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_maximum_number_of_recipients_is_mailed_at_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let id = fixtures.key(sales, "sales-2026").create().await;
        let all: Vec<_> = (0..Recipients::MAX)
            .map(|n| format!("u{n:03}@example.org"))
            .collect();
        let to = mail(&all.join("\n"));
        fixtures.users("u", Recipients::MAX).await;
        keys::send(&db, &audit(ADMIN), sales, id, &to)
            .await
            .unwrap();
        let text = "SELECT count(DISTINCT recipient) FROM mails WHERE state = 'waiting'";
        assert_eq!(number(&db, text, vec![]).await, to.recipients.count());
    })
    .await;
}

/// Else the portal would carry any letters of those who manage a key.
#[tokio::test]
async fn a_sender_writes_to_a_hundred_strangers_a_day() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sender = audit(fixtures.user("sender").create().await);
        fixtures.users("u", 3).await;
        let sales = fixtures.group("Sales").create().await;
        let id = fixtures.key(sales, "sales-2026").create().await;
        let send = async |by: &AuditContext, some: std::ops::Range<usize>| {
            let all: Vec<_> = some.map(|n| format!("p{n}@example.org")).collect();
            let to = mail(&(all.join("\n") + "\nU000@example.org\nu001@example.org"));
            keys::send(&db, by, sales, id, &to).await
        };
        send(&sender, 0..60).await.unwrap();
        let many = send(&sender, 60..101).await;
        assert!(matches!(many, Err(Error::TooManyStrangers { left: 40 })));
        send(&sender, 60..100).await.unwrap();
        let more = send(&sender, 0..1).await;
        assert!(matches!(more, Err(Error::TooManyStrangers { left: 0 })));
        send(&sender, 0..0).await.unwrap();
        let other = audit(fixtures.user("other").create().await);
        send(&other, 0..1).await.unwrap();
        let tomorrow = AuditContext {
            at: NOW.plus_days(1),
            ..sender
        };
        send(&tomorrow, 0..100).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_urgent_mail_is_sent_before_a_large_batch() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let id = fixtures.key(sales, "sales-2026").create().await;
        let all: Vec<_> = (0..50).map(|n| format!("p{n}@example.org")).collect();
        let to = mail(&all.join("\n"));
        keys::send(&db, &audit(ADMIN), sales, id, &to)
            .await
            .unwrap();
        let later = NOW.plus_seconds(2);
        let txn = db.write().await.unwrap();
        mails::enqueue(&txn, "ana@example.org", "Your link", "Text", later)
            .await
            .unwrap();
        txn.commit().await.unwrap();
        let mut before = 0;
        while mails::claim_due(&db, NOW.plus_seconds(10))
            .await
            .unwrap()
            .unwrap()
            .subject
            != "Your link"
        {
            before += 1;
        }
        assert_eq!(before, 21, "those of two seconds");
    })
    .await;
}

#[tokio::test]
async fn the_key_of_another_group_and_a_removed_key_are_not_found() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let other = fixtures.group("Other").create().await;
        let id = fixtures.key(sales, "sales-2026").create().await;
        let to = mail("ana@example.org");
        let refused = async |group, key| {
            let draft = keys::draft(&db, POST, group, key, NOW).await;
            assert!(matches!(draft, Err(Error::NotFound)));
            let sent = keys::send(&db, &audit(ADMIN), group, key, &to).await;
            assert!(matches!(sent, Err(Error::NotFound)));
        };
        refused(other, id).await;
        keys::retire(&db, &audit(ADMIN), sales, id).await.unwrap();
        refused(sales, id).await;
        assert_eq!(number(&db, "SELECT count(*) FROM mails", vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_draft_shows_placeholders_and_the_state_of_the_key() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let sales = fixtures.group("Sales").create().await;
        let id = fixtures.key(sales, "sales-2026").create().await;
        let draft = keys::draft(&db, POST, sales, id, NOW).await.unwrap();
        assert_eq!(draft.subject, "Muster: join the group Sales");
        assert!(draft.text.contains("\n{link}\n"), "{}", draft.text);
        assert!(draft.text.contains("\n{key}\n"), "{}", draft.text);
        assert_eq!((draft.state, draft.sends), (KeyState::Open, true));
        keys::set_paused(&db, &audit(ADMIN), sales, id, true)
            .await
            .unwrap();
        let draft = keys::draft(&db, POST, sales, id, NOW).await.unwrap();
        assert_eq!(draft.state, KeyState::Paused);
        execute(&db, "UPDATE group_keys SET cipher = 'x'", vec![]).await;
        let unread = keys::draft(&db, POST, sales, id, NOW).await;
        assert!(matches!(unread, Err(Error::Secret)));
    })
    .await;
}

#[tokio::test]
async fn the_default_text_applies_until_another_is_saved_and_after_it_is_restored() {
    on_both_engines(async |db| {
        let built_in = KeyMailTemplate::built_in();
        assert_eq!(settings::key_instructions(&db).await.unwrap(), built_in);
        let own = written("{group}!", "Come in by {link}.");
        let logged = "SELECT count(*) FROM activity WHERE verb = 'settings.edit'";
        // Saving an unchanged text is not logged.
        for (wanted, lines) in [(&own, 1), (&own, 1), (&built_in, 2)] {
            let seen = fixtures::version(&db, EditForm::KeyInstructions).await;
            settings::update_key_instructions(&db, &audit(ADMIN), &seen, wanted)
                .await
                .unwrap();
            assert_eq!(settings::key_instructions(&db).await.unwrap(), *wanted);
            assert_eq!(number(&db, logged, vec![]).await, lines);
        }
        let kept = "SELECT count(*) FROM settings WHERE name LIKE 'key_mail%'";
        assert_eq!(number(&db, kept, vec![]).await, 0);
    })
    .await;
}
