//! What is logged while a test runs.
use serde_json::Value;
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tracing::{Dispatch, subscriber::DefaultGuard};

/// The log of this thread, which the whole test runs on.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// The log is kept as long as the others are. With one subscriber only, `tracing` would ask the
    /// thread that comes by an event first whether anyone listens, which may be another test's.
    pub fn start(filter: &str) -> (Self, DefaultGuard, Dispatch) {
        let second = Dispatch::new(tracing_subscriber::registry());
        let log = Self::default();
        let writer = log.clone();
        let json = tracing_subscriber::fmt().json().flatten_event(true);
        let json = json.with_env_filter(filter);
        let subscriber = json.with_writer(move || writer.clone()).finish();
        (log, tracing::subscriber::set_default(subscriber), second)
    }

    /// The lines since the last call.
    pub fn lines(&self) -> Vec<Value> {
        let lines = std::mem::take(&mut *self.0.lock().unwrap());
        let lines = String::from_utf8(lines).unwrap();
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}
