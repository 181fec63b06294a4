//! The settings of the command line: secrets from files, and connections that are checked.
use super::support::Place;

const MIGRATE: [&str; 3] = ["migrate", "--data", "."];

#[test]
fn a_secret_is_read_from_its_file() {
    let place = Place::new();
    let file = |name: &str, text: &str| {
        let path = place.path(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let digits = "ab".repeat(32);
    let good = file("good", &format!("{digits}\n"));
    place.done(&MIGRATE, &[("MUSTER_SECRET_FILE", &good)]);
    assert!(!place.path("secret").exists(), "it was given");
    let bad = file("bad", "not digits");
    let told = place.refused(2, &MIGRATE, &[("MUSTER_SECRET_FILE", &bad)]);
    assert!(told.contains("is not 64 hexadecimal digits"), "{told}");
    let empty = file("empty", "\n");
    let told = place.refused(2, &MIGRATE, &[("MUSTER_SECRET_FILE", &empty)]);
    assert!(told.contains("empty"), "{told}");
    let both = [("MUSTER_SECRET_FILE", &*good), ("MUSTER_SECRET", &*digits)];
    let told = place.refused(2, &MIGRATE, &both);
    assert!(
        told.contains("MUSTER_SECRET and MUSTER_SECRET_FILE are both set"),
        "{told}"
    );
}

#[test]
fn a_database_elsewhere_has_to_prove_who_it_is() {
    let place = Place::new();
    let url = ("DATABASE_URL", "postgres://muster@db.invalid/muster");
    let told = place.refused(2, &MIGRATE, &[url]);
    assert!(told.contains("sslmode=verify-full"), "{told}");
    // With a network that is trusted it gets as far as looking for the machine.
    let told = place.refused(1, &MIGRATE, &[url, ("MUSTER_TRUST_NETWORK", "true")]);
    assert!(told.contains("cannot open the database"), "{told}");
}
