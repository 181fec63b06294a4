//! `muster config`: which settings exist, and which are in force.
mod example;
mod show;

use crate::config::{Config, Sources};
use clap::Subcommand;

#[derive(Subcommand)]
pub enum ConfigCommand {
    /// Show each setting, its value and where it comes from
    ///
    /// Secrets are masked, and of addresses the password. The settings are checked as at a start, so that this can
    /// be run before the portal is restarted. Nothing is opened or changed.
    #[command(after_help = SHOW_HELP)]
    Show {
        /// Print JSON: an object for each setting
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        settings: Box<Config>,
    },
    /// Print a muster.toml with every setting, its default and its meaning
    #[command(after_help = EXAMPLE_HELP)]
    Example,
}

const SHOW_HELP: &str = "\
Examples:
  muster config show
  muster config show --config new.toml
  muster config show --json | jq -r '.[] | select(.source != \"default\") | .name'

Exit codes: 0 the settings can be used; 2 one cannot, as the last line says";

const EXAMPLE_HELP: &str = "\
Examples:
  muster config example > muster.toml
  muster config example | sudo install -m 640 -g muster /dev/stdin /etc/muster/muster.toml

Every line is commented out, so the file changes nothing until one is edited.

Exit codes: 0 printed";

impl ConfigCommand {
    /// # Errors
    /// The settings contradict each other.
    pub fn run(self, sources: &Sources) -> anyhow::Result<()> {
        match self {
            Self::Show { json, settings } => {
                show::print(&settings, sources, json)?;
                settings.check()
            }
            Self::Example => {
                print!("{}", example::text());
                Ok(())
            }
        }
    }
}
