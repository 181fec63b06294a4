//! The database for what runs without a caller. Handlers get theirs from the gate.
use crate::AppState;
use db::Db;

/// The database in the router's state, closed to all code but [`AppState::system`].
#[derive(Clone)]
pub struct SystemDb(Db);

impl From<Db> for SystemDb {
    fn from(db: Db) -> Self {
        Self(db)
    }
}

impl AppState {
    /// The database for what the portal does on its own account. A test lists the callers
    /// (`server/tests/http/authorization_matrix/system.rs`); everything done for a user asks a
    /// [`Gate`](app::server::Gate) instead.
    pub(crate) fn system(&self) -> &Db {
        &self.db.0
    }
}
