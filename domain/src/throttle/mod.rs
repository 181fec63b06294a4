//! Rate limits: how repeated attempts are slowed down.
mod limits;
mod source;

pub use limits::*;
pub use source::Source;

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The seconds to wait before the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryAfter {
    pub seconds: i64,
}

/// The rate limit of one kind of attempt for one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Attempts before the first wait.
    pub free_attempts: i64,
    /// After this many attempts in a row comes a lockout of [`RateLimit::lockout_seconds`].
    pub max_attempts: i64,
    pub lockout_seconds: i64,
    /// Attempts are reset after this long without one.
    pub reset_seconds: i64,
}

/// The maximum seconds between two attempts before the lockout.
const LONGEST_WAIT: i64 = 300;

/// By how many seconds the clocks of machines that share a database may differ. What is later than
/// that was written while a clock was wrong.
pub const CLOCKS_DIFFER: i64 = 3_600;

impl RateLimit {
    /// The wait after `tries` attempts in a row, the last at `last`: doubling from one second up
    /// to five minutes, then the lockout. There is no wait before that, even if `last` is later
    /// than `now`, because another request may have begun later and been quicker; and none for what
    /// was attempted while the clock was wrong.
    pub fn wait(self, attempts: i64, last: Timestamp, now: Timestamp) -> Option<RetryAfter> {
        if attempts < self.free_attempts || last > now.plus_seconds(CLOCKS_DIFFER) {
            return None;
        }
        let delay = if attempts >= self.max_attempts {
            self.lockout_seconds
        } else {
            (1_i64 << (attempts - self.free_attempts).min(9)).min(LONGEST_WAIT)
        };
        let left = last.plus_seconds(delay).0 - now.0;
        (left > 0).then(|| RetryAfter {
            seconds: (left + 999) / 1000,
        })
    }

    pub fn forgotten(self, last: Timestamp, now: Timestamp) -> bool {
        last.plus_seconds(self.reset_seconds) <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_until_the_lockout() {
        let now = Timestamp(0);
        let after = |attempts| {
            SIGN_IN_ACCOUNT
                .wait(attempts, now, now)
                .map(|wait| wait.seconds)
        };
        assert_eq!(after(4), None);
        assert_eq!(after(5), Some(1));
        assert_eq!(after(8), Some(8));
        assert_eq!(after(39), Some(300));
        assert_eq!(after(40), Some(86_400));
    }

    #[test]
    fn concurrent_attempts_do_not_wait_for_each_other() {
        let (now, later) = (Timestamp(1_000), Timestamp(1_005));
        assert_eq!(SIGN_IN_ADDRESS.wait(99, later, now), None);
    }

    #[test]
    fn attempts_of_a_wrong_clock_hold_nobody() {
        let wait = |last| SIGN_IN_ACCOUNT.wait(40, Timestamp(last), Timestamp(0));
        assert_eq!(wait(86_400_000), None);
        assert!(wait(3_600_000).is_some());
    }

    #[test]
    fn attempts_are_reset_after_a_long_wait() {
        let last = Timestamp(0);
        assert_eq!(
            SIGN_IN_ACCOUNT.wait(6, last, Timestamp(1_500)),
            Some(RetryAfter { seconds: 1 })
        );
        assert_eq!(SIGN_IN_ACCOUNT.wait(6, last, Timestamp(2_000)), None);
        assert!(SIGN_IN_ACCOUNT.forgotten(last, Timestamp(86_400_000)));
    }
}
