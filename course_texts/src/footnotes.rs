//! Footnotes: numbered by their first reference, written below the text.
use std::{collections::HashMap, fmt::Write as _};

/// The footnotes of a text.
#[derive(Default)]
pub struct Footnotes {
    /// Content by label.
    content: HashMap<String, String>,
    /// Labels by number, from 1.
    order: Vec<String>,
    /// Number and how many references, by label.
    referenced: HashMap<String, (usize, usize)>,
}

impl Footnotes {
    /// Returns the HTML of a reference.
    pub fn refer(&mut self, label: &str, prefix: &str) -> String {
        if !self.referenced.contains_key(label) {
            self.order.push(label.to_owned());
            let number = self.order.len();
            self.referenced.insert(label.to_owned(), (number, 0));
        }
        let (number, times) = self.referenced.entry(label.to_owned()).or_default();
        *times += 1;
        let id = reference_id(*number, *times);
        format!(
            "<sup class=\"footnote-ref\"><a href=\"#{prefix}fn.{number}\" id=\"{prefix}{id}\" \
             aria-label=\"Footnote {number}\">{number}</a></sup>"
        )
    }

    /// Keeps the content of a footnote; of two with one label the first counts.
    pub fn define(&mut self, label: &str, content: String) {
        self.content.entry(label.to_owned()).or_insert(content);
    }

    /// Returns the list of the footnotes that are referred to.
    pub fn list(&self, prefix: &str) -> String {
        let mut items = String::new();
        for (place, label) in self.order.iter().enumerate() {
            let Some(content) = self.content.get(label) else {
                continue;
            };
            let number = place + 1;
            let times = self.referenced.get(label).map_or(0, |(_, times)| *times);
            let back = back_links(prefix, number, times);
            let content = content.trim_end();
            // Links back belong to the end of the last paragraph.
            let (start, end) = match content.strip_suffix("</p>") {
                Some(start) => (start, "</p>"),
                None => (content, ""),
            };
            let _ = writeln!(
                items,
                "<li id=\"{prefix}fn.{number}\">{start}{back}{end}</li>"
            );
        }
        if items.is_empty() {
            return items;
        }
        let start =
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>";
        format!("{start}\n{items}</ol>\n</section>\n")
    }
}

fn back_links(prefix: &str, number: usize, times: usize) -> String {
    let mut links = String::new();
    for time in 1..=times {
        let id = reference_id(number, time);
        let label = if time == 1 {
            number.to_string()
        } else {
            format!("{number}-{time}")
        };
        let _ = write!(
            links,
            " <a href=\"#{prefix}{id}\" aria-label=\"Back to reference {label}\">↩\u{FE0E}</a>"
        );
    }
    links
}

/// Ids of headings have no full stop, so these never clash.
fn reference_id(number: usize, time: usize) -> String {
    if time == 1 {
        format!("fnref.{number}")
    } else {
        format!("fnref.{number}-{time}")
    }
}
