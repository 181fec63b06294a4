//! The reader under random and damaged lists, tables and archives: `bin/soak files` for a minute, a few hundred of them
//! in every test run. A failure prints the seed of its case.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
mod archives;
mod checks;
mod inputs;
mod large;
mod memory;

use fastrand::Rng;
use inputs::Kind;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

/// What became of the cases of one kind.
#[derive(Debug, Default)]
struct Tally {
    cases: u64,
    /// The others are refused.
    read: u64,
    rows: u64,
    slowest: Duration,
}

impl Tally {
    /// Makes and checks one case.
    fn run(&mut self, kind: Kind, seed: u64) {
        let case = inputs::case(kind, &mut Rng::with_seed(seed));
        let started = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| checks::check(&case)));
        let took = started.elapsed();
        let said = format!("{kind:?}, seed {seed}: {case:?}");
        let rows = outcome
            .unwrap_or_else(|_| panic!("the reader stopped at {said}"))
            .unwrap_or_else(|wrong| panic!("{wrong}: {said}"));
        assert!(took < Duration::from_secs(20), "{took:?}: {said}");
        self.cases += 1;
        self.read += u64::from(rows.is_some());
        self.rows += rows.unwrap_or(0);
        self.slowest = self.slowest.max(took);
    }
}

#[test]
fn a_few_hundred_lists_are_read_or_refused() {
    for kind in Kind::ALL {
        let mut tally = Tally::default();
        for seed in 0..80 {
            tally.run(kind, seed);
        }
        let has_both = tally.read > 0 && tally.rows > 0;
        assert!(
            has_both || kind == Kind::Bytes,
            "{kind:?} makes no lists: {tally:?}"
        );
    }
}

#[test]
#[ignore = "runs for as long as SOAK_SECONDS says: bin/soak files"]
fn lists_for_a_while() {
    let seconds = std::env::var("SOAK_SECONDS").ok();
    let seconds = seconds.and_then(|text| text.parse().ok()).unwrap_or(60);
    let (each, started) = (Duration::from_secs(seconds) / 6, Instant::now());
    println!(
        "{:<14} {:>8} {:>8} {:>9} {:>12}",
        "lists", "cases", "read", "rows", "slowest"
    );
    for (kind, start) in Kind::ALL.into_iter().zip(0..) {
        let (mut tally, mut seed) = (Tally::default(), fastrand::u64(..) | 1);
        while started.elapsed() < each * (start + 1) {
            tally.run(kind, seed);
            seed = seed.wrapping_add(2);
        }
        let Tally {
            cases,
            read,
            rows,
            slowest,
        } = tally;
        println!(
            "{:<14} {cases:>8} {read:>8} {rows:>9} {slowest:>12.1?}",
            format!("{kind:?}")
        );
    }
    // Without optimisation the whole ones take minutes.
    large::run(if seconds < 600 { 20 } else { 1 });
}
