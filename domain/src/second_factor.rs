//! The second factor of an account, as its user sees it.
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorView {
    /// Whether the user's type demands one.
    pub is_demanded: bool,
    pub state: SecondFactorState,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondFactorState {
    Off,
    /// No code has confirmed it yet.
    SettingUp {
        /// As it is typed into an app.
        secret: String,
    },
    On {
        since: Timestamp,
        /// Recovery codes that were not used yet.
        codes_left: i64,
        /// The recovery codes, until the user says that they are saved.
        new_codes: Vec<String>,
    },
}
