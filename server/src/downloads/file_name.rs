//! The name under which a browser saves a file.
use domain::ids::GroupId;

/// The longest part of a group's name, in bytes: file systems take 255 in all.
const MAX_BYTES: usize = 160;

/// A name without its ending.
pub struct FileName {
    /// Of ASCII letters, digits and hyphens.
    plain: String,
    /// In the script of a name in the portal.
    own: Option<String>,
}

impl FileName {
    pub fn new(plain: &str) -> Self {
        Self {
            plain: plain.to_owned(),
            own: None,
        }
    }

    /// `group-12-members`, and the same with the group's name where the browser knows RFC 8187.
    pub fn of_group(group: GroupId, name: &str, what: &str) -> Self {
        let name = slug(name);
        Self {
            plain: format!("group-{group}-{what}"),
            own: (!name.is_empty()).then(|| format!("{name}-{what}")),
        }
    }

    /// Returns the value of a `Content-Disposition` (RFC 6266).
    pub fn disposition(&self, ending: &str) -> String {
        let mut value = format!("attachment; filename=\"{}.{ending}\"", self.plain);
        if let Some(own) = &self.own {
            value.push_str("; filename*=UTF-8''");
            value.push_str(&encoded(&format!("{own}.{ending}")));
        }
        value
    }
}

/// Returns the name in small letters, with hyphens for what file systems refuse or nobody sees.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if slug.len() + c.len_utf8() > MAX_BYTES {
            break;
        }
        if is_kept(c) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Letters, digits, and the marks that some scripts need between them.
fn is_kept(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let joins = matches!(c, '\u{200C}' | '\u{200D}');
    let is_punctuation =
        matches!(c, '\u{80}'..='\u{BF}' | '\u{2000}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}');
    let is_private = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}' | '\u{E0000}'..);
    joins
        || !(c.is_whitespace() || c.is_control() || is_punctuation || is_private || c == '\u{FEFF}')
}

/// Percent-encodes all but letters and digits of ASCII, hyphens and dots (RFC 8187).
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_gives_its_name_in_its_own_script() {
        let name = |group| FileName::of_group(GroupId(12), group, "members").disposition("csv");
        let plain = "attachment; filename=\"group-12-members.csv\"";
        assert_eq!(
            name("Bakers & Co."),
            format!("{plain}; filename*=UTF-8''bakers-co-members.csv")
        );
        assert_eq!(
            name("Бег"),
            format!("{plain}; filename*=UTF-8''%D0%B1%D0%B5%D0%B3-members.csv")
        );
        assert_eq!(name("..\\/\"; =\r\n"), plain);
        assert_eq!(
            FileName::new("users").disposition("xlsx"),
            "attachment; filename=\"users.xlsx\""
        );
    }

    #[test]
    fn scripts_stay_whole_and_nothing_hidden_passes() {
        assert_eq!(slug("हिन्दी पाठ"), "हिन्दी-पाठ");
        assert_eq!(slug("نامه\u{200C}ای"), "نامه\u{200C}ای");
        assert_eq!(slug("研修・東京"), "研修・東京");
        assert_eq!(slug("a\u{202E}gpj.exe\u{FEFF}"), "a-gpj-exe");
        assert!(slug(&"語".repeat(100)).len() <= MAX_BYTES);
    }
}
