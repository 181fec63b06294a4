//! What wants many callers, a process of its own and minutes: `bin/soak attack` runs each attack against a running
//! portal, prints a table, and fails if one of its bounds does not hold.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
mod crowds;
mod memory;
mod portal;
mod texts;

use std::time::Duration;

/// One line of the table.
pub struct Row {
    attack: &'static str,
    measured: String,
    bound: String,
    holds: bool,
}

impl Row {
    pub fn new(
        attack: &'static str,
        measured: impl Into<String>,
        bound: impl Into<String>,
        holds: bool,
    ) -> Self {
        Self {
            attack,
            measured: measured.into(),
            bound: bound.into(),
            holds,
        }
    }
}

pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

pub fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes, and a machine of its own: bin/soak attack"]
async fn each_attack_stays_in_its_bounds() {
    let mut rows = Vec::new();
    let mut print = |more: Vec<Row>| {
        for row in more {
            let holds = if row.holds { "holds" } else { "FAILS" };
            println!(
                "{holds:<6} {:<44} {:<44} {}",
                row.attack, row.measured, row.bound
            );
            rows.push(row);
        }
    };
    print(crowds::school().await);
    print(vec![crowds::lock_out().await]);
    print(vec![crowds::streams().await]);
    print(vec![memory::disk().await]);
    print(memory::hashing().await);
    print(memory::slow_readers().await);
    print(texts::nested().await);
    let failed = rows.iter().filter(|row| !row.holds).count();
    assert_eq!(failed, 0, "of {} bounds", rows.len());
}
