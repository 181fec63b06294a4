//! The second factor of an account, as its user sees it.
use crate::{ids::PasskeyId, text, text_type, time::Timestamp};
use serde::{Deserialize, Serialize};

/// How many passkeys an account may have.
pub const MAX_PASSKEYS: usize = 10;

text_type! {
    /// What its owner calls a passkey.
    PasskeyName, text::line, Name, 60
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorView {
    /// Whether the user's type demands one.
    pub is_demanded: bool,
    pub app: AuthenticatorApp,
    /// In the order in which they were added.
    pub passkeys: Vec<PasskeyRow>,
    /// Whether browsers have passkeys for the portal's address.
    pub takes_passkeys: bool,
    /// Recovery codes that were not used yet.
    pub codes_left: i64,
    /// The recovery codes, until the user says that they are saved.
    pub new_codes: Vec<String>,
}

impl SecondFactorView {
    /// Whether signing in takes more than the password.
    pub fn is_on(&self) -> bool {
        !self.passkeys.is_empty() || matches!(self.app, AuthenticatorApp::On { .. })
    }
}

/// An app that shows codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthenticatorApp {
    Off,
    /// No code has confirmed it yet.
    SettingUp {
        /// As it is typed into an app.
        secret: String,
    },
    On {
        since: Timestamp,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub name: String,
    pub added_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// What the second step of signing in can take, in addition to recovery codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInFactors {
    /// Codes of an app.
    pub app: bool,
    pub passkeys: bool,
}
