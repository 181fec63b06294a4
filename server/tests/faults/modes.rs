//! Who else on the machine can read what the process makes.
use crate::{PROGRAM, Row, cookie};
use fixtures::running::Portal;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

pub async fn rows() -> Vec<Row> {
    let mut session = String::new();
    let portal = Portal::start(PROGRAM, async |fixtures| {
        session = cookie(&fixtures.user("learner").sign_in().await.session);
    });
    let portal = portal.await;
    portal.get("/", &session).await;
    let mut open = Vec::new();
    let mut seen = 0;
    let mut folders = vec![portal.data().to_owned()];
    while let Some(folder) = folders.pop() {
        note(&folder, 0o700, &mut open);
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                seen += 1;
                note(&path, 0o600, &mut open);
            }
        }
    }
    let measured = format!("{seen} files, {} open: {open:?}", open.len());
    vec![Row::new(
        "modes: what the process makes",
        measured,
        "the database with -wal and -shm, all 0600",
        seen >= 3 && open.is_empty(),
    )]
}

fn note(path: &Path, mode: u32, open: &mut Vec<PathBuf>) {
    if path.metadata().unwrap().permissions().mode() & 0o777 != mode {
        open.push(path.to_owned());
    }
}
