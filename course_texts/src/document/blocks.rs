//! Lists, tables, quotations and blocks of code.
use super::Document;
use crate::highlight;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag};

/// Returns the language of a code block, without what follows it in the same line.
pub fn language<'e>(kind: &'e CodeBlockKind<'e>) -> &'e str {
    match kind {
        CodeBlockKind::Indented => "",
        CodeBlockKind::Fenced(info) => {
            let word = info.trim_start_matches(['{', '.', ' ']);
            let end = word.find(|c: char| c.is_whitespace() || ",{}:".contains(c));
            &word[..end.unwrap_or(word.len())]
        }
    }
}

impl<'e> Document<'e> {
    pub(super) fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let (name, label) = match kind {
            None => return self.out.start("<blockquote>\n", "</blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("note", "Note"),
            Some(BlockQuoteKind::Tip) => ("tip", "Tip"),
            Some(BlockQuoteKind::Important) => ("important", "Important"),
            Some(BlockQuoteKind::Warning) => ("warning", "Warning"),
            Some(BlockQuoteKind::Caution) => ("caution", "Caution"),
        };
        let start = format!(
            "<div class=\"markdown-alert markdown-alert-{name}\" role=\"note\">\n\
             <p class=\"markdown-alert-title\">{label}</p>\n"
        );
        self.out.start(&start, "</div>\n");
    }

    pub(super) fn list(&mut self, start: Option<u64>) {
        match start {
            None => self.out.start("<ul>\n", "</ul>\n"),
            Some(1) => self.out.start("<ol>\n", "</ol>\n"),
            Some(number) => self
                .out
                .start(&format!("<ol start=\"{number}\">\n"), "</ol>\n"),
        }
    }

    /// Starts an item. Its task is the first in it, or the first of its first paragraph.
    pub(super) fn item(&mut self, place: usize) {
        let next = |distance| self.events.get(place + distance).map(|(event, _)| event);
        let is_task = match next(1) {
            Some(Event::Start(Tag::Paragraph)) => matches!(next(2), Some(Event::TaskListMarker(_))),
            first => matches!(first, Some(Event::TaskListMarker(_))),
        };
        let start = if is_task {
            "<li class=\"task-list-item\">"
        } else {
            "<li>"
        };
        self.out.start(start, "</li>\n");
    }

    pub(super) fn checkbox(&mut self, done: bool) {
        self.out.raw(if done {
            "<input type=\"checkbox\" disabled checked aria-label=\"Done\"> "
        } else {
            "<input type=\"checkbox\" disabled aria-label=\"Not done\"> "
        });
    }

    pub(super) fn table(&mut self, columns: &'e [Alignment]) {
        self.columns = columns;
        let start = format!("{TABLE}<table>");
        self.out.start(&start, "</tbody></table></div>\n");
    }

    pub(super) fn head(&mut self) {
        (self.in_head, self.column) = (true, 0);
        self.out.start("<thead><tr>", "</tr></thead><tbody>\n");
    }

    pub(super) fn row(&mut self) {
        self.column = 0;
        self.out.start("<tr>", "</tr>\n");
    }

    pub(super) fn cell(&mut self) {
        let align = match self.columns.get(self.column) {
            Some(Alignment::Left) => " align=\"left\"",
            Some(Alignment::Center) => " align=\"center\"",
            Some(Alignment::Right) => " align=\"right\"",
            Some(Alignment::None) | None => "",
        };
        self.column += 1;
        if self.in_head {
            self.out.start(&format!("<th{align}>"), "</th>");
        } else {
            self.out.start(&format!("<td{align}>"), "</td>");
        }
    }

    pub(super) fn end_code(&mut self) {
        let Some((language, text)) = self.code.take() else {
            return;
        };
        if language.eq_ignore_ascii_case("math") {
            self.out.start("<p>", "</p>\n");
            self.math(text.trim_end(), &text, true);
            return self.end_element();
        }
        match highlight::language(language) {
            Some((name, grammar)) => {
                self.out.raw(&format!(
                    "<pre tabindex=\"0\"><code class=\"language-{name}\">"
                ));
                let html = self.highlighter.html(grammar, &text);
                self.out.raw(&html);
            }
            None => {
                self.out.raw("<pre tabindex=\"0\"><code>");
                self.out.text(&text);
            }
        }
        self.out.raw("</code></pre>\n");
    }
}

/// A wide table scrolls sideways in this, with the keyboard, too.
pub const TABLE: &str =
    "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">";
