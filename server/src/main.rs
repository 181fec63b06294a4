//! The program `muster`: what it runs on, and which command.
mod commands;
mod config;
mod log;

use commands::Cli;
use config::WrongSetting;
use server::privacy;
use std::process::ExitCode;

/// Bytes for the stack of each thread, twice the usual: a page is views within views, and a request futures within
/// futures. Only what is used takes memory.
const STACK: usize = 4 << 20;

/// The exit code for what has to be written differently: arguments, for which clap exits with it, and settings.
const WRONG_SETTING: u8 = 2;

fn main() -> ExitCode {
    privacy::hide_new_files();
    log::start();
    run().unwrap_or_else(|error| {
        // One line: what service managers show of a failure is its last line.
        eprintln!("muster: {}", format!("{error:#}").replace('\n', " "));
        match error.downcast_ref::<WrongSetting>() {
            Some(_) => ExitCode::from(WRONG_SETTING),
            None => ExitCode::FAILURE,
        }
    })
}

fn run() -> anyhow::Result<ExitCode> {
    let (cli, sources) = config::parse::<Cli>()?;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()?
        .block_on(cli.run(sources))
}
