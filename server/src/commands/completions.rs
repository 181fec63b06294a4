//! `muster completions`: what a shell needs to complete commands and options.
use super::Cli;
use crate::config;
use clap::CommandFactory;
use clap_complete::{Shell, generate};
use std::io;

pub const HELP: &str = "\
Examples:
  muster completions bash | sudo tee /usr/share/bash-completion/completions/muster
  muster completions zsh > ~/.zfunc/_muster
  muster completions fish > ~/.config/fish/completions/muster.fish

Exit codes: 0 printed; 2 there is no such shell";

/// Prints the script for `shell`.
pub fn print(shell: Shell) {
    let mut command = config::prepare(Cli::command());
    generate(shell, &mut command, "muster", &mut io::stdout());
}
