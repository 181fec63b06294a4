//! Whether a folder that `trunk build` wrote is whole, of a release build and newer than its sources.
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Returns all files of the folder, by their path inside it, in order.
///
/// # Errors
/// What is wrong with the folder, and what to run: a binary with wrong files would serve pages whose
/// scripts are missing or of another version.
pub fn files(folder: &Path, sources: &[PathBuf]) -> Result<Vec<(String, PathBuf)>, String> {
    let shown = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let problem = |what: String| {
        format!(
            "{} cannot be put into the binary: {what}. Run `trunk build --release`",
            shown.display()
        )
    };
    let read = |error: io::Error| problem(error.to_string());
    let list = shown.join("assets.json");
    let names = fs::read_to_string(&list).map_err(read)?;
    for name in named(&names) {
        if !shown.join(name).is_file() {
            return Err(problem(format!(
                "its assets.json names {name}, which does not exist"
            )));
        }
        if !is_packed(&shown, name) {
            return Err(problem(format!(
                "it is a debug build, as {name} is not compressed"
            )));
        }
    }
    let built = fs::metadata(&list)
        .and_then(|list| list.modified())
        .map_err(read)?;
    for source in sources {
        if let Some(newer) = newer_than(built, source).map_err(read)? {
            return Err(problem(format!(
                "{} was changed after it was built",
                newer.display()
            )));
        }
    }
    let mut found = Vec::new();
    collect(&shown, "", &mut found).map_err(read)?;
    found.sort();
    Ok(found)
}

/// Whether a file is as small as a release sends it. Fonts are compressed in themselves.
fn is_packed(folder: &Path, name: &str) -> bool {
    let has = |end: &str| folder.join(format!("{name}.{end}")).is_file();
    name.ends_with(".woff2") || (has("br") && has("gz"))
}

/// The files that pages name: every text that begins with the folder's address.
fn named(list: &str) -> impl Iterator<Item = &str> {
    list.split('"')
        .filter_map(|text| text.strip_prefix("/pkg/"))
}

fn newer_than(built: SystemTime, path: &Path) -> io::Result<Option<PathBuf>> {
    let about = match fs::metadata(path) {
        Ok(about) => about,
        // A link of an editor that leads nowhere.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if !about.is_dir() {
        return Ok((about.modified()? > built).then(|| path.to_owned()));
    }
    for entry in fs::read_dir(path)? {
        if let Some(newer) = newer_than(built, &entry?.path())? {
            return Ok(Some(newer));
        }
    }
    Ok(None)
}

fn collect(folder: &Path, before: &str, found: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push((name, entry.path()));
        }
    }
    Ok(())
}
