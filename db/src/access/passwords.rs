//! Hashing and checking passwords: argon2id.
use crate::Error;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::users::Password;
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Each check takes 19 MiB and a processor for tens of milliseconds. A wave of sign-ins queues
/// here instead of exhausting the machine.
static DESKS: Semaphore = Semaphore::const_new(3);

/// A hash that no password matches. It is checked if the user does not exist, so that the
/// response takes as long as for an existing one.
const DUMMY_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEhIQ$\
                      Tm8gcGFzc3dvcmQgaGFzIHRoaXMgaGFzaCBhdCBhbGw";

/// Hashes with argon2id at OWASP's first recommendation (19 MiB, 2 passes, 1 lane), on a
/// thread where blocking is allowed.
///
/// # Errors
/// [`Error::Secret`] if the system has no randomness or memory left.
pub async fn hash(password: Password) -> Result<String, Error> {
    let _desk = DESKS.acquire().await.map_err(|_| Error::Secret)?;
    spawn_blocking(move || {
        argon2()?
            .hash_password(password.expose().as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|_| Error::Secret)
    })
    .await
    .map_err(|_| Error::Secret)?
}

/// Whether `password` matches `hash`; never without a hash, after the same amount of work.
///
/// # Errors
/// [`Error::Secret`] if the work could not be done.
pub(crate) async fn verify(password: &str, hash: Option<String>) -> Result<bool, Error> {
    let _desk = DESKS.acquire().await.map_err(|_| Error::Secret)?;
    let password = password.to_owned();
    spawn_blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| DUMMY_HASH.to_owned());
        let parsed =
            PasswordHash::new(&hash).map_err(|_| Error::InvalidData("users.password_hash"))?;
        let right = argon2()?
            .verify_password(password.as_bytes(), &parsed)
            .is_ok();
        Ok(right && known)
    })
    .await
    .map_err(|_| Error::Secret)?
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(19_456, 2, 1, None).map_err(|_| Error::Secret)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[tokio::test]
    async fn a_password_opens_its_hash_and_no_other_does() {
        let password = Password::parse("correct horse battery", "ana").unwrap();
        let hashed = hash(password).await.unwrap();
        assert!(
            hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hashed}"
        );
        assert!(
            verify("correct horse battery", Some(hashed.clone()))
                .await
                .unwrap()
        );
        assert!(!verify("correct horse batterz", Some(hashed)).await.unwrap());
    }

    /// The response for an unknown login must not be faster: the check really runs.
    #[tokio::test]
    async fn an_unknown_login_takes_as_long_as_a_known_one() {
        let hashed = hash(Password::parse("correct horse", "ana").unwrap())
            .await
            .unwrap();
        let mut quickest = [Duration::MAX; 2];
        for _ in 0..5 {
            for (place, hash) in [Some(hashed.clone()), None].into_iter().enumerate() {
                let begin = Instant::now();
                assert!(!verify("wrong horse", hash).await.unwrap());
                quickest[place] = quickest[place].min(begin.elapsed());
            }
        }
        let [known, unknown] = quickest;
        // Without the work it would take a thousandth; even a busy machine is not that uneven.
        assert!(unknown * 10 > known, "{unknown:?} {known:?}");
    }
}
