//! What fills disk and memory.
use crate::{PROGRAM, Row, megabytes, seconds};
use fixtures::running::Portal;
use futures::{StreamExt, future::join_all, stream};
use std::time::{Duration, Instant};
use tokio::time::{interval, sleep};

/// What may be added to the idle process, in bytes: 80 MB for the hashing desk.
const HASHING: u64 = 80_000_000;
const READERS: u64 = 60_000_000;
const DISK: u64 = 1_000_000;

/// Refused forms of guests, each with 60 kB of text.
pub async fn disk() -> Row {
    let portal = Portal::start(PROGRAM, async |_| {}).await;
    let before = portal.disk();
    let text = "x".repeat(60_000);
    let fields = [("login", &*text), ("password", "wrong")];
    let posts = stream::iter(0..400_u32).map(|number| {
        let (portal, fields) = (&portal, &fields);
        async move {
            let from = format!("10.3.{}.{}", number / 250, number % 250);
            portal.form("sign_in", fields, &from).await.status
        }
    });
    let statuses: Vec<u16> = posts.buffer_unordered(16).collect().await;
    let answered = statuses.iter().filter(|status| **status != 0).count();
    let added = portal.disk().saturating_sub(before);
    Row::new(
        "disk: 400 refused forms of 60 kB",
        format!("{answered} answered, +{} kB", added / 1_000),
        "all answered, at most +1 MB",
        answered == 400 && added < DISK,
    )
}

/// The most memory that the portal has while `work` runs.
async fn peak<T>(portal: &Portal, work: impl Future<Output = T>) -> (u64, T) {
    let (mut work, mut peak) = (Box::pin(work), 0);
    let mut tick = interval(Duration::from_millis(20));
    loop {
        tokio::select! {
            result = &mut work => return (peak, result),
            _ = tick.tick() => peak = peak.max(portal.memory()),
        }
    }
}

/// Six hundred sign-ins at unknown accounts, three hundred at a time.
pub async fn hashing() -> Vec<Row> {
    let portal = Portal::start(PROGRAM, async |_| {}).await;
    let before = portal.memory();
    let begun = Instant::now();
    let callers = async {
        let calls = stream::iter(0..600_u32).map(|number| {
            let portal = &portal;
            async move {
                let login = format!("unknown{number}");
                let fields = [("login", &*login), ("password", "wrong")];
                let from = format!("10.4.{}.{}", number / 250, number % 250);
                portal.act("sign_in", &fields, &from, "").await.status
            }
        });
        calls.buffer_unordered(300).collect::<Vec<u16>>().await
    };
    let (highest, statuses) = peak(&portal, callers).await;
    let took = begun.elapsed();
    let of = |code| statuses.iter().filter(|status| **status == code).count();
    let added = highest.saturating_sub(before);
    // The desk keeps its memory for half a minute, in case others come.
    sleep(Duration::from_secs(40)).await;
    let kept = portal.memory().saturating_sub(before);
    let measured = format!(
        "+{}; {} wrong, {} told to come later, {}",
        megabytes(added),
        of(401),
        of(503),
        seconds(took)
    );
    vec![
        Row::new(
            "hashing: 300 callers",
            measured,
            "at most +80 MB",
            added < HASHING && of(401) + of(503) == 600,
        ),
        Row::new(
            "hashing: 40 s later",
            format!("+{}", megabytes(kept)),
            "less than at the peak, at most +40 MB",
            kept < added && kept < HASHING / 2,
        ),
    ]
}

/// Clients that ask for large pages and read nothing of them.
pub async fn slow_readers() -> Vec<Row> {
    let (mut sessions, mut path) = (Vec::new(), String::new());
    let portal = Portal::start(PROGRAM, async |fixtures| {
        let text = "A sentence that takes some room in the page of its course. ".repeat(1_600);
        let course = fixtures.course("Long").create().await;
        for number in 0..16 {
            let unit = fixtures.unit(course, &format!("Unit {number}"));
            unit.text(&text).create().await;
        }
        path = format!("/courses/{course}");
        for number in 0..12 {
            let learner = fixtures.user(&format!("learner{number}")).sign_in().await;
            fixtures.direct_enrolment(learner.id, course).await;
            let name = app::server::session_cookie_name("http://");
            sessions.push(format!("{name}={}", learner.session));
        }
    })
    .await;
    let page = portal.get(&path, &sessions[0]).await.status;
    let before = portal.memory();
    let asked = join_all(sessions.iter().map(|session| portal.ask(&path, session)));
    let (highest, unread) = peak(&portal, async {
        let unread = asked.await;
        sleep(Duration::from_secs(5)).await;
        unread
    })
    .await;
    let health = portal.get("/healthz", "").await.status;
    sleep(Duration::from_secs(40)).await;
    let kept = portal.memory().saturating_sub(before);
    drop(unread);
    let added = highest.saturating_sub(before);
    vec![
        Row::new(
            "slow readers: 12 pages that nobody reads",
            format!("page {page}, +{}, /healthz {health}", megabytes(added)),
            "at most +60 MB, 200",
            page == 200 && added < READERS && health == 200,
        ),
        Row::new(
            "slow readers: 45 s later, still connected",
            format!("+{}", megabytes(kept)),
            "given back, at most +30 MB",
            kept < READERS / 2,
        ),
    ]
}
