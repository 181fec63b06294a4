//! What settings and their values are called in what operators read.
use super::{
    definitions::{Kind, Setting},
    secret::{MASK, masked_address},
};
use std::ffi::OsString;

/// How alike two names are, at least, for the one to be meant by the other; clap asks as much.
const ALIKE: f64 = 0.7;

/// Returns the name of the setting that was probably meant.
pub fn nearest<'a>(
    name: &str,
    settings: &'a [Setting],
    of: impl Fn(&'a Setting) -> &'a str,
) -> Option<&'a str> {
    let bare = |name: &str| {
        name.trim_start_matches("MUSTER_")
            .to_lowercase()
            .replace('-', "_")
    };
    let alike = |known: &str| strsim::jaro(&bare(name), &bare(known));
    let known = settings.iter().map(of).map(|known| (alike(known), known));
    let near = known.filter(|(alike, _)| *alike > ALIKE);
    let nearest = near.max_by(|(one, _), (other, _)| one.total_cmp(other));
    nearest.map(|(_, known)| known)
}

/// Returns values for people to read, without what is secret in them.
pub fn shown(setting: &Setting, values: &[OsString]) -> String {
    let texts = values
        .iter()
        .map(|value| value.to_string_lossy().into_owned());
    let text = texts.collect::<Vec<_>>().join(",");
    if setting.kind() != Kind::Secret {
        return text;
    }
    let address = if setting.name().ends_with("_url") {
        masked_address(&text)
    } else {
        None
    };
    address.unwrap_or_else(|| MASK.to_owned())
}
