//! What keeps a database safe: copies of it, what has to be true of it, and what a restored one is cleared of.
mod clock;
mod consistency;
mod contents;
mod copying;
mod counters;
mod exclusive;
mod journal;
mod restored;
mod schema;

pub use crate::access::second_factor::opens_factor;
pub use clock::{newest_moment, time_of_database};
pub use consistency::broken;
pub use contents::{Contents, Opened, contents, count_users, has_users, opens_key};
pub use copying::{check_copy, copy_to, size_of, sqlite_address, sqlite_file, users_in};
pub use counters::wrong_counters;
pub use exclusive::{ExclusiveFile, InUse};
pub use journal::{last_backup, note_backup, note_failure, try_turn};
pub use migrations::tallies::functions;
pub use restored::{Cleared, clear_restored};
pub use schema::{Schema, has_own_schema, schema, schema_of, tables_of_server, version_of_server};
