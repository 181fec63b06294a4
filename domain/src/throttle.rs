//! Rate limits: how repeated attempts are slowed down.
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

/// Signing in to one account: 100 failures in a row, from any address, then a lockout of a day.
pub const SIGN_IN_ACCOUNT: RateLimit = RateLimit {
    free_attempts: 5,
    max_attempts: 100,
    lockout_seconds: 86_400,
    reset_seconds: 86_400,
};
/// Signing in from one address, which an office may share.
pub const SIGN_IN_ADDRESS: RateLimit = RateLimit {
    free_attempts: 50,
    max_attempts: 500,
    lockout_seconds: 3_600,
    reset_seconds: 3_600,
};
/// Trying keys with one account.
pub const KEY_ACCOUNT: RateLimit = RateLimit {
    free_attempts: 5,
    max_attempts: 100,
    lockout_seconds: 86_400,
    reset_seconds: 3_600,
};
/// Trying keys from one address, which a class may share.
pub const KEY_ADDRESS: RateLimit = RateLimit {
    free_attempts: 50,
    max_attempts: 500,
    lockout_seconds: 3_600,
    reset_seconds: 3_600,
};

/// Mailing keys from one account: 500 people at a time are enough for every class, and no one's
/// inbox should be flooded.
pub const KEY_MAIL: RateLimit = RateLimit {
    free_attempts: 20,
    max_attempts: 60,
    lockout_seconds: 3_600,
    reset_seconds: 3_600,
};

/// Signing up from one address, which a class may share. Each attempt counts, because it creates
/// an account.
pub const SIGN_UP_ADDRESS: RateLimit = RateLimit {
    free_attempts: 40,
    max_attempts: 300,
    lockout_seconds: 3_600,
    reset_seconds: 3_600,
};
/// Signing up with one e-mail address: no one's inbox should be flooded.
pub const SIGN_UP_EMAIL: RateLimit = RateLimit {
    free_attempts: 3,
    max_attempts: 10,
    lockout_seconds: 86_400,
    reset_seconds: 86_400,
};
/// Requesting links for one account's e-mail address.
pub const PASSWORD_RESET_ACCOUNT: RateLimit = RateLimit {
    free_attempts: 3,
    max_attempts: 10,
    lockout_seconds: 86_400,
    reset_seconds: 86_400,
};
/// Requesting links from one address, which an office may share.
pub const PASSWORD_RESET_ADDRESS: RateLimit = RateLimit {
    free_attempts: 40,
    max_attempts: 300,
    lockout_seconds: 3_600,
    reset_seconds: 3_600,
};

/// The maximum seconds between two attempts before the lockout.
const LONGEST_WAIT: i64 = 300;

impl RateLimit {
    /// The wait after `tries` attempts in a row, the last at `last`: doubling from one second up
    /// to five minutes, then the lockout. There is no wait before that, even if `last` is later
    /// than `now`, because another request may have begun later and been quicker.
    pub fn wait(self, attempts: i64, last: Timestamp, now: Timestamp) -> Option<RetryAfter> {
        if attempts < self.free_attempts {
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
        assert_eq!(after(99), Some(300));
        assert_eq!(after(100), Some(86_400));
    }

    #[test]
    fn concurrent_attempts_do_not_wait_for_each_other() {
        let (now, later) = (Timestamp(1_000), Timestamp(1_005));
        assert_eq!(SIGN_IN_ADDRESS.wait(49, later, now), None);
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
