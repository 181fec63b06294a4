//! Forms that add: sent twice, they add once.
use crate::support::{NOW, audit, number, on_both_engines};
use db::{AuditContext, Db, Error, SentForm, branches, courses, sent_forms};
use domain::{branches::BranchName, form_token::FormToken, ids::UserId};
use fixtures::{Fixtures, course_info};
use futures::future::join_all;

fn form(db: &Db, sender: UserId, token: &str, fields: &str) -> AuditContext {
    let token = FormToken::from(token.to_owned());
    let function = "/api/create_course";
    let form = SentForm::new(db.secrets(), sender, function, &token, fields);
    audit(sender).for_form(form)
}

#[tokio::test]
async fn a_form_that_is_sent_many_times_at_once_adds_once() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (sent, info) = (form(&db, ana, "one", "Baking"), course_info("Baking"));
        let added = join_all((0..8).map(|_| courses::create(&db, &sent, &info))).await;
        let added: Vec<_> = added.into_iter().map(Result::unwrap).collect();
        assert!(added.iter().all(|course| *course == added[0]));
        let lines = "SELECT count(*) FROM activity WHERE verb = 'course.add'";
        assert_eq!(number(&db, lines, vec![]).await, 1);

        let again = courses::create(&db, &sent, &info).await.unwrap();
        assert_eq!(again, added[0], "after a lost answer");
        for other in [
            form(&db, ana, "two", "Baking"),
            form(&db, ana, "one", "Bread"),
            form(&db, UserId(99), "one", "Baking"),
            audit(ana),
            audit(ana),
        ] {
            let course = courses::create(&db, &other, &info).await.unwrap();
            assert_ne!(course, added[0], "another form, text or user, or none");
        }
        assert_eq!(number(&db, "SELECT count(*) FROM courses", vec![]).await, 6);
    })
    .await;
}

#[tokio::test]
async fn a_form_that_was_refused_can_be_sent_again() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let north = fixtures.branch("North").await;
        let name = BranchName::parse("North").unwrap();
        let sent = form(&db, ana, "one", "North");
        let refused = branches::create(&db, &sent, &name).await;
        assert!(matches!(refused, Err(Error::Taken(_))));
        let portal = AuditContext::system(NOW);
        branches::delete(&db, &portal, north).await.unwrap();
        let added = branches::create(&db, &sent, &name).await.unwrap();
        assert_ne!(added, north);
        assert_eq!(branches::create(&db, &sent, &name).await.unwrap(), added);
    })
    .await;
}

#[tokio::test]
async fn a_form_is_known_for_a_day() {
    on_both_engines(async |db| {
        let fixtures = Fixtures::at(&db, NOW);
        let ana = fixtures.user("ana").create().await;
        let (sent, info) = (form(&db, ana, "one", "Baking"), course_info("Baking"));
        let added = courses::create(&db, &sent, &info).await.unwrap();
        let later = |seconds: i64| NOW.plus_days(1).plus_seconds(seconds);
        assert_eq!(sent_forms::sweep(&db, later(-1)).await.unwrap(), 0);
        assert_eq!(courses::create(&db, &sent, &info).await.unwrap(), added);
        assert_eq!(sent_forms::sweep(&db, later(0)).await.unwrap(), 1);
        assert_ne!(courses::create(&db, &sent, &info).await.unwrap(), added);
    })
    .await;
}
