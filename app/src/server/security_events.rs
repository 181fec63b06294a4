//! What those who watch over a portal want to see: attempts that were refused.
use domain::{ids::UserId, throttle::Source};
use std::sync::atomic::{AtomicU64, Ordering};

/// Each kind with its code in the log and in the metrics, and what docs/operating/monitor.md says of it.
macro_rules! security_events {
    ($($kind:ident = $code:literal, $meaning:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SecurityEvent {
            $(#[doc = $meaning] $kind,)*
        }

        impl SecurityEvent {
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$kind => $code,)*
                }
            }

            pub const fn meaning(self) -> &'static str {
                match self {
                    $(Self::$kind => $meaning,)*
                }
            }

            /// How many there were since this process started.
            pub fn count(self) -> u64 {
                self.counter().load(Ordering::Relaxed)
            }

            fn counter(self) -> &'static AtomicU64 {
                match self {
                    $(Self::$kind => {
                        static COUNT: AtomicU64 = AtomicU64::new(0);
                        &COUNT
                    })*
                }
            }
        }
    };
}

security_events! {
    SignInFailed = "sign_in_failed", "a wrong password or code, or a login that does not exist";
    WrongGuess = "wrong_guess",
        "a wrong group key, coupon or own password, or a wrong code of someone who is signed in";
    Unreadable = "unreadable", "a request that no page of the portal sends, or that cannot be read";
    ForgedEvent = "forged_event", "a payment event without the provider’s signature";
    PasskeyCopied = "passkey_copied", "a passkey whose counter went back: a copy of it may be in use";
    Forbidden = "forbidden", "an action or page without the permission";
    NotFound = "not_found", "something that does not exist, or that is out of the caller’s reach";
    RateLimited = "rate_limited", "too many attempts";
    OriginRefused = "origin_refused", "a request that another site caused";
    HostRefused = "host_refused", "a request to a host that is not the portal’s";
    ConnectionRefused = "connection_refused", "more connections than a source may have";
}

/// Logs one, under the target `security`, and counts it. The account is the one that was asked for where
/// someone signs in, and the caller's everywhere else; `path` has no token. What was typed is never in it:
/// it may be a password in the wrong field.
pub fn note(kind: SecurityEvent, source: Source, account: Option<UserId>, path: &str) {
    kind.counter().fetch_add(1, Ordering::Relaxed);
    tracing::warn!(
        target: "security",
        kind = kind.code(),
        source = %source,
        account = account.map(|account| account.0),
        path,
        "refused"
    );
}
