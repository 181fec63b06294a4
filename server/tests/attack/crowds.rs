//! Many callers: a school behind one address, guests at one account, streams of one learner.
use crate::{PROGRAM, Row, seconds};
use domain::settings::SignUpMode;
use fixtures::{PASSWORD, running::Portal};
use futures::future::join_all;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;

const PEOPLE: usize = 200;
const SCHOOL: &str = "203.0.113.7";
const KEY: &str = "CLASS-2026";
/// How long a class takes to come in.
const MINUTE: Duration = Duration::from_secs(60);

fn session(token: &str) -> String {
    format!("{}={token}", app::server::session_cookie_name("http://"))
}

/// Two hundred sign up, sign in and join behind one address, after one of them did what they could to shut
/// the doors.
pub async fn school() -> Vec<Row> {
    let mut slips = String::new();
    let portal = Portal::start(PROGRAM, async |fixtures| {
        fixtures.set_sign_up(SignUpMode::Direct).await;
        for (name, key) in [("Class", KEY), ("Choir", "CHOIR-2026")] {
            let group = fixtures.group(name).create().await;
            fixtures.key(group, key).create().await;
        }
        slips = session(&fixtures.user("slips").sign_in().await.session);
    })
    .await;
    for number in 0..70 {
        let login = format!("someone{number}");
        let wrong = [("login", &*login), ("password", "wrong")];
        portal.act("sign_in", &wrong, SCHOOL, "").await;
        let wrong = [("key", "WRONG-KEY")];
        portal.act("preview_join", &wrong, SCHOOL, &slips).await;
    }
    let sign_up = door("school: 200 sign up with a key", async |number| {
        let login = format!("pupil{number}");
        let email = format!("{login}@example.org");
        let fields = [
            ("first_name", "Ana"),
            ("last_name", &*login),
            ("email", &*email),
            ("login", &*login),
            ("password", PASSWORD),
            ("key", KEY),
        ];
        let answer = portal.act("sign_up", &fields, SCHOOL, "").await;
        (answer.status, ())
    });
    let sign_up = sign_up.await.1;
    let (sessions, sign_in) = door("school: 200 sign in", async |number| {
        let login = format!("pupil{number}");
        let fields = [("login", &*login), ("password", PASSWORD)];
        let answer = portal.act("sign_in", &fields, SCHOOL, "").await;
        (answer.status, answer.cookies())
    })
    .await;
    let join = door("school: 200 join with a key", async |number| {
        let key = [("key", "CHOIR-2026")];
        let answer = portal.act("join_group", &key, SCHOOL, &sessions[number]);
        (answer.await.status, ())
    });
    vec![sign_up, sign_in, join.await.1]
}

async fn door<T>(name: &'static str, enter: impl AsyncFn(usize) -> (u16, T)) -> (Vec<T>, Row) {
    let begun = Instant::now();
    let entered = join_all((0..PEOPLE).map(|number| enter(number))).await;
    let took = begun.elapsed();
    let inside = entered.iter().filter(|(status, _)| *status == 200).count();
    let measured = format!("{inside} in after {}", seconds(took));
    let row = Row::new(
        name,
        measured,
        "200 within 60 s",
        inside == PEOPLE && took < MINUTE,
    );
    (entered.into_iter().map(|(_, value)| value).collect(), row)
}

/// A thousand addresses try at one account; its owner comes back to a browser they have used.
pub async fn lock_out() -> Row {
    let portal = Portal::start(PROGRAM, async |fixtures| {
        fixtures.user("owner").with_password().create().await;
    })
    .await;
    let right = [("login", "owner"), ("password", PASSWORD)];
    let home = "198.51.100.1";
    let known = portal.act("sign_in", &right, home, "").await.cookies();
    let wrong = [("login", "owner"), ("password", "wrong")];
    let mut answered = 0;
    for hundred in 0..10_u8 {
        let tries = (0..100_u8).map(async |number| {
            let from = format!("10.1.{hundred}.{number}");
            portal.act("sign_in", &wrong, &from, "").await.status
        });
        let statuses = join_all(tries).await;
        answered += statuses.iter().filter(|status| **status == 401).count();
    }
    let owner = portal.act("sign_in", &right, home, &known).await.status;
    let elsewhere = portal.act("sign_in", &right, "10.2.0.1", "").await.status;
    Row::new(
        "lock-out: 1,000 addresses at one account",
        format!("{answered} answered; owner {owner}, a new browser {elsewhere}"),
        // A new browser waits as long as the latest failure has it wait, which may be over by then.
        "at most 100; 200, 200 or 429",
        answered <= 100 && owner == 200 && [200, 429].contains(&elsewhere),
    )
}

/// A learner opens as many event streams as they can.
pub async fn streams() -> Row {
    let mut learner = String::new();
    let portal = Portal::start(PROGRAM, async |fixtures| {
        learner = session(&fixtures.user("learner").sign_in().await.session);
    })
    .await;
    let before = portal.memory();
    let opened = join_all((0..300).map(|_| portal.ask("/live", &learner))).await;
    let begun = Instant::now();
    let health = portal.get("/healthz", "").await.status;
    let took = begun.elapsed();
    let added = portal.memory().saturating_sub(before) / 1_000_000;
    let open = join_all(opened.into_iter().map(stays_open)).await;
    let open = open.into_iter().filter(|open| *open).count();
    Row::new(
        "streams: 300 of one session",
        format!(
            "{open} stay, +{added} MB, /healthz {health} in {}",
            seconds(took)
        ),
        "at most 8, 200 within 1 s",
        open <= 8 && health == 200 && took < Duration::from_secs(1),
    )
}

/// Whether the stream does not end within two seconds.
async fn stays_open(mut stream: tokio::net::TcpStream) -> bool {
    let to_the_end = async {
        let mut text = Vec::new();
        stream.read_to_end(&mut text).await
    };
    tokio::time::timeout(Duration::from_secs(2), to_the_end)
        .await
        .is_err()
}
