//! What reads the database without a caller: everything else has to ask the gate.
use std::path::{Path, PathBuf};

/// Every function that calls `AppState::system`. One that acts for a user does not belong here: it
/// extracts a `Gate`.
const CALLERS: [&str; 23] = [
    "authenticate.rs: authenticate",
    "authenticate.rs: flash",
    "background_tasks.rs: fold_figures",
    "background_tasks.rs: listen",
    "background_tasks.rs: render_texts",
    "background_tasks.rs: resume",
    "background_tasks.rs: send_mails",
    "background_tasks.rs: sweep",
    "backups/nightly.rs: spawn",
    "lapsing.rs: lapse",
    "lapsing.rs: sweep",
    // The gate itself.
    "lib.rs: from_ref",
    "monitor/database.rs: watch",
    "monitor/figures.rs: count",
    "monitor/figures.rs: look_around",
    "monitor/ready.rs: has_own_schema",
    "monitor/ready.rs: unready",
    "pages.rs: is_open",
    "pages.rs: read_settings",
    "server_fns/flashes.rs: keep",
    "server_fns/flashes.rs: keep_in_browser",
    // Stripe's signature was checked.
    "stripe/webhook.rs: end",
    "stripe/webhook.rs: take",
];

#[test]
fn what_runs_without_a_caller_is_listed() {
    let source = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let mut found = Vec::new();
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.extend(callers(&source, &path));
            }
        }
    }
    found.sort();
    found.dedup();
    assert_eq!(found, CALLERS);
}

/// The functions of a file that call `AppState::system`.
fn callers(source: &Path, file: &Path) -> Vec<String> {
    let name = file.strip_prefix(source).unwrap().display();
    let text = std::fs::read_to_string(file).unwrap();
    let (mut function, mut found) = ("", Vec::new());
    for line in text.lines() {
        if let Some((_, rest)) = line.split_once("fn ") {
            function = rest.split(['(', '<']).next().unwrap();
        }
        if line.contains(".system()") {
            found.push(format!("{name}: {function}"));
        }
    }
    found
}
