//! The ids of headings and of what authors name, and the anchors of links to them.
use percent_encoding::percent_decode_str;
use std::collections::{HashMap, HashSet};
use unicode_normalization::char::is_combining_mark;

/// The ids of a text. No two are the same.
pub struct Anchors<'a> {
    prefix: &'a str,
    used: HashSet<String>,
    /// How often each slug was asked for.
    repeated: HashMap<String, usize>,
}

impl<'a> Anchors<'a> {
    pub fn new(prefix: &'a str) -> Self {
        Self {
            prefix,
            used: HashSet::new(),
            repeated: HashMap::new(),
        }
    }

    /// Returns the id of a heading with this text, as on GitHub with `-1`, `-2` for repetitions; `None` if the text
    /// has no letter or digit.
    pub fn heading(&mut self, text: &str) -> Option<String> {
        let slug = slug(text);
        if slug.is_empty() {
            return None;
        }
        let mut id = slug.clone();
        while self.used.contains(&id) {
            let times = self.repeated.entry(slug.clone()).or_default();
            *times += 1;
            id = format!("{slug}-{times}");
        }
        let whole = format!("{}{id}", self.prefix);
        self.used.insert(id);
        Some(whole)
    }

    /// Returns the id of an element that the author named; `None` if it is taken.
    pub fn named(&mut self, name: &str) -> Option<String> {
        let slug = slug(name);
        let whole = format!("{}{slug}", self.prefix);
        (!slug.is_empty() && self.used.insert(slug)).then_some(whole)
    }

    /// Returns the address of a link: an anchor in the text gets the prefix, others stay.
    pub fn address(&self, address: &str) -> String {
        match address.strip_prefix('#') {
            Some(anchor) if !anchor.is_empty() => {
                let anchor = percent_decode_str(anchor).decode_utf8_lossy();
                format!("#{}{}", self.prefix, slug(&anchor))
            }
            _ => address.to_owned(),
        }
    }

    pub fn prefix(&self) -> &'a str {
        self.prefix
    }
}

/// Returns the text as GitHub makes an id of it: letters, digits, marks and underscores of all scripts in lower case,
/// hyphens, and blanks as hyphens.
fn slug(text: &str) -> String {
    let text = text.trim().to_lowercase();
    text.chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() || is_combining_mark(c) => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_github() {
        for (text, expected) in [
            ("The End", "the-end"),
            ("What's new in 2.0?", "whats-new-in-20"),
            ("A & B", "a--b"),
            ("Überschrift: Größe", "überschrift-größe"),
            ("Привет, мир", "привет-мир"),
            ("日本語 見出し", "日本語-見出し"),
            ("हिन्दी", "हिन्दी"),
            (":smile: x_y", "smile-x_y"),
            ("🎉", ""),
        ] {
            assert_eq!(slug(text), expected);
        }
    }

    #[test]
    fn repeated_ids_are_numbered() {
        let mut anchors = Anchors::new("u1-");
        let ids = ["A", "A", "A-1", "a"].map(|text| anchors.heading(text));
        let expected = ["u1-a", "u1-a-1", "u1-a-1-1", "u1-a-2"].map(|id| Some(id.to_owned()));
        assert_eq!(ids, expected);
        assert_eq!(anchors.named("a"), None);
        assert_eq!(anchors.address("#%C3%9Cber"), "#u1-über");
        assert_eq!(anchors.address("/a#b"), "/a#b");
    }
}
