//! Where the log goes, and in which form.
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Logs in colours for people who look on, and otherwise in lines of JSON for programs.
pub fn start() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm_migration=warn"));
    // Standard output is for results, which programs read.
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(filter);
    if std::io::stderr().is_terminal() {
        log.init();
    } else {
        log.json().flatten_event(true).init();
    }
}
