//! A generated portal is one that the pages could have made.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
use db::{
    Db, copying, joining, learning, secrets::Secrets, sessions, throttles::GuessedKey, users,
};
use domain::{
    access_scope::AccessScope,
    members::MemberQuery,
    page::Search,
    time::Timestamp,
    users::{Email, Login, PersonName, UserFilter},
};
use fixtures::{Fixtures, PASSWORD, assert_counts, databases::Postgres};
use generator::{Error, LOGIN, Plan, fill};
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use std::collections::HashSet;
use tempfile::TempDir;

const NOW: Timestamp = Timestamp(1_795_000_000_000);

const PLAN: Plan = Plan {
    users: 1_500,
    courses: 30,
    groups: 40,
    seed: 7,
    now: NOW,
};

async fn empty(folder: &TempDir, name: &str) -> Db {
    let url = format!("sqlite://{}/{name}.db", folder.path().display());
    let db = Db::connect(&url, Secrets::new([7; 32])).await.unwrap();
    db.migrate().await.unwrap();
    db
}

async fn texts(db: &Db, statement: &str) -> Vec<String> {
    let statement = Statement::from_string(DbBackend::Sqlite, statement);
    let found = db.read().query_all_raw(statement).await.unwrap();
    let text = |row: &QueryResult| row.try_get_by_index(0).unwrap();
    found.iter().map(text).collect()
}

async fn number(db: &Db, statement: &str) -> i64 {
    let statement = format!("SELECT CAST(({statement}) AS TEXT)");
    texts(db, &statement).await[0].parse().unwrap()
}

#[tokio::test]
async fn its_numbers_are_right_and_its_people_plausible() {
    let folder = tempfile::tempdir().unwrap();
    let db = empty(&folder, "portal").await;
    let mut told = Vec::new();
    fill(&db, &PLAN, PASSWORD, |table| {
        told.push((table.name, table.rows))
    })
    .await
    .unwrap();
    assert!(told.iter().all(|(_, rows)| *rows > 0), "{told:?}");
    assert_counts(&db).await;
    for (what, wrong) in [
        (
            "a key's redemptions",
            "SELECT count(*) FROM group_keys k WHERE used <> (SELECT count(*) FROM redemptions r WHERE r.key_id \
                 = k.id)",
        ),
        (
            "a course's units",
            "SELECT count(*) FROM courses c WHERE unit_count <> (SELECT count(*) FROM units u WHERE u.course_id \
                 = c.id)",
        ),
        (
            "a member of another branch",
            "SELECT count(*) FROM group_members m JOIN groups g ON g.id = m.group_id JOIN users u ON u.id = \
                 m.user_id WHERE g.branch_id IS NOT u.branch_id AND g.branch_id IS NOT NULL",
        ),
        (
            "a course that the branch lacks",
            "SELECT count(*) FROM group_courses c JOIN groups g ON g.id = c.group_id WHERE g.branch_id IS NOT \
                 NULL AND NOT EXISTS (SELECT 1 FROM branch_courses b WHERE b.branch_id = g.branch_id AND \
                 b.course_id = c.course_id)",
        ),
        (
            "what is bought without a paid order",
            "SELECT count(*) FROM enrolments e WHERE source = 'bundle' AND NOT EXISTS (SELECT 1 FROM orders o \
                 JOIN order_lines l ON l.order_id = o.id WHERE o.buyer_id = e.user_id AND o.state = 'paid' AND \
                 l.course_id = e.course_id)",
        ),
        (
            "a paid order without its payment",
            "SELECT count(*) FROM orders o WHERE state IN ('paid', 'refunded') AND NOT EXISTS (SELECT 1 FROM \
                 payments p WHERE p.order_id = o.id AND p.amount_minor = o.total_minor)",
        ),
        (
            "done without all units",
            "SELECT count(*) FROM progress p WHERE (completed_at IS NOT NULL) <> ((SELECT count(*) FROM \
                 unit_completions c JOIN units u ON u.id = c.unit_id WHERE c.user_id = p.user_id AND \
                 u.course_id = p.course_id) = (SELECT unit_count FROM courses WHERE id = p.course_id))",
        ),
        (
            "progress without a reason",
            "SELECT count(*) FROM progress p WHERE NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.user_id = \
                 p.user_id AND e.course_id = p.course_id)",
        ),
        (
            "in the future",
            "SELECT count(*) FROM activity WHERE at > 1795000000000",
        ),
        (
            "out of order",
            "SELECT count(*) FROM activity a JOIN activity b ON b.id = a.id + 1 WHERE b.at < a.at",
        ),
        (
            "a name without its look",
            "SELECT count(*) FROM groups WHERE skeleton IS NULL",
        ),
    ] {
        assert_eq!(number(&db, wrong).await, 0, "{what}");
    }
    for (what, some) in [
        ("drift", "SELECT sum(drift) FROM groups"),
        (
            "kept",
            "SELECT count(*) FROM enrolments WHERE source = 'kept'",
        ),
        (
            "direct",
            "SELECT count(*) FROM enrolments WHERE source = 'direct'",
        ),
        (
            "done",
            "SELECT count(*) FROM progress WHERE completed_at IS NOT NULL",
        ),
        (
            "begun",
            "SELECT count(*) FROM progress WHERE completed_at IS NULL",
        ),
        (
            "in a branch",
            "SELECT count(*) FROM users WHERE branch_id IS NOT NULL",
        ),
        ("inactive", "SELECT count(*) FROM users WHERE NOT active"),
    ] {
        assert!(number(&db, some).await > 0, "{what}");
    }
    assert_valid_names(&db).await;
    assert_works(&db).await;
}

/// A form would take each name as it is, and they are of many scripts.
async fn assert_valid_names(db: &Db) {
    let mut scripts = HashSet::new();
    let all = "SELECT first_name || ';' || last_name || ';' || login || ';' || email FROM users";
    for user in texts(db, all).await {
        let [first, last, login, email] = user.split(';').collect::<Vec<_>>()[..] else {
            panic!("{user}")
        };
        for name in [first, last] {
            assert_eq!(PersonName::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(Login::parse_new(login).unwrap().as_str(), login);
        assert_eq!(Email::parse_new(email).unwrap().as_str(), email);
        scripts.extend(last.chars().next().map(|c| u32::from(c) / 256));
    }
    assert!(scripts.len() > 8, "{scripts:?}");
}

/// Signs in, searches, redeems a key, adds a user, and is refused a second time.
async fn assert_works(db: &Db) {
    let signed_in = async |login: &str| {
        let token = sessions::sign_in(db, login, PASSWORD, "", "", NOW).await;
        token.unwrap().is_some()
    };
    assert!(signed_in(LOGIN).await);
    let someone = "SELECT login FROM users WHERE active AND password_hash IS NOT NULL ORDER BY id DESC LIMIT 1";
    let someone = texts(db, someone).await.remove(0);
    assert!(signed_in(&someone).await, "{someone}");
    let search = Search {
        text: someone.to_uppercase(),
        ..Search::default()
    };
    let found = users::list(db, AccessScope::PORTAL, &search, UserFilter::All).await;
    assert_eq!(found.unwrap().rows[0].login, someone);
    let next = Fixtures::at(db, NOW).user("next").create().await;
    let keyed = "SELECT group_id FROM group_keys WHERE NOT paused AND expires_at IS NULL AND group_id IN \
         (SELECT id FROM groups WHERE branch_id IS NULL) LIMIT 1";
    let group = domain::ids::GroupId(number(db, keyed).await);
    let key = db::keys::list(db, group, NOW).await.unwrap().remove(0);
    let text = key.key.unwrap();
    let seen = joining::preview(db, next, GuessedKey::uncounted(text.as_str()), NOW).await;
    assert!(!seen.unwrap().already_in);
    assert!(learning::my_groups(db, next).await.unwrap().is_empty());
    let members = db::members::list(db, group, &MemberQuery::default()).await;
    assert!(!members.unwrap().rows.is_empty());
    let again = fill(db, &PLAN, PASSWORD, |_| ()).await;
    assert!(matches!(again, Err(Error::NotEmpty)));
}

#[tokio::test]
async fn the_same_seed_makes_the_same_portal() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = Vec::new();
    for (name, seed) in [("1", 7), ("2", 7), ("3", 8)] {
        let db = empty(&folder, name).await;
        let plan = Plan {
            users: 100,
            seed,
            ..PLAN
        };
        fill(&db, &plan, PASSWORD, |_| ()).await.unwrap();
        let people = "SELECT id || login || first_name || last_name || email || created_at || active FROM users \
             ORDER BY id";
        let reasons = "SELECT user_id || ' ' || course_id || source || created_at FROM enrolments ORDER BY id";
        all.push([texts(&db, people).await, texts(&db, reasons).await]);
    }
    assert_eq!(all[0], all[1]);
    assert_ne!(all[0], all[2]);
}

#[tokio::test]
async fn a_guessable_password_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let db = empty(&folder, "portal").await;
    for password in ["short", "passwordpassword"] {
        let refused = fill(&db, &PLAN, password, |_| ()).await;
        assert!(matches!(refused, Err(Error::Password(_))), "{password}");
    }
    assert_eq!(number(&db, "SELECT count(*) FROM users").await, 0);
}

#[tokio::test]
async fn it_goes_into_the_other_engine_the_same_way() {
    let Some(database) = Postgres::new().await else {
        eprintln!("ran on SQLite only: MUSTER_TEST_POSTGRES is not set");
        return;
    };
    let other = database.open().await;
    fill(&other, &PLAN, PASSWORD, |_| ()).await.unwrap();
    assert_counts(&other).await;
    let folder = tempfile::tempdir().unwrap();
    let (copy, own) = (empty(&folder, "copy").await, empty(&folder, "own").await);
    copying::copy(&other, &copy, |_| ()).await.unwrap();
    fill(&own, &PLAN, PASSWORD, |_| ()).await.unwrap();
    let rows = "SELECT login || sort_name || search || created_at FROM users ORDER BY id";
    assert_eq!(texts(&copy, rows).await, texts(&own, rows).await);
    other.close().await.unwrap();
    database.remove().await;
}
