//! The portal as passkeys know it: its host, and the only origin that browsers may sign for.
use std::time::Duration;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// How long a challenge counts, in seconds.
pub(super) const CEREMONY_SECONDS: u32 = 5 * 60;

/// The portal, for which browsers make passkeys.
pub struct RelyingParty(pub(super) Webauthn);

impl RelyingParty {
    /// `base_url` is the public URL; authenticators show the name of the portal. `None` where browsers have
    /// no passkeys: over plain http, except on this computer, and at an address that is a number.
    pub fn of(base_url: &str, portal: &str) -> Option<Self> {
        let origin = origin(base_url)?;
        let builder = WebauthnBuilder::new(origin.domain()?, &origin).ok()?;
        let timeout = Duration::from_secs(CEREMONY_SECONDS.into());
        let built = builder.rp_name(portal).timeout(timeout).build();
        built.ok().map(Self)
    }
}

/// Whether browsers have passkeys for this public URL.
pub fn is_possible(base_url: &str) -> bool {
    origin(base_url).is_some()
}

fn origin(base_url: &str) -> Option<Url> {
    let origin = Url::parse(base_url).ok()?;
    let host = origin.domain()?;
    let is_local = host == "localhost" || host.ends_with(".localhost");
    (origin.scheme() == "https" || is_local).then_some(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_and_https() {
        for possible in [
            "https://learn.example.org",
            "https://learn.example.org:8443",
            "http://localhost:3000",
            "http://a.localhost",
        ] {
            assert!(is_possible(possible), "{possible}");
            assert!(
                RelyingParty::of(possible, "Academy").is_some(),
                "{possible}"
            );
        }
        for not in [
            "http://learn.example.org",
            "https://192.0.2.1",
            "http://127.0.0.1:3000",
            "https://[::1]",
            "",
        ] {
            assert!(!is_possible(not), "{not}");
            assert!(RelyingParty::of(not, "Academy").is_none(), "{not}");
        }
    }
}
