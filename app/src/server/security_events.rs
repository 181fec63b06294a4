//! What those who watch over a portal want to see: attempts that were refused.
use domain::{ids::UserId, throttle::Source};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecurityEvent {
    /// A wrong password, or a login that does not exist.
    SignInFailed,
    /// A wrong group key, coupon or own password, or a wrong code of someone who is signed in.
    WrongGuess,
    /// A request that no page of the portal sends, or that cannot be read.
    Unreadable,
    /// A payment event without the provider's signature.
    ForgedEvent,
    /// A passkey whose counter went back.
    PasskeyCopied,
    /// An action or page without the permission.
    Forbidden,
    /// Something that does not exist, or that is out of the caller's reach.
    NotFound,
    /// Too many attempts.
    RateLimited,
    /// A request that another site caused.
    OriginRefused,
    /// A request to a host that is not the portal's.
    HostRefused,
    /// More connections than a source may have.
    ConnectionRefused,
}

impl SecurityEvent {
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignInFailed => "sign_in_failed",
            Self::WrongGuess => "wrong_guess",
            Self::Unreadable => "unreadable",
            Self::ForgedEvent => "forged_event",
            Self::PasskeyCopied => "passkey_copied",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::RateLimited => "rate_limited",
            Self::OriginRefused => "origin_refused",
            Self::HostRefused => "host_refused",
            Self::ConnectionRefused => "connection_refused",
        }
    }
}

/// Logs one, under the target `security`. The account is the one that was asked for where someone signs
/// in, and the caller's everywhere else; `path` has no token. What was typed is never in it: it may be
/// a password in the wrong field.
pub fn note(kind: SecurityEvent, source: Source, account: Option<UserId>, path: &str) {
    tracing::warn!(
        target: "security",
        kind = kind.code(),
        source = %source,
        account = account.map(|account| account.0),
        path,
        "refused"
    );
}
