//! The portal's secret and what is derived from it: the index and the encryption of group keys,
//! and tokens.
#[cfg(test)]
mod tests;

use crate::Error;
use chacha20poly1305::{
    ChaCha20Poly1305, Key, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use domain::{
    ids::{KeyId, UserId},
    keys::GroupKey,
};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// Bytes of proof after the key's id in a join link's token: 128 bits.
const LINK_BYTES: usize = 16;

/// Derived from the 32 bytes in `MUSTER_SECRET` or the secret file. Losing them loses the texts
/// of the group keys; changing them makes every key unusable.
#[derive(Clone)]
pub struct Secrets {
    index: [u8; 32],
    cipher: [u8; 32],
    flash: [u8; 32],
    import: [u8; 32],
    link: [u8; 32],
    device: [u8; 32],
    cursor: [u8; 32],
    factor: [u8; 32],
    form: [u8; 32],
}

impl Secrets {
    pub fn new(secret: [u8; 32]) -> Self {
        Self {
            index: derive(&secret, b"muster group key index v1"),
            cipher: derive(&secret, b"muster group key cipher v1"),
            flash: derive(&secret, b"muster flash cipher v1"),
            import: derive(&secret, b"muster import cipher v1"),
            link: derive(&secret, b"muster join link v1"),
            device: derive(&secret, b"muster device cookie v1"),
            cursor: derive(&secret, b"muster cursor v1"),
            factor: derive(&secret, b"muster second factor v1"),
            form: derive(&secret, b"muster sent form v1"),
        }
    }

    /// The HMAC by which a normalized key is found.
    pub(crate) fn lookup(&self, folded: &str) -> String {
        HEXLOWER.encode(&mac(&self.index, folded.as_bytes()))
    }

    pub(crate) fn encrypt(&self, key: &GroupKey) -> Result<String, Error> {
        seal(&self.cipher, key.as_str(), "")
    }

    pub(crate) fn decrypt(&self, cipher: &str) -> Result<GroupKey, Error> {
        GroupKey::parse(&open(&self.cipher, cipher, "")?).map_err(|_| Error::Secret)
    }

    /// The token of a key's join link: the key's id, and 128 bits made from its row. It is not
    /// stored, and stops working when the key is rotated.
    pub(crate) fn link_token(&self, key: KeyId, lookup: &str) -> String {
        let proof = mac(&self.link, link_message(key, lookup).as_bytes());
        format!("{key}-{}", BASE64URL_NOPAD.encode(&proof[..LINK_BYTES]))
    }

    /// Whether `proof`, the part after the key's id in a token, belongs to this row.
    pub(crate) fn is_link_proof(&self, proof: &str, key: KeyId, lookup: &str) -> bool {
        let Ok(proof) = BASE64URL_NOPAD.decode(proof.as_bytes()) else {
            return false;
        };
        // Compared in constant time wherever they differ; shorter proofs would be easier to
        // guess.
        let mut right = keyed(&self.link);
        right.update(link_message(key, lookup).as_bytes());
        proof.len() == LINK_BYTES && right.verify_truncated_left(&proof).is_ok()
    }

    /// Proves, in a browser's cookie, that an account signed in with it.
    pub(crate) fn device_proof(&self, message: &str) -> String {
        BASE64URL_NOPAD.encode(&mac(&self.device, message.as_bytes()))
    }

    /// Whether `proof` is the one of this message. Compared in constant time.
    pub(crate) fn is_device_proof(&self, proof: &str, message: &str) -> bool {
        let Ok(proof) = BASE64URL_NOPAD.decode(proof.as_bytes()) else {
            return false;
        };
        let mut right = keyed(&self.device);
        right.update(message.as_bytes());
        right.verify_slice(&proof).is_ok()
    }

    /// `purpose` is authenticated, too: what was sealed for one cannot be opened for another.
    pub(crate) fn seal_flash(&self, body: &str, purpose: &str) -> Result<String, Error> {
        seal(&self.flash, body, purpose)
    }

    pub(crate) fn open_flash(&self, sealed: &str, purpose: &str) -> Result<String, Error> {
        open(&self.flash, sealed, purpose)
    }

    /// Encrypts something of a second factor. What was sealed for one purpose, such as one account, cannot
    /// be opened for another.
    pub(crate) fn seal_factor(&self, text: &str, purpose: &str) -> Result<String, Error> {
        seal(&self.factor, text, purpose)
    }

    pub(crate) fn open_factor(&self, sealed: &str, purpose: &str) -> Result<String, Error> {
        open(&self.factor, sealed, purpose)
    }

    /// The HMAC that is stored of a recovery code, which is too short for a plain hash.
    pub(crate) fn recovery_hash(&self, user: UserId, code: &str) -> String {
        let message = format!("recovery:{user}:{code}");
        HEXLOWER.encode(&mac(&self.factor, message.as_bytes()))
    }

    /// The account's handle in passkeys, which says nothing about it.
    pub(crate) fn passkey_handle(&self, user: UserId) -> [u8; 32] {
        mac(&self.factor, format!("passkey:{user}").as_bytes())
    }

    /// Seals a position in the list `list`. The same one is always the same text, so that links of a
    /// page do not change while it is read: its nonce is made from what is sealed.
    pub(crate) fn seal_cursor(&self, position: &str, list: &str) -> Result<String, Error> {
        let message = format!("{list} {position}");
        let mut nonce = [0; 12];
        nonce.copy_from_slice(&mac(&self.cursor, message.as_bytes())[..12]);
        let sealed = seal_with(&self.cursor, nonce, position.as_bytes(), list)?;
        Ok(BASE64URL_NOPAD.encode(&sealed))
    }

    pub(crate) fn open_cursor(&self, sealed: &str, list: &str) -> Result<String, Error> {
        open(&self.cursor, sealed, list)
    }

    /// The HMAC by which a form that was sent is known: it may contain a password.
    pub(crate) fn form_mark(&self, message: &str) -> String {
        HEXLOWER.encode(&mac(&self.form, message.as_bytes()))
    }

    /// Encrypts something of a list that was uploaded.
    pub(crate) fn seal_import(&self, plain: &[u8]) -> Result<Vec<u8>, Error> {
        seal_bytes(&self.import, plain, "")
    }

    pub(crate) fn open_import(&self, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        open_bytes(&self.import, sealed, "")
    }

    /// As [`Self::seal_import`], as a text.
    pub(crate) fn seal_import_text(&self, plain: &str) -> Result<String, Error> {
        seal(&self.import, plain, "")
    }

    pub(crate) fn open_import_text(&self, sealed: &str) -> Result<String, Error> {
        open(&self.import, sealed, "")
    }
}

fn seal(key: &[u8; 32], text: &str, purpose: &str) -> Result<String, Error> {
    Ok(BASE64URL_NOPAD.encode(&seal_bytes(key, text.as_bytes(), purpose)?))
}

fn seal_bytes(key: &[u8; 32], plain: &[u8], purpose: &str) -> Result<Vec<u8>, Error> {
    seal_with(key, random()?, plain, purpose)
}

fn seal_with(
    key: &[u8; 32],
    nonce: [u8; 12],
    plain: &[u8],
    purpose: &str,
) -> Result<Vec<u8>, Error> {
    let sealed = ChaCha20Poly1305::new(&Key::from(*key))
        .encrypt(
            &Nonce::from(nonce),
            Payload {
                msg: plain,
                aad: purpose.as_bytes(),
            },
        )
        .map_err(|_| Error::Secret)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(key: &[u8; 32], cipher: &str, purpose: &str) -> Result<String, Error> {
    let bytes = BASE64URL_NOPAD
        .decode(cipher.as_bytes())
        .map_err(|_| Error::Secret)?;
    String::from_utf8(open_bytes(key, &bytes, purpose)?).map_err(|_| Error::Secret)
}

fn open_bytes(key: &[u8; 32], bytes: &[u8], purpose: &str) -> Result<Vec<u8>, Error> {
    let (nonce, sealed) = bytes.split_first_chunk::<12>().ok_or(Error::Secret)?;
    ChaCha20Poly1305::new(&Key::from(*key))
        .decrypt(
            &Nonce::from(*nonce),
            Payload {
                msg: sealed,
                aad: purpose.as_bytes(),
            },
        )
        .map_err(|_| Error::Secret)
}

/// A random token of 256 bits, as text.
///
/// # Errors
/// The system has no randomness left.
pub fn token() -> Result<String, Error> {
    Ok(BASE64URL_NOPAD.encode(&random::<32>()?))
}

/// A group key from 65 random bits.
///
/// # Errors
/// The system has no randomness left.
pub fn generate_key() -> Result<GroupKey, Error> {
    Ok(GroupKey::from_random(random()?))
}

/// The SHA-256 that is stored of a token. A token has 256 bits, so no slow hash is needed.
pub(crate) fn token_hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::Secret)?;
    Ok(bytes)
}

fn derive(secret: &[u8; 32], purpose: &[u8]) -> [u8; 32] {
    mac(secret, purpose)
}

fn link_message(key: KeyId, lookup: &str) -> String {
    format!("{key}:{lookup}")
}

fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut mac = keyed(key);
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    // Pads a shorter key with zeros to the block's length (RFC 2104) by hand, so that no length
    // can be rejected.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    Hmac::<Sha256>::new(&block.into())
}
