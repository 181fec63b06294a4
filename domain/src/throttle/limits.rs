//! The limits of each kind of attempt.
use super::{RateLimit, source::NETWORKS_OF_A_SITE};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// Signing in under one name, from browsers that the account never signed in with. An account has
/// two names, its login and its e-mail address, and [`SIGN_IN_KNOWN`]: 100 failures in a row in all.
pub const SIGN_IN_ACCOUNT: RateLimit = RateLimit {
    free_attempts: 5,
    max_attempts: 40,
    lockout_seconds: DAY,
    reset_seconds: DAY,
};
/// Signing in to an account from one browser that it signed in with before.
pub const SIGN_IN_DEVICE: RateLimit = RateLimit {
    free_attempts: 5,
    max_attempts: 10,
    lockout_seconds: DAY,
    reset_seconds: DAY,
};
/// Checking the password of an account from all its own browsers and sessions.
pub const SIGN_IN_KNOWN: RateLimit = RateLimit::at_most(20);
/// Typing codes of a second factor after the right password.
pub const SECOND_FACTOR: RateLimit = RateLimit {
    free_attempts: 5,
    max_attempts: 20,
    lockout_seconds: DAY,
    reset_seconds: DAY,
};
/// Failures to sign in from one address, which a school may share. See [`RateLimit::for_regulars`].
pub const SIGN_IN_ADDRESS: RateLimit = RateLimit {
    free_attempts: 100,
    max_attempts: 500,
    lockout_seconds: HOUR,
    reset_seconds: HOUR,
};
/// Failures that each account that often signs in from an address adds to what is free there.
const SLIPS_OF_A_REGULAR: i64 = 2;
/// How long an account counts as one of an address, in days.
pub const REGULAR_DAYS: i64 = 30;

/// Trying keys with one account.
pub const KEY_ACCOUNT: RateLimit = RateLimit {
    free_attempts: 5,
    max_attempts: 100,
    lockout_seconds: DAY,
    reset_seconds: HOUR,
};
/// Typing keys for one's own groups, which shows whether another group has the key.
pub const KEY_TYPED: RateLimit = RateLimit {
    free_attempts: 20,
    max_attempts: 100,
    lockout_seconds: DAY,
    reset_seconds: HOUR,
};
/// Comparing keys with one account, through all doors.
pub const KEY_ACCOUNT_DAY: RateLimit = RateLimit::at_most(300);
/// Trying keys from one address, as a guest or with accounts that guests made without a key.
pub const KEY_ADDRESS: RateLimit = RateLimit {
    free_attempts: 30,
    max_attempts: 500,
    lockout_seconds: HOUR,
    reset_seconds: HOUR,
};
/// Trying keys from one address with all accounts that guests made with a valid key.
pub const KEY_ADDRESS_INVITED: RateLimit = RateLimit::at_most(400);
/// Trying coupons with one account.
pub const COUPON_ACCOUNT: RateLimit = KEY_ACCOUNT;

/// Mailing keys from one account: 500 people at a time are enough for every class, and no one's
/// inbox should be flooded.
pub const KEY_MAIL: RateLimit = RateLimit {
    free_attempts: 20,
    max_attempts: 60,
    lockout_seconds: HOUR,
    reset_seconds: HOUR,
};

/// Signing up without a valid key from one address. Each attempt counts, because it creates an
/// account, until its e-mail address is confirmed.
pub const SIGN_UP_ADDRESS: RateLimit = RateLimit {
    free_attempts: 40,
    max_attempts: 300,
    lockout_seconds: HOUR,
    reset_seconds: HOUR,
};
/// Signing up with one e-mail address: no one's inbox should be flooded.
pub const SIGN_UP_EMAIL: RateLimit = RateLimit {
    free_attempts: 3,
    max_attempts: 10,
    lockout_seconds: DAY,
    reset_seconds: DAY,
};
/// Choosing a login that is taken, with one link that was mailed to sign up.
pub const SIGN_UP_LOGIN: RateLimit = RateLimit {
    free_attempts: 10,
    max_attempts: 30,
    lockout_seconds: DAY,
    reset_seconds: DAY,
};
/// Requesting links under one name of an account, which has two.
pub const PASSWORD_RESET_ACCOUNT: RateLimit = RateLimit {
    free_attempts: 3,
    max_attempts: 5,
    lockout_seconds: DAY,
    reset_seconds: DAY,
};
/// Requesting links from one address, which an office may share.
pub const PASSWORD_RESET_ADDRESS: RateLimit = RateLimit {
    free_attempts: 40,
    max_attempts: 300,
    lockout_seconds: HOUR,
    reset_seconds: HOUR,
};

impl RateLimit {
    /// So many attempts without a wait, then none until a day has passed without one: never more
    /// in any 24 hours.
    const fn at_most(attempts: i64) -> Self {
        Self {
            free_attempts: attempts,
            max_attempts: attempts,
            lockout_seconds: DAY,
            reset_seconds: DAY,
        }
    }

    /// Returns the limit of an address from which so many accounts signed in lately: each may
    /// mistype, too.
    #[must_use]
    pub const fn for_regulars(self, accounts: i64) -> Self {
        self.with_more(accounts * SLIPS_OF_A_REGULAR)
    }

    /// Returns the limit of a site, which has many networks.
    #[must_use]
    pub(super) const fn for_site(self) -> Self {
        self.with_more(self.free_attempts * (NETWORKS_OF_A_SITE - 1))
    }

    const fn with_more(self, attempts: i64) -> Self {
        Self {
            free_attempts: self.free_attempts + attempts,
            max_attempts: self.max_attempts + attempts,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    /// The most attempts that fit into a day, with every pause that could pay.
    fn most_in_a_day(limit: RateLimit) -> i64 {
        let in_cycles_of = |attempts: i64| {
            let (mut now, mut last, mut made, mut counted) = (Timestamp(0), Timestamp(0), 0, 0);
            loop {
                if counted == attempts || limit.forgotten(last, now) {
                    now = Timestamp(now.0.max(last.plus_seconds(limit.reset_seconds).0));
                    counted = 0;
                }
                if let Some(wait) = limit.wait(counted, last, now) {
                    now = now.plus_seconds(wait.seconds);
                    continue;
                }
                if now >= Timestamp(DAY * 1_000) {
                    return made;
                }
                (last, made, counted) = (now, made + 1, counted + 1);
            }
        };
        (1..=limit.max_attempts + 1)
            .map(in_cycles_of)
            .max()
            .unwrap_or_default()
    }

    /// What the acceptance of a school behind one address allows.
    #[test]
    fn guessing_keys_and_passwords_costs_what_it_should() {
        assert!(most_in_a_day(KEY_ACCOUNT_DAY) <= 306);
        let guests = most_in_a_day(KEY_ADDRESS);
        let all = guests + most_in_a_day(KEY_ADDRESS_INVITED);
        assert!(guests >= 700 && all <= 1_370, "{guests}, {all}");
        let in_a_row = 2 * SIGN_IN_ACCOUNT.max_attempts + SIGN_IN_KNOWN.max_attempts;
        let device = SIGN_IN_DEVICE.max_attempts;
        assert!(in_a_row <= 100 && device < SIGN_IN_KNOWN.max_attempts);
    }
}
