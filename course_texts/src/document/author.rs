//! The HTML that authors write in a text.
use super::{Document, blocks::TABLE};
use crate::{
    elements::{self, EVERYWHERE, Element},
    html::{self, Piece},
    writer,
};

impl Document<'_> {
    pub(super) fn author_html(&mut self, html: &str) {
        for piece in html::pieces(html) {
            match piece {
                Piece::Text(text) => {
                    self.out.name_heading(text);
                    let text = self.escape(text);
                    self.out.raw(&text);
                }
                Piece::Start { name, attributes } => self.author_start(&name, attributes),
                Piece::End(name) => {
                    self.out.end_html(&name);
                    self.name_heading();
                }
            }
        }
    }

    fn author_start(&mut self, name: &str, attributes: &str) {
        if let Some(secret) = elements::secret(name) {
            return self.out.start_secret(secret);
        }
        let Some(element) = elements::allowed(name) else {
            return;
        };
        if self.out.hides() {
            return;
        }
        if !elements::is_phrasing(name) && !self.out.start_block() {
            return;
        }
        self.out.end_before(name);
        if !elements::fits(self.out.innermost_html(), name) {
            return;
        }
        if let Some(level) = heading_level(element.name) {
            let level = self.levels.next(level);
            let attributes = self.attributes(element, attributes);
            return self
                .out
                .start_heading(level, &attributes, Some(element.name));
        }
        let attributes = self.attributes(element, attributes);
        let start = format!("<{}{attributes}>", element.name);
        match element.name {
            // It only names a place, or is inside another link.
            "a" if self.out.is_in_link() || !start.contains(" href=") => {}
            "table" => self
                .out
                .start_html(&format!("{TABLE}{start}"), "</table></div>", "table"),
            _ if element.end.is_empty() => self.out.raw(&start),
            _ => self.out.start_html(&start, element.end, element.name),
        }
    }

    /// Returns the allowed attributes. `sanitize` checks their values.
    fn attributes(&mut self, element: &Element, text: &str) -> String {
        let mut written = String::new();
        for (name, value) in html::attributes(text) {
            let name = name.as_str();
            let value = match name {
                "id" | "name" => match self.anchors.named(value) {
                    Some(id) if elements::is_formatting(element.name) => {
                        self.out.raw(&format!("<span id=\"{id}\"></span>"));
                        continue;
                    }
                    Some(id) => {
                        written.push_str(&format!(" id=\"{id}\""));
                        continue;
                    }
                    None => continue,
                },
                "href" => self.anchors.address(value),
                _ => value.to_owned(),
            };
            if EVERYWHERE.contains(&name) || element.attributes.contains(&name) {
                let value = self.escape(&value);
                written.push_str(&format!(" {name}=\"{value}\""));
            }
        }
        written
    }

    /// Escapes what could end a value or begin a tag. Entities stay as the author wrote them, up to a number.
    fn escape(&mut self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '&' if self.entities > 0 => {
                    self.entities -= 1;
                    escaped.push('&');
                }
                c => writer::escape(&mut escaped, c.encode_utf8(&mut [0; 4])),
            }
        }
        escaped
    }
}

fn heading_level(name: &str) -> Option<u8> {
    name.strip_prefix('h')?.parse().ok()
}
