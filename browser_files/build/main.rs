//! Puts the browser's files into the binary of a release build.
//!
//! `MUSTER_DIST` names another folder than `dist`, whatever the profile; empty, none is put in.
mod dist;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What `trunk build` reads: a newer one of these makes `dist` stale.
const SOURCES: [&str; 7] = [
    "app",
    "domain",
    "frontend",
    "style",
    "Cargo.lock",
    "Trunk.toml",
    "package-lock.json",
];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-env-changed=MUSTER_DIST");
    match files().and_then(|files| write_list(&files)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("cargo::error={problem}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the files to put in, by their path inside the folder.
fn files() -> Result<Vec<(String, PathBuf)>, String> {
    let Some(root) = Path::new(env!("CARGO_MANIFEST_DIR")).parent() else {
        return Ok(Vec::new());
    };
    let named = env::var("MUSTER_DIST").ok();
    let folder = match named.as_deref() {
        Some("") => return Ok(Vec::new()),
        // A debug build follows the folder, and never waits for it.
        None if env::var("PROFILE").as_deref() != Ok("release") => return Ok(Vec::new()),
        Some(folder) => root.join(folder),
        None => root.join("dist"),
    };
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.join("assets.json").exists() {
        let missing = format!("the browser's files are not in {}", folder.display());
        if named.is_some() {
            return Err(format!("{missing}, which MUSTER_DIST names"));
        }
        println!(
            "cargo::warning={missing}: this binary reads them from a folder when it starts. For one file, run \
             `trunk build --release` first"
        );
        return Ok(Vec::new());
    }
    // A folder that is named is taken as it is: its sources may be elsewhere.
    let sources = if named.is_some() { &[][..] } else { &SOURCES };
    let sources: Vec<PathBuf> = sources.iter().map(|source| root.join(source)).collect();
    for source in &sources {
        println!("cargo::rerun-if-changed={}", source.display());
    }
    dist::files(&folder, &sources)
}

fn write_list(files: &[(String, PathBuf)]) -> Result<(), String> {
    let mut list = String::from("&[\n");
    for (name, path) in files {
        list.push_str(&format!("    ({name:?}, include_bytes!({path:?})),\n"));
    }
    list.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|error| error.to_string())?);
    fs::write(out.join("files.rs"), list)
        .map_err(|error| format!("cannot write the list of the browser's files: {error}"))
}
