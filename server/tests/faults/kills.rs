//! `kill -9` at random moments of mixed work.
use crate::{
    Engine, RECOVERY, Row, ledger::Ledger, seconds, setup, whole, work::CLIENTS, work::Client,
    world::World,
};
use fixtures::running::Portal;
use futures::future::join_all;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};
use tokio::time::sleep;

pub async fn rows(engine: Engine, kills: usize, seed: u64) -> Vec<Row> {
    let Some(setup) = setup(engine).await else {
        println!("no PostgreSQL is at hand: bin/with-postgres");
        return Vec::new();
    };
    let mut world = None;
    let (learners, groups) = (12 + kills / 4, 8 + kills / 6);
    let portal = setup.start(async |fixtures| {
        world = Some(Box::pin(World::build(fixtures, learners, groups)).await);
    });
    let portal = Box::pin(portal).await;
    let world = world.unwrap();
    let (ledger, stop) = (Ledger::default(), AtomicBool::new(false));
    let clients = (0..CLIENTS).map(|number| Client {
        portal: &portal,
        world: &world,
        ledger: &ledger,
        stop: &stop,
        number,
        excused: &[],
    });
    let clients: Vec<_> = clients.collect();
    let work = join_all(clients.iter().map(|client| client.work(seed)));
    let (slowest, _) = futures::join!(kill(&portal, kills, seed, &stop), work);
    let running = wait_for_mass_actions(&portal).await;
    let db = portal.db().await;
    let lost = ledger.lost(&portal, &db).await;
    let mut broken = whole::broken_after_joins(&db, &world.entered()).await;
    if running > 0 {
        broken.push(format!("{running} mass actions do not go on"));
    }
    db.close().await.unwrap();
    let panics = portal.log().matches("panicked").count();
    for finding in lost.iter().chain(&broken).chain(&ledger.strange()) {
        println!("       {finding}");
    }
    let acts = ledger.len();
    let measured = format!(
        "{acts} acknowledged: {} lost, {} half or doubled",
        lost.len(),
        broken.len()
    );
    let strange = ledger.strange().len();
    vec![
        Row::new(
            format!("{engine:?}: kill -9, {kills} times"),
            measured,
            "0 lost, 0 half or doubled",
            lost.is_empty() && broken.is_empty() && acts > kills,
        ),
        Row::new(
            format!("{engine:?}: between the kills"),
            format!("{strange} strange answers, {panics} panics"),
            "0, 0",
            strange == 0 && panics == 0,
        ),
        Row::new(
            format!("{engine:?}: from a kill to served"),
            format!("slowest {}", seconds(slowest)),
            "5 s",
            slowest < RECOVERY,
        ),
    ]
}

/// Returns the longest time from start to served.
async fn kill(portal: &Portal, kills: usize, seed: u64, stop: &AtomicBool) -> Duration {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut slowest = Duration::ZERO;
    for _ in 0..kills {
        sleep(Duration::from_millis(random.u64(50..800))).await;
        portal.kill();
        slowest = slowest.max(portal.start_again().await);
    }
    sleep(Duration::from_millis(300)).await;
    stop.store(true, Ordering::Relaxed);
    slowest
}

/// Waits until interrupted mass actions have ended; returns how many have not.
pub async fn wait_for_mass_actions(portal: &Portal) -> i64 {
    let begun = Instant::now();
    loop {
        let running = whole::running_mass_actions(portal).await;
        if running == 0 || begun.elapsed() > Duration::from_secs(70) {
            return running;
        }
        sleep(Duration::from_millis(200)).await;
    }
}
