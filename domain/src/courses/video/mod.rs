//! How the address of a video is shown: played in the page, in a frame of its site, or as a link.
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

/// The only sites that a page may show in a frame, as sources of the content security policy.
pub const FRAME_SOURCES: &str = "https://www.youtube-nocookie.com https://player.vimeo.com";

/// What the address of a video is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VideoSource {
    /// A file that a browser plays.
    File(String),
    /// A file to listen to.
    Sound(String),
    /// A video on a site whose player can be in a frame.
    Frame(VideoFrame),
    /// Any other page.
    Page(String),
}

/// A video on another site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VideoFrame {
    /// The name of the site.
    pub site: String,
    /// The address of its player, which starts at once.
    pub player: String,
    /// The address as it was typed.
    pub page: String,
}

const FILES: [&str; 5] = [".mp4", ".webm", ".m4v", ".mov", ".ogv"];
const SOUNDS: [&str; 4] = [".mp3", ".m4a", ".ogg", ".wav"];

impl VideoSource {
    /// Only what comes by https is played, as the content security policy says.
    pub fn of(address: &str) -> Self {
        let Some(parts) = Parts::of(address) else {
            return Self::Page(address.to_owned());
        };
        let path = parts.path.to_ascii_lowercase();
        let ends_with = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
        if parts.is_secure && ends_with(&FILES) {
            return Self::File(address.to_owned());
        }
        if parts.is_secure && ends_with(&SOUNDS) {
            return Self::Sound(address.to_owned());
        }
        let found = youtube(&parts).map(|player| ("YouTube", player));
        let found = found.or_else(|| vimeo(&parts).map(|player| ("Vimeo", player)));
        match found {
            Some((site, player)) => Self::Frame(VideoFrame {
                site: site.to_owned(),
                player,
                page: address.to_owned(),
            }),
            None => Self::Page(address.to_owned()),
        }
    }
}

/// The parts of a web address.
struct Parts<'a> {
    is_secure: bool,
    /// In small letters, without `www.` and `m.`; with a port or a name of a user it is no host that is known.
    host: String,
    path: &'a str,
    query: &'a str,
}

impl<'a> Parts<'a> {
    fn of(address: &'a str) -> Option<Self> {
        let is_secure = address.starts_with("https://");
        let rest = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let slash = rest.find('/').unwrap_or(rest.len());
        let (host, path) = rest.split_at(slash);
        let host = host.to_ascii_lowercase();
        let short = host.strip_prefix("www.").or(host.strip_prefix("m."));
        Some(Self {
            is_secure,
            host: short.unwrap_or(&host).to_owned(),
            path,
            query,
        })
    }

    fn segments(&self) -> Vec<&'a str> {
        let segments = self.path.split('/');
        segments.filter(|segment| !segment.is_empty()).collect()
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        let pairs = self.query.split('&');
        let mut pairs = pairs.filter_map(|pair| pair.split_once('='));
        let found = pairs.find(|(key, _)| *key == name);
        found.map(|(_, value)| value)
    }
}

/// Nothing but this gets from a typed address into that of a frame.
fn is_code(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (4..=40).contains(&text.len()) && text.chars().all(is_part)
}

fn youtube(parts: &Parts) -> Option<String> {
    let code = match (parts.host.as_str(), &parts.segments()[..]) {
        ("youtu.be", [code]) => *code,
        ("youtube.com" | "youtube-nocookie.com", ["embed" | "shorts" | "live" | "v", code]) => {
            *code
        }
        ("youtube.com", ["watch"]) => parts.value("v")?,
        _ => return None,
    };
    let start = parts.value("t").or_else(|| parts.value("start"));
    let start = start.and_then(seconds).unwrap_or_default();
    let from = if start > 0 {
        format!("&start={start}")
    } else {
        String::new()
    };
    // `youtube.com/embed/videoseries` is a list.
    let is_video = is_code(code) && code != "videoseries";
    is_video
        .then(|| format!("https://www.youtube-nocookie.com/embed/{code}?autoplay=1&rel=0{from}"))
}

fn vimeo(parts: &Parts) -> Option<String> {
    let (number, key) = match (parts.host.as_str(), &parts.segments()[..]) {
        ("vimeo.com", [number])
        | ("vimeo.com", ["channels", _, number])
        | ("vimeo.com", ["groups", _, "videos", number])
        | ("player.vimeo.com", ["video", number]) => (*number, parts.value("h")),
        ("vimeo.com", [number, key]) => (*number, Some(*key)),
        _ => return None,
    };
    let is_number = !number.is_empty() && number.len() <= 20;
    if !is_number || !number.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let key = match key {
        Some(key) if is_code(key) => format!("&h={key}"),
        Some(_) => return None,
        None => String::new(),
    };
    Some(format!(
        "https://player.vimeo.com/video/{number}?autoplay=1&dnt=1{key}"
    ))
}

/// Reads `90`, `90s` and `1h2m3s`.
fn seconds(text: &str) -> Option<u32> {
    let (mut sum, mut number) = (0_u32, 0_u32);
    for c in text.chars() {
        let unit = match c {
            'h' => 3600,
            'm' => 60,
            's' => 1,
            digit => {
                let digit = digit.to_digit(10)?;
                number = number.checked_mul(10)?.checked_add(digit)?;
                continue;
            }
        };
        sum = sum.checked_add(number.checked_mul(unit)?)?;
        number = 0;
    }
    sum.checked_add(number)
}
