//! What is inside a paragraph.
use super::Document;
use crate::{math, prose};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

impl Document<'_> {
    pub(super) fn any_text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            return code.push_str(text);
        }
        if let Some(html) = &mut self.html {
            return html.push_str(text);
        }
        self.prose(text);
    }

    fn prose(&mut self, text: &str) {
        self.out.name_heading(text);
        if self.out.is_in_link() {
            prose::write_names(&mut self.out, text);
        } else {
            prose::write(&mut self.out, text);
        }
    }

    pub(super) fn inline_code(&mut self, code: &str) {
        self.out.name_heading(code);
        self.out.raw("<code>");
        self.out.text(code);
        self.out.raw("</code>");
    }

    pub(super) fn inline_math(&mut self, latex: &str, range: &Range<usize>) {
        let typed = format!("${latex}$");
        let before = self.text.get(..range.start).unwrap_or_default();
        let after = self.text.get(range.end..).unwrap_or_default();
        if !math::is_formula(before, after) {
            return self.prose(&typed);
        }
        // GitHub reads $`x`$ as a formula, too.
        let bare = latex
            .strip_prefix('`')
            .and_then(|latex| latex.strip_suffix('`'));
        self.math(bare.unwrap_or(latex), &typed, false);
    }

    pub(super) fn math(&mut self, latex: &str, typed: &str, block: bool) {
        self.out.name_heading(latex);
        if !self.out.hides() {
            let html = self.formulas.convert(latex, typed, block);
            self.out.raw(&html);
        }
    }

    pub(super) fn link(&mut self, kind: LinkType, address: &str, title: &str) {
        if self.out.is_in_link() {
            return self.out.start("", "");
        }
        let scheme = if kind == LinkType::Email {
            "mailto:"
        } else {
            ""
        };
        let mut start = format!("<a href=\"{scheme}");
        crate::writer::escape(&mut start, &self.anchors.address(address));
        if !title.is_empty() {
            start.push_str("\" title=\"");
            crate::writer::escape(&mut start, title);
        }
        start.push_str("\">");
        self.out.start(&start, "</a>");
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        if self.out.hides() {
            return;
        }
        if self.defined.contains(label) && !self.out.is_in_link() {
            let html = self.footnotes.refer(label, self.anchors.prefix());
            self.out.raw(&html);
        } else {
            self.out.text(&format!("[^{label}]"));
        }
    }

    /// Collects the text of an image, and writes the image at its end.
    pub(super) fn in_image(&mut self, event: &Event<'_>) {
        let Some(image) = &mut self.image else {
            return;
        };
        match event {
            Event::Start(Tag::Image { .. }) => image.inner += 1,
            Event::End(TagEnd::Image) if image.inner > 0 => image.inner -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => {
                image.text.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => image.text.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else {
            return;
        };
        self.out.name_heading(&image.text);
        self.out.raw("<img src=\"");
        self.out.text(&image.address);
        self.out.raw("\" alt=\"");
        self.out.text(&image.text);
        if !image.title.is_empty() {
            self.out.raw("\" title=\"");
            self.out.text(&image.title);
        }
        self.out.raw("\">");
    }
}
