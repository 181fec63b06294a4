//! What a killed process left behind: a mass action in the middle, and attempts whose outcome no one knows.
use crate::{Engine, RECOVERY, Row, cookie, kills, seconds, setup, whole};
use domain::ids::GroupId;
use fixtures::{Fixtures, Names, PASSWORD, running::Portal};
use futures::future::join_all;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// How long a row looks before it says that nothing happens.
const PATIENCE: Duration = Duration::from_secs(75);

/// Makes a group with so many members that a mass action takes seconds.
pub async fn crowd(fixtures: &Fixtures) -> GroupId {
    fixtures.many_users(12_000, Names::Numbered).await;
    fixtures.many_courses(3).await;
    let group = fixtures.group("Crowd").create().await;
    fixtures.fill_group(group, 1, 3).await;
    group
}

/// Starts a mass action, once the one before has ended, and waits until it has made its first step; returns how far it
/// came.
pub async fn start(portal: &Portal, group: GroupId, admin: &str, name: &str) -> i64 {
    kills::wait_for_mass_actions(portal).await;
    let group = group.to_string();
    let kind = if name == "behind" {
        "unassign"
    } else {
        "assign"
    };
    let fields = [
        ("group", &*group),
        ("kind", kind),
        ("scope", "\"AllMembers\""),
    ];
    let answer = portal
        .act("start_mass_action", &fields, "10.6.0.1", admin)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let (done, _) = progress(portal).await;
        if done > 0 {
            return done;
        }
    }
    0
}

/// How many users the newest mass action has processed, and whether it goes on.
async fn progress(portal: &Portal) -> (i64, bool) {
    let db = portal.db().await;
    let newest = "SELECT done, CAST(CASE WHEN state = 'running' THEN 1 ELSE 0 END AS BIGINT) FROM mass_actions \
                  ORDER BY id DESC LIMIT 1";
    let newest = whole::numbers(&db, newest).await;
    db.close().await.unwrap();
    (newest[0][0], newest[0][1] == 1)
}

/// Starts the killed portal; returns how long it takes until the mass action makes its next step. `None` if it never
/// does.
pub async fn until_it_goes_on(portal: &Portal) -> Option<Duration> {
    let (before, is_running) = progress(portal).await;
    assert!(is_running, "killed in the middle");
    portal.start_again().await;
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let (done, is_running) = progress(portal).await;
        if done > before || !is_running {
            return Some(begun.elapsed());
        }
        sleep(Duration::from_millis(50)).await;
    }
    None
}

pub fn row(what: &str, started: i64, took: Option<Duration>) -> Row {
    let measured = match took {
        Some(took) => format!("after {started} users, goes on within {}", seconds(took)),
        None => format!(
            "after {started} users, has not gone on after {}",
            seconds(PATIENCE)
        ),
    };
    Row::new(
        what,
        measured,
        "5 s",
        took.is_some_and(|took| took < RECOVERY),
    )
}

pub async fn rows(engine: Engine) -> Vec<Row> {
    let Some(setup) = setup(engine).await else {
        return Vec::new();
    };
    let (mut admin, mut group) = (String::new(), GroupId(0));
    let portal = setup.start(async |fixtures| {
        admin = cookie(&fixtures.super_admin("admin").sign_in().await.session);
        fixtures.user("owner").with_password().create().await;
        group = crowd(fixtures).await;
    });
    let portal = Box::pin(portal).await;
    let started = start(&portal, group, &admin, "").await;
    portal.kill();
    let took = until_it_goes_on(&portal).await;
    let what = format!("{engine:?}: a mass action, killed in the middle");
    vec![row(&what, started, took), tries(engine, &portal).await]
}

/// As many wrong passwords as an account has tries, killed while they are checked.
async fn tries(engine: Engine, portal: &Portal) -> Row {
    let guesses = (0..30).map(async |number| {
        let fields = [("login", "owner"), ("password", "wrong")];
        let from = format!("10.6.1.{number}");
        portal.act("sign_in", &fields, &from, "").await.status
    });
    let (answers, counted) = futures::join!(join_all(guesses), kill_while_checking(portal));
    let answered = answers.iter().filter(|status| **status != 0).count();
    portal.start_again().await;
    let begun = Instant::now();
    let right = [("login", "owner"), ("password", PASSWORD)];
    let owner = portal.act("sign_in", &right, "10.6.2.1", "").await.status;
    let took = begun.elapsed();
    Row::new(
        format!("{engine:?}: tries that a crash left counted"),
        format!(
            "{answered} answered, {counted} left; the owner {owner} after {}",
            seconds(took)
        ),
        "200 within 5 s",
        owner == 200 && took < RECOVERY,
    )
}

/// Kills once attempts are counted whose outcome is not known; returns how many are then.
async fn kill_while_checking(portal: &Portal) -> i64 {
    let pending = "SELECT CAST(coalesce(sum(pending), 0) AS BIGINT) FROM throttles";
    let db = portal.db().await;
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE && whole::numbers(&db, pending).await[0][0] < 3 {
        sleep(Duration::from_millis(2)).await;
    }
    portal.kill();
    let counted = whole::numbers(&db, pending).await[0][0];
    db.close().await.unwrap();
    counted
}
