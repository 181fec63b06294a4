//! Verifies the signature of an event: `t=<seconds>,v1=<HMAC-SHA256 of "t.body">`, no older than
//! five minutes (<https://docs.stripe.com/webhooks#verify-manually>).
use data_encoding::HEXLOWER_PERMISSIVE;
use domain::time::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// In seconds, before and after now.
const TOLERANCE: i64 = 300;

/// Whether the signature is valid. The comparison takes constant time.
pub fn is_right(secret: &str, header: &str, body: &[u8], now: Timestamp) -> bool {
    let parts = || {
        header
            .split(',')
            .filter_map(|part| part.trim().split_once('='))
    };
    let Some(at) = parts().find_map(|(name, value)| (name == "t").then_some(value)) else {
        return false;
    };
    let Ok(seconds) = at.parse::<i64>() else {
        return false;
    };
    if (now.0 / 1000).abs_diff(seconds) > TOLERANCE.unsigned_abs() {
        return false;
    }
    // There are two signatures while a secret is being rotated.
    parts()
        .filter(|(name, _)| *name == "v1")
        .filter_map(|(_, hex)| HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok())
        .any(|signature| {
            Hmac::<Sha256>::new_from_slice(secret.as_bytes()).is_ok_and(|mut mac| {
                mac.update(at.as_bytes());
                mac.update(b".");
                mac.update(body);
                mac.verify_slice(&signature).is_ok()
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    fn signed(secret: &str, at: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(at.to_string().as_bytes());
        mac.update(b".");
        mac.update(body);
        let hex = HEXLOWER_PERMISSIVE.encode(&mac.finalize().into_bytes());
        format!("t={at},v1={hex}")
    }

    #[test]
    fn only_a_fresh_signature_of_this_body_is_valid() {
        let seconds = NOW.0 / 1000;
        let right = signed("whsec", seconds, b"{}");
        assert!(is_right("whsec", &right, b"{}", NOW));
        assert!(!is_right("whsec", &right, b"{ }", NOW), "another body");
        assert!(!is_right("other", &right, b"{}", NOW), "another secret");
        for (at, fresh) in [(-300, true), (-301, false), (300, true), (301, false)] {
            let header = signed("whsec", seconds + at, b"{}");
            assert_eq!(is_right("whsec", &header, b"{}", NOW), fresh, "{at}");
        }
        let moved = right.replace(&format!("t={seconds}"), &format!("t={}", seconds - 1));
        assert!(!is_right("whsec", &moved, b"{}", NOW), "another moment");
        for header in ["", "t=", "v1=00", "t=x,v1=00", "nonsense"] {
            assert!(!is_right("whsec", header, b"{}", NOW), "{header}");
        }
    }

    #[test]
    fn one_of_two_signatures_is_enough_while_a_secret_is_rotated() {
        let right = signed("whsec", NOW.0 / 1000, b"{}");
        let (at, v1) = right.split_once(',').unwrap();
        let header = format!("{at},v1=00ff,{v1},v0=abc");
        assert!(is_right("whsec", &header, b"{}", NOW));
    }
}
