//! The codes of an authenticator app: TOTP (RFC 6238) with SHA-1, six digits and steps of 30 seconds,
//! which every app knows.
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The bytes of a secret, as RFC 4226 recommends.
pub(super) const SECRET_BYTES: usize = 20;
const STEP_SECONDS: i64 = 30;
/// A code is taken for so many steps earlier and later: clocks differ.
const TOLERANCE: i64 = 1;
const CODES: u32 = 1_000_000;

/// Returns the step whose code was typed, if it is about now and later than `last`: so a code works
/// once.
pub(super) fn step_of(
    secret: &[u8; SECRET_BYTES],
    typed: &str,
    last: i64,
    now: Timestamp,
) -> Option<i64> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let typed: u32 = digits.parse().ok().filter(|_| digits.len() == 6)?;
    let here = now.0.div_euclid(1_000 * STEP_SECONDS);
    (here - TOLERANCE..=here + TOLERANCE)
        .filter(|step| *step > last)
        .find(|step| code(secret, *step) == typed)
}

/// The code of a step.
pub(super) fn code(secret: &[u8; SECRET_BYTES], step: i64) -> u32 {
    // A block of the hash is longer than the secret: padded as RFC 2104 says.
    let mut block = [0; 64];
    block[..SECRET_BYTES].copy_from_slice(secret);
    let mut mac = Hmac::<Sha1>::new(&block.into());
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let start = usize::from(hash[19] & 0xf);
    let four = [
        hash[start],
        hash[start + 1],
        hash[start + 2],
        hash[start + 3],
    ];
    (u32::from_be_bytes(four) & 0x7fff_ffff) % CODES
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8; SECRET_BYTES] = b"12345678901234567890";

    /// The values of RFC 6238, appendix B, as six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, right) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000_i64, 353_130),
        ] {
            assert_eq!(code(SECRET, seconds / STEP_SECONDS), right, "{seconds}");
        }
    }

    #[test]
    fn a_code_works_once_and_half_a_minute_early_or_late() {
        let now = Timestamp(59_000);
        assert_eq!(step_of(SECRET, "287 082", 0, now), Some(1));
        assert_eq!(step_of(SECRET, "287082", 1, now), None, "used");
        assert_eq!(step_of(SECRET, "287082", 0, Timestamp(89_000)), Some(1));
        assert_eq!(step_of(SECRET, "287082", 0, Timestamp(91_000)), None, "old");
        assert_eq!(step_of(SECRET, "287083", 0, now), None);
        assert_eq!(step_of(SECRET, "", 0, now), None);
        assert_eq!(step_of(SECRET, "0287082", 0, now), None);
    }
}
