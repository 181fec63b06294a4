//! What no page sends: bodies of every function, addresses, cookies, uploads, events of the payment provider and texts,
//! changed by chance. None of them may end the process or be answered as a failure of the portal.
//! `bin/soak fuzz SECONDS` runs it longer; `SOAK_SEED` and `SOAK_CASE` make a case again.
mod mutations;
mod requests;

use crate::{
    authorization_matrix::matrix_fixtures::MatrixFixtures,
    support::{Options, TestServer},
};
use fastrand::Rng;
use futures::FutureExt;
use requests::Sent;
use server::stripe::Stripe;
use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

/// How many cases work on the same data: each changes some.
const BATCH: u64 = 150;
const SECRET: &str = "whsec_fuzz";

#[tokio::test]
async fn no_input_is_a_failure_of_the_portal() {
    fuzz(Duration::from_secs(6)).await;
}

#[tokio::test]
#[ignore = "as long as is said: bin/soak fuzz SECONDS"]
async fn no_input_is_a_failure_of_the_portal_for_long() {
    let seconds = number("SOAK_SECONDS").unwrap_or(60);
    fuzz(Duration::from_secs(seconds)).await;
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

async fn fuzz(time: Duration) {
    let seed = number("SOAK_SEED").unwrap_or_else(|| fastrand::u64(..1_000_000));
    println!("SOAK_SEED={seed}");
    let server = TestServer::with(options()).await;
    let world = MatrixFixtures::build(&server).await;
    let bodies = requests::bodies(&server, &world).await;
    let original = server.close().await;
    let begun = Instant::now();
    let (mut cases, mut answers, mut failures) = (0, [0_u64; 5], Vec::new());
    let mut batch = number("SOAK_CASE").map_or(0, |case| case / BATCH);
    while begun.elapsed() < time && failures.len() < 20 {
        let server = original.copy_with(options()).await;
        for case in batch * BATCH..(batch + 1) * BATCH {
            let mut random = Rng::with_seed(seed ^ (case << 20));
            match Box::pin(one(&server, (&world, &bodies), &mut random)).await {
                Ok(status) => answers[usize::from(status / 100)] += 1,
                Err(failure) => {
                    failures.push(format!("SOAK_SEED={seed} SOAK_CASE={case}: {failure}"))
                }
            }
            cases += 1;
            if begun.elapsed() > time {
                break;
            }
        }
        server.db.close().await.unwrap();
        batch += 1;
    }
    println!(
        "{cases} cases: {} done, {} led on, {} refused, {} failures",
        answers[2],
        answers[3],
        answers[4],
        failures.len()
    );
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(
        answers[2] > 0 && answers[4] > 0,
        "it does both: {answers:?}"
    );
}

fn options() -> Options {
    // Nothing listens there.
    let stripe = Stripe::new("http://127.0.0.1:9", "sk_test".into(), SECRET.into());
    Options {
        stripe: Some(stripe.unwrap()),
        ..Options::default()
    }
}

/// Sends a case; returns its status, or its name where the portal fails.
async fn one(
    server: &TestServer,
    (world, bodies): (&MatrixFixtures, &[Sent]),
    random: &mut Rng,
) -> Result<u16, String> {
    const CALLERS: [&str; 5] = ["super", "admin", "learner", "instructor", "guest"];
    // Mostly someone who is allowed to do it.
    let caller = random.usize(..9).saturating_sub(4);
    let session = world.session(CALLERS[caller]);
    let (what, call) = match random.u8(..20) {
        0..=10 => requests::function(server, bodies, random, session),
        11..=15 => requests::page(server, world, random, session),
        16 => requests::upload(server, world, random, session),
        17 => requests::event(server, world, random),
        _ => requests::text(server, world, random, session),
    };
    let Ok(answer) = AssertUnwindSafe(call.send()).catch_unwind().await else {
        return Err(format!("{what} panicked"));
    };
    let status = answer.status.as_u16();
    // The provider of the payments cannot be reached here, and the portal says so.
    if status < 500 || (status == 503 && what.contains("/pay")) {
        Ok(status)
    } else {
        let body = String::from_utf8_lossy(&answer.body);
        Err(format!("{what}: {status} {body:.300}"))
    }
}
