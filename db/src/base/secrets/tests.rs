use super::*;

#[test]
fn keys_are_decrypted_and_never_shown() {
    let secrets = Secrets::new([7; 32]);
    let key = GroupKey::parse("sales-2026").unwrap();
    let cipher = secrets.encrypt(&key).unwrap();
    assert!(!cipher.contains("sales"));
    assert_ne!(
        cipher,
        secrets.encrypt(&key).unwrap(),
        "a nonce of its own each time"
    );
    assert_eq!(secrets.decrypt(&cipher).unwrap(), key);
    assert!(matches!(
        Secrets::new([8; 32]).decrypt(&cipher),
        Err(Error::Secret)
    ));
}

#[test]
fn a_join_link_belongs_to_one_key_and_one_secret() {
    let secrets = Secrets::new([7; 32]);
    let token = secrets.link_token(KeyId(5), "abc");
    let (key, proof) = token.split_once('-').unwrap();
    assert_eq!((key, proof.len()), ("5", 22));
    assert!(secrets.is_link_proof(proof, KeyId(5), "abc"));
    assert!(!secrets.is_link_proof(proof, KeyId(6), "abc"));
    assert!(!secrets.is_link_proof(proof, KeyId(5), "abd"));
    assert!(
        !secrets.is_link_proof(&proof[..4], KeyId(5), "abc"),
        "a short guess"
    );
    assert!(!secrets.is_link_proof("", KeyId(5), "abc"));
    assert!(!Secrets::new([8; 32]).is_link_proof(proof, KeyId(5), "abc"));
}

#[test]
fn the_index_depends_on_the_secret() {
    assert_ne!(
        Secrets::new([7; 32]).lookup("SALES"),
        Secrets::new([8; 32]).lookup("SALES")
    );
}
