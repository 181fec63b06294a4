//! A PostgreSQL that restarts, and a network in front of it that is slow, cut or silent.
use crate::{
    PROGRAM, RECOVERY, Row,
    ledger::Ledger,
    proxy::{Fault, Proxy},
    seconds, whole,
    work::{CLIENTS, Client},
    world::World,
};
use fixtures::running::{Database, Portal, Reply, Setup};
use futures::future::join_all;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// What says whether the portal can work.
const READINESS: &str = "/healthz";
/// While the database is away, functions answer so; the clients try again.
const AWAY: [u16; 1] = [503];

/// A portal whose clients work while something is done to its database.
struct UnderLoad {
    portal: Portal,
    world: World,
    ledger: Ledger,
    stop: AtomicBool,
}

impl UnderLoad {
    async fn start(setup: Setup, size: usize) -> Self {
        let mut world = None;
        let setup = setup.patience(Duration::from_secs(20));
        let portal = setup.start(async |fixtures| {
            world = Some(Box::pin(World::build(fixtures, 12, size)).await);
        });
        let portal = Box::pin(portal).await;
        Self {
            portal,
            world: world.unwrap(),
            ledger: Ledger::default(),
            stop: AtomicBool::new(false),
        }
    }

    /// Runs `faults` while clients work.
    async fn during<T>(&self, faults: impl Future<Output = T>) -> T {
        let clients = (0..CLIENTS).map(|number| Client {
            portal: &self.portal,
            world: &self.world,
            ledger: &self.ledger,
            stop: &self.stop,
            number,
            excused: &AWAY,
        });
        let clients: Vec<_> = clients.collect();
        let work = join_all(clients.iter().map(|client| client.work(7)));
        let faults = async {
            let result = faults.await;
            self.stop.store(true, Ordering::Relaxed);
            result
        };
        futures::join!(faults, work).0
    }

    /// The row on what is left.
    async fn left(&self, what: &str) -> Row {
        let db = self.portal.db().await;
        let lost = self.ledger.lost(&self.portal, &db).await;
        let broken = whole::broken_after_joins(&db, &self.world.entered()).await;
        let _ = db.close().await;
        let strange = self.ledger.strange();
        let panics = self.portal.log().matches("panicked").count();
        for finding in lost.iter().chain(&broken).chain(&strange) {
            println!("       {finding}");
        }
        let measured = format!(
            "{} acknowledged: {} lost, {} half; {} strange, {panics} panics",
            self.ledger.len(),
            lost.len(),
            broken.len(),
            strange.len()
        );
        let holds = lost.is_empty() && broken.is_empty() && strange.is_empty() && panics == 0;
        Row::new(what, measured, "0 lost, 0 half; 0, 0", holds)
    }

    /// How long until the portal is ready, and a function that writes works; `None` if it does not.
    async fn recovery(&self) -> Option<Duration> {
        let learner = &self.world.learners[0];
        let fields = [("login", &*learner.login), ("password", fixtures::PASSWORD)];
        let works = async |portal: &Portal| {
            portal.get(READINESS, "").await.status == 200
                && portal.act("sign_in", &fields, "10.8.0.1", "").await.status == 200
        };
        self.portal.until(works).await
    }
}

/// Twenty restarts of the server.
pub async fn restarts(times: usize) -> Vec<Row> {
    let Some(database) = Database::new().await else {
        println!("no PostgreSQL is at hand: bin/with-postgres");
        return Vec::new();
    };
    let load = UnderLoad::start(Setup::new(PROGRAM).on(&database.url), 40).await;
    let slowest = load.during(async {
        let mut slowest = Duration::ZERO;
        for _ in 0..times {
            sleep(Duration::from_millis(700)).await;
            let restarted = tokio::task::spawn_blocking(Database::restart_server).await;
            assert!(restarted.unwrap(), "bin/with-postgres restarts the server");
            slowest = slowest.max(load.recovery().await?);
        }
        Some(slowest)
    });
    let slowest = Box::pin(slowest).await;
    vec![
        back(
            &format!("PostgreSQL: restarted {times} times under load"),
            slowest,
        ),
        load.left("PostgreSQL: after the restarts").await,
    ]
}

fn back(what: &str, took: Option<Duration>) -> Row {
    let measured = match took {
        Some(took) => format!("works again after at most {}", seconds(took)),
        None => "does not work again".to_owned(),
    };
    let holds = took.is_some_and(|took| took < RECOVERY);
    Row::new(what, measured, "5 s", holds)
}

/// What networks do. The last leaves connections that look open.
pub const NETWORK: [(&str, Fault); 4] = [
    ("slow by 50 ms", Fault::Slow(Duration::from_millis(50))),
    ("cut", Fault::Cut),
    ("cut in the middle of an answer", Fault::CutAfter(700)),
    ("silent, then half open", Fault::Silent),
];

/// Each fault of the network for a while, under load.
pub async fn network(faults: &[(&str, Fault)], each: Duration) -> Vec<Row> {
    let Some(database) = Database::new().await else {
        println!("no PostgreSQL is at hand: bin/with-postgres");
        return Vec::new();
    };
    let proxy = Proxy::start(&database.socket()).await;
    let setup = Setup::new(PROGRAM).through(&database.url, &database.url_at(proxy.port));
    let load = UnderLoad::start(setup, 12).await;
    let done = load.during(async {
        let mut rows = Vec::new();
        for (name, fault) in faults {
            rows.extend(one(&load, &proxy, name, *fault, each).await);
        }
        rows
    });
    let mut rows = Box::pin(done).await;
    rows.push(load.left("network: after all of them").await);
    rows
}

async fn one(
    load: &UnderLoad,
    proxy: &Proxy,
    name: &str,
    fault: Fault,
    each: Duration,
) -> Vec<Row> {
    proxy.set(fault);
    let begun = Instant::now();
    // What was in flight may still be answered.
    sleep(each / 4).await;
    let (ready, asked) = futures::join!(
        timed(load.portal.get(READINESS, "")),
        timed(load.portal.get("/profile", &load.world.learners[0].cookie)),
    );
    let row = during(name, fault, &ready, &asked);
    sleep(each.saturating_sub(begun.elapsed())).await;
    proxy.set(Fault::Nothing);
    let took = load.recovery().await;
    vec![row, back(&format!("network: after {name}"), took)]
}

async fn timed(answer: impl Future<Output = Reply>) -> (Reply, Duration) {
    let begun = Instant::now();
    let answer = answer.await;
    (answer, begun.elapsed())
}

/// What a probe and a reader get meanwhile: the page while it is only slow, otherwise a sentence.
fn during(
    name: &str,
    fault: Fault,
    (ready, probed): &(Reply, Duration),
    (asked, took): &(Reply, Duration),
) -> Row {
    let says_so = asked.status == 503 && asked.body.contains("The database cannot be reached");
    let measured = format!(
        "{READINESS} {} after {}, a page {} after {}{}",
        ready.status,
        seconds(*probed),
        asked.status,
        seconds(*took),
        if says_so { " with a sentence" } else { "" }
    );
    let in_time = *probed < RECOVERY && *took < 2 * RECOVERY;
    let (holds, bound) = match fault {
        Fault::Slow(_) => (ready.status == 200 && asked.status == 200, "200, 200"),
        Fault::CutAfter(_) => (
            [200, 503].contains(&ready.status) && (asked.status == 200 || says_so),
            "200, or 503 with a sentence",
        ),
        _ => (
            ready.status == 503 && says_so,
            "503 within 5 s; within 10 s a sentence",
        ),
    };
    Row::new(
        format!("network: {name}"),
        measured,
        bound,
        holds && in_time,
    )
}
