//! The program `muster`: what it runs on, and which command.
mod commands;
mod config;
mod log;

use clap::Parser;
use commands::Cli;
use server::privacy;
use std::process::ExitCode;

/// Bytes for the stack of each thread, twice the usual: a page is views within views, and a request futures within
/// futures. Only what is used takes memory.
const STACK: usize = 4 << 20;

fn main() -> anyhow::Result<ExitCode> {
    privacy::hide_new_files();
    log::start();
    let cli = Cli::parse();
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()?
        .block_on(cli.run())
}
