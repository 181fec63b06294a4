//! What a release build says of a `dist` that it cannot put into the binary.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
#[path = "../build/dist.rs"]
mod dist;

use std::{
    fs::{self, File},
    path::Path,
    time::{Duration, SystemTime},
};
use tempfile::TempDir;

/// A whole release build for the browser, a minute old.
fn built() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    for name in ["app-01.js", "part-02.wasm"] {
        write(name, "");
        write(&format!("{name}.br"), "");
        write(&format!("{name}.gz"), "");
    }
    write("font-03.woff2", "");
    write(
        "assets.json",
        r#"{"js": "/pkg/app-01.js", "fonts": ["/pkg/font-03.woff2"], "parts": {"users": ["/pkg/part-02.wasm"]}}"#,
    );
    fs::create_dir(folder.path().join("snippets")).unwrap();
    write("snippets/one.js", "");
    let minute_ago = SystemTime::now() - Duration::from_secs(60);
    let list = File::options()
        .write(true)
        .open(folder.path().join("assets.json"));
    list.unwrap().set_modified(minute_ago).unwrap();
    folder
}

fn refused(folder: &Path) -> String {
    let problem = dist::files(folder, &[]).unwrap_err();
    assert!(problem.contains("Run `trunk build --release`"), "{problem}");
    problem
}

#[test]
fn all_files_are_put_in_by_their_paths() {
    let folder = built();
    let files = dist::files(folder.path(), &[]).unwrap();
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "app-01.js",
            "app-01.js.br",
            "app-01.js.gz",
            "assets.json",
            "font-03.woff2",
            "part-02.wasm",
            "part-02.wasm.br",
            "part-02.wasm.gz",
            "snippets/one.js",
        ]
    );
    assert!(
        files
            .iter()
            .all(|(_, path)| path.is_absolute() && path.is_file())
    );
}

#[test]
fn a_file_that_is_missing_or_not_compressed_is_named() {
    let folder = built();
    fs::remove_file(folder.path().join("part-02.wasm.br")).unwrap();
    let problem = refused(folder.path());
    assert!(
        problem.contains("a debug build, as part-02.wasm"),
        "{problem}"
    );
    fs::remove_file(folder.path().join("part-02.wasm")).unwrap();
    let problem = refused(folder.path());
    assert!(problem.contains("names part-02.wasm, which"), "{problem}");
}

#[test]
fn a_source_that_was_changed_after_the_build_is_named() {
    let (folder, sources) = (built(), tempfile::tempdir().unwrap());
    let page = sources.path().join("pages/page.rs");
    fs::create_dir(page.parent().unwrap()).unwrap();
    fs::write(&page, "").unwrap();
    let sources = [sources.path().to_owned(), sources.path().join("missing")];
    let problem = dist::files(folder.path(), &sources).unwrap_err();
    let named = format!("{} was changed after", page.display());
    assert!(problem.contains(&named), "{problem}");
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    let page = File::options().write(true).open(&page).unwrap();
    page.set_modified(long_ago).unwrap();
    assert!(dist::files(folder.path(), &sources).is_ok());
}
