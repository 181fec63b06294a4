//! The metrics that are looked up when someone asks.
use super::labels::{Connections, InLane, InState, OfPool};
use prometheus_client::{
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};
use std::sync::atomic::AtomicU64;

type Seconds = Gauge<f64, AtomicU64>;

/// Each with its name and what it is.
macro_rules! looked_up {
    ($($field:ident: $kind:ty = $name:literal, $help:literal;)*) => {
        #[derive(Default)]
        pub(super) struct LookedUp {
            $(pub $field: $kind,)*
        }

        impl LookedUp {
            pub(super) fn register(&self, registry: &mut Registry) {
                $(registry.register($name, $help, self.$field.clone());)*
            }
        }
    };
}

looked_up! {
    streams: Gauge = "muster_event_streams", "Open pages that follow changes";
    database_up: Gauge = "muster_database_up", "Whether the database answered when it was last asked";
    connections: Family<Connections, Gauge> = "muster_database_connections", "Open connections of each pool";
    most_connections: Family<OfPool, Gauge> = "muster_database_connections_max", "How many a pool can have";
    waiting_writers: Gauge = "muster_database_writers_waiting", "Transactions that wait to begin";
    database_size: Gauge = "muster_database_size_bytes", "The size of the database";
    log_size: Gauge = "muster_database_log_bytes", "The log of SQLite next to the file";
    mails_due: Gauge = "muster_outbox_due", "E-mails that could be sent now";
    mails_failed: Gauge = "muster_outbox_failed", "E-mails of the last day that were given up";
    oldest_mail: Seconds = "muster_outbox_oldest_seconds", "How long the oldest due e-mail has waited";
    mass_actions: Family<InState, Gauge> = "muster_mass_actions", "Mass actions that are not done";
    imports: Family<InState, Gauge> = "muster_imports", "Imports that are not done, or failed on the last day";
    sessions: Gauge = "muster_sessions", "Sessions that have not ended";
    signed_in: Gauge = "muster_users_signed_in", "Users with such a session";
    at_desk: Family<InLane, Gauge> = "muster_password_desk_waiting", "Passwords that wait to be checked";
    counted_at: Gauge = "muster_counted_timestamp_seconds", "When the tables were last counted";
    cpu: Counter<f64, AtomicU64> = "process_cpu_seconds", "Processor time";
    memory: Gauge = "process_resident_memory_bytes", "Memory in use";
    open_files: Gauge = "process_open_fds", "Open files and connections";
    most_files: Gauge = "process_max_fds", "How many files the process can open";
    threads: Gauge = "process_threads", "Threads";
    started_at: Seconds = "process_start_time_seconds", "When the process started";
}
