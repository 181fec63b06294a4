//! What wants many callers, a process of its own and minutes: `bin/soak attack` runs each attack against a running
//! portal, prints a table, and fails if one of its bounds does not hold.
mod crowds;
mod memory;
mod texts;

use fixtures::running::{Row, Table, megabytes, seconds};

/// The program under attack.
const PROGRAM: &str = env!("CARGO_BIN_EXE_muster");

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes, and a machine of its own: bin/soak attack"]
async fn each_attack_stays_in_its_bounds() {
    let mut table = Table::default();
    table.print(crowds::school().await);
    table.print(vec![crowds::lock_out().await]);
    table.print(vec![crowds::streams().await]);
    table.print(vec![memory::disk().await]);
    table.print(memory::hashing().await);
    table.print(memory::slow_readers().await);
    table.print(texts::nested().await);
    table.end();
}
