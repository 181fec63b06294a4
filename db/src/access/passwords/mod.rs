//! Hashing and checking passwords: argon2id.
mod desk;
mod guessable;
mod lane;

pub use desk::{Waiter, Waiting};
pub(crate) use guessable::AcceptedPassword;

use crate::Error;
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, PasswordHash, Salt},
};
use desk::{BLOCKS, Desk, WAITER};

/// With [`BLOCKS`] OWASP's first recommendation: 19 MiB, 2 passes, 1 lane.
const PASSES: u32 = 2;
/// In bytes.
const OUTPUT: usize = 32;

/// A hash that no password matches. It is checked if the user does not exist, so that the
/// response takes as long as for an existing one.
const DUMMY_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEhIQ$\
                      Tm8gcGFzc3dvcmQgaGFzIHRoaXMgaGFzaCBhdCBhbGw";

/// Does what needs a password for this visitor, who has a place of their own in the line.
pub async fn serve<T>(visitor: Waiter, task: impl Future<Output = T>) -> T {
    WAITER.scope(visitor, task).await
}

/// Returns how many wait to have a password checked.
pub fn waiting() -> Waiting {
    Desk::open().waiting()
}

/// Hashes with argon2id at the desk.
///
/// # Errors
/// [`Error::Overloaded`] if too many wait; [`Error::Secret`] if the system has no randomness left.
pub(crate) async fn hash(password: AcceptedPassword) -> Result<String, Error> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| Error::Secret)?;
    let made = Desk::open().work(move |blocks| {
        let output = hash_into(password.expose(), &salt, blocks)?;
        let params = params()?;
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: (&params).try_into().map_err(|_| Error::Secret)?,
            salt: Some(Salt::new(&salt).map_err(|_| Error::Secret)?),
            hash: Some(Output::new(&output).map_err(|_| Error::Secret)?),
        };
        Ok(hash.to_string())
    });
    made.await?
}

/// Whether `password` matches `hash`; never without a hash, after the same amount of work.
///
/// # Errors
/// [`Error::Overloaded`] if too many wait; [`Error::InvalidData`] for a hash that is none of
/// [`hash`].
pub(crate) async fn verify(password: &str, hash: Option<String>) -> Result<bool, Error> {
    let password = password.to_owned();
    let checked = Desk::open().work(move |blocks| {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| DUMMY_HASH.to_owned());
        let invalid = || Error::InvalidData("users.password_hash");
        let parsed = PasswordHash::new(&hash).map_err(|_| invalid())?;
        let (Some(salt), Some(right)) = (parsed.salt, parsed.hash) else {
            return Err(invalid());
        };
        let output = hash_into(&password, salt.as_ref(), blocks)?;
        // Compared in constant time.
        Ok(Output::new(&output).is_ok_and(|output| output == right) && known)
    });
    checked.await?
}

fn hash_into(password: &str, salt: &[u8], blocks: &mut [Block]) -> Result<[u8; OUTPUT], Error> {
    let mut output = [0; OUTPUT];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params()?)
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut output, blocks)
        .map_err(|_| Error::Secret)?;
    Ok(output)
}

fn params() -> Result<Params, Error> {
    let kibibytes = u32::try_from(BLOCKS).map_err(|_| Error::Secret)?;
    Params::new(kibibytes, PASSES, 1, Some(OUTPUT)).map_err(|_| Error::Secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::users::Password;
    use std::time::{Duration, Instant};

    fn accepted(password: &str) -> AcceptedPassword {
        AcceptedPassword::check(Password::parse(password, "ana").unwrap(), &[]).unwrap()
    }

    #[tokio::test]
    async fn a_password_opens_its_hash_and_no_other_does() {
        let hashed = hash(accepted("correct horse battery")).await.unwrap();
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
        let hashed = hash(accepted("correct horse")).await.unwrap();
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
