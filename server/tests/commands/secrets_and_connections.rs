//! The settings of the command line: secrets from files, and connections that are checked.
use std::{
    path::Path,
    process::{Command, Output},
};

/// `muster migrate` with these variables, in a folder of its own.
fn migrate(folder: &Path, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.arg("migrate").arg("--data").arg(folder);
    for name in [
        "DATABASE_URL",
        "MUSTER_SECRET",
        "MUSTER_TRUST_NETWORK",
        "PGHOST",
    ] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied()).output().unwrap()
}

fn refused(folder: &Path, variables: &[(&str, &str)]) -> String {
    let output = migrate(folder, variables);
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_secret_is_read_from_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let digits = "ab".repeat(32);
    let good = file("good", &format!("{digits}\n"));
    let done = migrate(folder.path(), &[("MUSTER_SECRET_FILE", &good)]);
    assert!(done.status.success(), "{done:?}");
    assert!(!folder.path().join("secret").exists(), "it was given");
    let bad = file("bad", "not digits");
    let told = refused(folder.path(), &[("MUSTER_SECRET_FILE", &bad)]);
    assert!(told.contains("is not 64 hexadecimal digits"), "{told}");
    let empty = file("empty", "\n");
    let told = refused(folder.path(), &[("MUSTER_SECRET_FILE", &empty)]);
    assert!(told.contains("empty"), "{told}");
    let both = [("MUSTER_SECRET_FILE", &*good), ("MUSTER_SECRET", &*digits)];
    let told = refused(folder.path(), &both);
    assert!(
        told.contains("MUSTER_SECRET and MUSTER_SECRET_FILE are both set"),
        "{told}"
    );
}

#[test]
fn a_database_elsewhere_has_to_prove_who_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let url = ("DATABASE_URL", "postgres://muster@db.invalid/muster");
    let told = refused(folder.path(), &[url]);
    assert!(told.contains("sslmode=verify-full"), "{told}");
    // With a network that is trusted it gets as far as looking for the machine.
    let told = refused(folder.path(), &[url, ("MUSTER_TRUST_NETWORK", "true")]);
    assert!(told.contains("cannot open the database"), "{told}");
}
