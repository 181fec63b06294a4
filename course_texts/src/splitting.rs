//! A text that is too long for one unit, split at its headings.
use crate::{front_matter, nesting, options};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::{collections::HashMap, ops::Range};

/// The longest label of a definition that is looked for, in bytes; CommonMark allows 999.
const LABEL: usize = 300;

/// A part of a text that was split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The text of its first heading; `None` for what precedes all headings.
    pub title: Option<String>,
    pub text: String,
}

/// Returns the text in parts of at most `limit` characters, each but perhaps the first with its heading: one for each
/// heading of the highest level, and one for each heading below where that is too long. Definitions of links and
/// footnotes follow to the parts that use them. `None` where a part without headings is too long.
pub fn split(text: &str, limit: usize) -> Option<Vec<Part>> {
    let body = front_matter::skip(text);
    if !nesting::is_bounded(body) {
        return None;
    }
    let mut found = Found::default();
    let mut parser = Parser::new_ext(body, options()).into_offset_iter();
    for (event, range) in &mut parser {
        found.event(&event, range);
    }
    for (label, link) in parser.reference_definitions().iter() {
        let label = label.to_lowercase();
        found.definitions.insert(label, link.span.clone());
    }
    let mut ranges = Vec::new();
    found.divide(body, 0..body.len(), 1, limit, &mut ranges)?;
    let parts = ranges.into_iter().map(|range| Part {
        title: found.title_at(range.start),
        text: found.with_definitions(body, range, limit),
    });
    Some(parts.filter(|part| !part.text.trim().is_empty()).collect())
}

struct Heading {
    start: usize,
    level: u8,
    title: String,
}

/// What a text has outside of lists and quotations.
#[derive(Default)]
struct Found {
    /// How many elements are open.
    depth: usize,
    headings: Vec<Heading>,
    in_heading: bool,
    /// By their labels in small letters; those of footnotes begin with `^`.
    definitions: HashMap<String, Range<usize>>,
}

impl Found {
    fn event(&mut self, event: &Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.start(tag, range);
                self.depth += 1;
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                self.in_heading &= !matches!(tag, TagEnd::Heading(_));
            }
            Event::Text(text) | Event::Code(text) if self.in_heading => {
                if let Some(heading) = self.headings.last_mut() {
                    heading.title.push_str(text);
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } if self.depth == 0 => {
                self.in_heading = true;
                self.headings.push(Heading {
                    start: range.start,
                    level: *level as u8,
                    title: String::new(),
                });
            }
            Tag::FootnoteDefinition(label) => {
                let label = format!("^{}", label.to_lowercase());
                self.definitions.insert(label, range);
            }
            _ => {}
        }
    }

    /// Divides a range at the headings of the highest level in it, from `level` on; `None` where it has none and is too
    /// long.
    fn divide(
        &self,
        text: &str,
        range: Range<usize>,
        level: u8,
        limit: usize,
        ranges: &mut Vec<Range<usize>>,
    ) -> Option<()> {
        let whole = text.get(range.clone())?;
        if level > 1 && chars(whole) <= limit {
            ranges.push(range);
            return Some(());
        }
        // The heading at the start is that of the range itself.
        let inside = self
            .headings
            .iter()
            .filter(|heading| heading.start >= range.start && heading.start < range.end)
            .filter(|heading| heading.level >= level);
        let highest = inside.clone().map(|heading| heading.level).min()?;
        let starts = inside.filter(|heading| heading.level == highest);
        let mut start = range.start;
        for next in starts.map(|heading| heading.start).chain([range.end]) {
            if next > start {
                self.divide(text, start..next, highest + 1, limit, ranges)?;
            }
            start = next;
        }
        Some(())
    }

    fn title_at(&self, start: usize) -> Option<String> {
        let found = self
            .headings
            .binary_search_by_key(&start, |heading| heading.start);
        let title = &self.headings.get(found.ok()?)?.title;
        Some(title.trim().to_owned()).filter(|title| !title.is_empty())
    }

    /// Appends what the part refers to and another part defines, as far as there is room.
    fn with_definitions(&self, text: &str, range: Range<usize>, limit: usize) -> String {
        let part = text.get(range.clone()).unwrap_or_default().trim();
        let mut whole = part.to_owned();
        let mut room = limit.saturating_sub(chars(part));
        let mut appended = Vec::new();
        for label in labels(part) {
            let Some(span) = self.definitions.get(&label.to_lowercase()) else {
                continue;
            };
            if range.contains(&span.start) || appended.contains(span) {
                continue;
            }
            let definition = text.get(span.clone()).unwrap_or_default().trim();
            let length = chars(definition) + 2;
            if length > room {
                break;
            }
            room -= length;
            whole.push_str("\n\n");
            whole.push_str(definition);
            appended.push(span.clone());
        }
        whole
    }
}

/// Returns what is in brackets: the labels that a text may refer to, and more.
fn labels(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('[').filter_map(|(start, _)| {
        let after = &text[start + 1..];
        let end = after.bytes().take(LABEL).position(|byte| byte == b']')?;
        after.get(..end)
    })
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, limit: usize) -> Vec<(Option<String>, String)> {
        let parts = split(text, limit).unwrap().into_iter();
        parts.map(|part| (part.title, part.text)).collect()
    }

    fn part(title: &str, text: &str) -> (Option<String>, String) {
        let title = (!title.is_empty()).then(|| title.to_owned());
        (title, text.to_owned())
    }

    #[test]
    fn a_text_is_split_at_its_highest_headings_and_below_where_needed() {
        let text = "Before.\n\n# One `a`\n\nx\n\nTwo\n===\n\n## A\n\nlong long\n\n## B\n\nlong\n";
        assert_eq!(
            parts(text, 22),
            [
                part("", "Before."),
                part("One a", "# One `a`\n\nx"),
                part("Two", "Two\n==="),
                part("A", "## A\n\nlong long"),
                part("B", "## B\n\nlong"),
            ]
        );
        assert_eq!(parts(text, 100).len(), 3, "the headings below stay");
    }

    #[test]
    fn what_only_looks_like_a_heading_splits_nothing() {
        let text = "# A\n\n```\n# no\n```\n\n> # no\n\n- # no\n\n# B\n";
        let titles = |parts: Vec<(Option<String>, String)>| {
            let titles = parts.into_iter().map(|(title, _)| title.unwrap());
            titles.collect::<Vec<_>>()
        };
        assert_eq!(titles(parts(text, 100)), ["A", "B"]);
    }

    #[test]
    fn definitions_follow_to_the_parts_that_use_them() {
        let text = "# A\n\nSee [x] and [^n].\n\n# B\n\nNothing.\n\n[X]: https://example.org/a\n\n[^n]: A note.\n";
        assert_eq!(
            parts(text, 100)[0].1,
            "# A\n\nSee [x] and [^n].\n\n[X]: https://example.org/a\n\n[^n]: A note."
        );
        // The footnote no longer fits.
        assert_eq!(
            parts(text, 57)[0].1,
            "# A\n\nSee [x] and [^n].\n\n[X]: https://example.org/a"
        );
    }

    #[test]
    fn a_part_without_headings_is_not_cut() {
        assert_eq!(split(&format!("# A\n\n{}", "x".repeat(50)), 40), None);
        assert_eq!(split(&"x".repeat(50), 40), None);
    }
}
