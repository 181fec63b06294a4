//! Tells the program its version and the commit it is built from: `BUILT_VERSION`.
//!
//! The commit is that of `MUSTER_COMMIT`, of the archive that was unpacked, or of the git checkout; without any of them
//! there is only the version. Debug builds never ask git: each commit would compile the crate again.
use std::{env, fs, path::Path, process::Command};

/// How much of a commit's hash tells it from others.
const DIGITS: usize = 10;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=commit.txt");
    println!("cargo::rerun-if-env-changed=MUSTER_COMMIT");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let commit = env::var("MUSTER_COMMIT").ok().and_then(hash);
    let version = match commit.or_else(of_archive).or_else(of_git) {
        Some(commit) => format!("{version} ({commit})"),
        None => version,
    };
    println!("cargo::rustc-env=BUILT_VERSION={version}");
}

/// `git archive` writes the commit into the file.
fn of_archive() -> Option<String> {
    fs::read_to_string("commit.txt").ok().and_then(hash)
}

fn of_git() -> Option<String> {
    if env::var("PROFILE").is_ok_and(|profile| profile == "debug") {
        return None;
    }
    // Unpacked below another checkout, the commit would be another project's.
    let root = fs::canonicalize("..").ok()?;
    if Path::new(&git(&["rev-parse", "--show-toplevel"])?) != root {
        return None;
    }
    // Its last line changes with each commit and checkout.
    let log = git(&["rev-parse", "--git-path", "logs/HEAD"])?;
    if Path::new(&log).exists() {
        println!("cargo::rerun-if-changed={log}");
    }
    git(&["rev-parse", "HEAD"]).and_then(hash)
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let printed = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| printed.trim().to_owned())
}

fn hash(text: String) -> Option<String> {
    let text = text.trim();
    let is_hash = text.len() >= DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| text[..DIGITS].to_owned())
}
