//! The outbox, and password resets.
use crate::support::{NOW, number, on_both_engines, rows};
use db::{AuditContext, Db, Error, mails, password_resets, sessions, sign_ups::MailConfig, users};
use domain::{mails::MailState, permissions::BuiltIn};
use fixtures::{Fixtures, PASSWORD, password, user_info};
use futures::future::join_all;

const POST: MailConfig = MailConfig {
    base_url: "https://learn.example.org",
    sends: true,
};

async fn put(db: &Db, to: &str) {
    let txn = db.write().await.unwrap();
    mails::enqueue(&txn, to, "Hello", "Text", NOW)
        .await
        .unwrap();
    txn.commit().await.unwrap();
}

async fn state(db: &Db) -> MailState {
    mails::list(db, None).await.unwrap().rows[0].state
}

#[tokio::test]
async fn a_mail_is_queued_only_if_its_transaction_commits() {
    on_both_engines(async |db| {
        let txn = db.write().await.unwrap();
        mails::enqueue(&txn, "ana@example.org", "Hello", "Text", NOW)
            .await
            .unwrap();
        txn.rollback().await.unwrap();
        assert_eq!(mails::claim_due(&db, NOW).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn of_many_workers_that_look_for_a_mail_one_claims_it() {
    on_both_engines(async |db| {
        for name in ["ana", "ben", "cleo"] {
            put(&db, &format!("{name}@example.org")).await;
        }
        let took = join_all((0..12).map(|_| mails::claim_due(&db, NOW))).await;
        let mut took: Vec<_> = took
            .into_iter()
            .filter_map(Result::unwrap)
            .map(|mail| mail.recipient)
            .collect();
        took.sort();
        assert_eq!(
            took,
            ["ana@example.org", "ben@example.org", "cleo@example.org"]
        );
        let lease = NOW.plus_seconds(120);
        assert!(
            mails::claim_due(&db, lease).await.unwrap().is_some(),
            "the worker that claimed it is gone"
        );
    })
    .await;
}

#[tokio::test]
async fn a_mail_is_retried_later_and_finally_given_up() {
    on_both_engines(async |db| {
        put(&db, "ana@example.org").await;
        let (mut now, mut attempts) = (NOW, 0);
        while state(&db).await == MailState::Waiting {
            let mail = mails::claim_due(&db, now).await.unwrap().expect("due");
            mails::mark_failed(&db, &mail, false, now).await.unwrap();
            assert_eq!(
                mails::claim_due(&db, now).await.unwrap(),
                None,
                "not at once"
            );
            now = now.plus_seconds(21_600 / 8 * (attempts + 1));
            attempts += 1;
        }
        assert_eq!((state(&db).await, attempts), (MailState::Failed, 8));
        put(&db, "nobody").await;
        let mail = mails::claim_due(&db, NOW).await.unwrap().unwrap();
        mails::mark_failed(&db, &mail, true, NOW).await.unwrap();
        assert_eq!(state(&db).await, MailState::Failed, "the address is none");
    })
    .await;
}

#[tokio::test]
async fn outdated_mails_are_not_sent() {
    on_both_engines(async |db| {
        put(&db, "ana@example.org").await;
        let later = NOW.plus_days(2);
        assert_eq!(mails::claim_due(&db, later).await.unwrap(), None);
        assert_eq!(mails::sweep(&db, later).await.unwrap(), 0);
        assert_eq!(state(&db).await, MailState::Failed);
        assert_eq!(mails::sweep(&db, NOW.plus_days(30)).await.unwrap(), 1);
    })
    .await;
}

async fn ask(db: &Db, login: &str) -> Option<String> {
    let before = number(db, "SELECT count(*) FROM mails", vec![]).await;
    password_resets::request(db, POST, login, NOW)
        .await
        .unwrap();
    let mails = rows(db, "SELECT text FROM mails ORDER BY id DESC", vec![]).await;
    if i64::try_from(mails.len()).unwrap() == before {
        return None;
    }
    let text: String = mails[0].try_get_by_index(0).unwrap();
    let (_, rest) = text.split_once("/forgotten-password/").expect("a link");
    Some(rest.split_whitespace().next().unwrap().to_owned())
}

#[tokio::test]
async fn a_link_sets_one_password_and_ends_all_sessions() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let session = sessions::open(&db, ana, "", "", NOW).await.unwrap();
        let older = ask(&db, "ana").await.unwrap();
        let token = ask(&db, "ANA@example.org").await.unwrap();
        let audit = AuditContext::system(NOW);
        let set = async |token: &str, at| {
            let audit = AuditContext {
                at,
                ..audit.clone()
            };
            let fresh = domain::users::Password::parse("a whole new one", "ana").unwrap();
            password_resets::complete(&db, &audit, POST, token, fresh).await
        };
        assert!(
            matches!(set(&older, NOW).await, Err(Error::LinkExpired)),
            "the newest counts"
        );
        assert!(matches!(
            set(&token, NOW.plus_seconds(3_600)).await,
            Err(Error::LinkExpired)
        ));
        assert_eq!(
            password_resets::login_of(&db, &token, NOW).await.unwrap(),
            "ana"
        );
        let done = join_all((0..4).map(|_| set(&token, NOW))).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
        assert!(sessions::find(&db, &session, NOW).await.unwrap().is_none());
        let sign_in = async |password| sessions::sign_in(&db, "ana", password, "", "", NOW).await;
        assert!(sign_in(PASSWORD).await.unwrap().is_none());
        assert!(sign_in("a whole new one").await.unwrap().is_some());
        let newest = mails::list(&db, None).await.unwrap().rows.remove(0);
        assert_eq!(newest.subject, "Muster: your password was changed");
    })
    .await;
}

#[tokio::test]
async fn unknown_and_inactive_users_get_no_mail_and_leave_the_same_traces() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ben = fixtures.user("ben").create().await;
        users::set_active(&db, &AuditContext::system(NOW), ben, false)
            .await
            .unwrap();
        for login in ["nobody", "", "ben"] {
            assert_eq!(ask(&db, login).await, None, "{login:?}");
        }
        let dead = "SELECT count(*) FROM one_time_links WHERE user_id IS NULL";
        assert_eq!(number(&db, dead, vec![]).await, 3);
    })
    .await;
}

#[tokio::test]
async fn a_link_sent_to_an_older_address_does_not_work() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").with_password().create().await;
        let token = ask(&db, "ana").await.unwrap();
        let kind = fixtures.user_type(BuiltIn::Learner).await;
        let mut info = user_info("ana", kind);
        info.email = user_info("new", kind).email;
        users::update(
            &db,
            &AuditContext::system(NOW),
            POST,
            ana,
            &fixtures::version(&db, ana).await,
            &info,
            None,
        )
        .await
        .unwrap();
        let set =
            password_resets::complete(&db, &AuditContext::system(NOW), POST, &token, password())
                .await;
        assert!(matches!(set, Err(Error::LinkExpired)));
    })
    .await;
}

#[tokio::test]
async fn a_sent_mail_keeps_no_link() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        fixtures.user("ana").create().await;
        ask(&db, "ana").await.unwrap();
        put(&db, "ben@example.org").await;
        for _ in 0..2 {
            let mail = mails::claim_due(&db, NOW).await.unwrap().unwrap();
            mails::mark_sent(&db, &mail, NOW).await.unwrap();
        }
        assert_eq!(state(&db).await, MailState::Sent);
        let linked = "SELECT count(*) FROM mails WHERE text LIKE '%forgotten-password/%'";
        assert_eq!(number(&db, linked, vec![]).await, 0);
        let kept = "SELECT count(*) FROM mails WHERE text = 'Text'";
        assert_eq!(number(&db, kept, vec![]).await, 1);
    })
    .await;
}
