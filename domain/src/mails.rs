//! E-mails that the portal sends.
use crate::{ids::MailId, string_enum::string_enum, time::Timestamp};
use serde::{Deserialize, Serialize};

/// The state of a mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    #[default]
    Waiting,
    Sent,
    /// The last attempt failed, or the mail is too old to be sent.
    Failed,
}

string_enum!(MailState {
    Waiting = "waiting", "Waiting";
    Sent = "sent", "Sent";
    Failed = "failed", "Not sent";
});

/// A row of the mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: MailId,
    pub recipient: String,
    pub subject: String,
    /// `None` if it contains a one-time link, which a reader could use.
    pub text: Option<String>,
    pub state: MailState,
    pub created_at: Timestamp,
}

/// Attempts before a mail is given up.
pub const MAX_TRIES: i64 = 8;
/// A mail that could not be sent for this many days is given up, so that old news is not sent on
/// the day a mail server is set up.
pub const SENDABLE_DAYS: i64 = 2;
/// Days a mail is kept in the mailbox.
pub const KEPT_DAYS: i64 = 30;

/// Seconds until the next attempt after `tries`: a minute, doubling, up to six hours.
pub const fn pause(attempts: i64) -> i64 {
    let doubled = if attempts < 9 { 60 << attempts } else { 21_600 };
    if doubled < 21_600 { doubled } else { 21_600 }
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn the_pause_between_attempts_doubles_up_to_six_hours() {
        assert_eq!([pause(0), pause(1), pause(4)], [60, 120, 960]);
        assert_eq!([pause(9), pause(60)], [21_600, 21_600]);
    }
}
