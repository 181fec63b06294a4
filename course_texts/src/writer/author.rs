//! The elements that authors write as HTML, among those of Markdown.
use super::{DEPTH, LINK, PARAGRAPH, Writer};
use crate::elements;

/// The ends of phrases of Markdown.
const PHRASES: [&str; 4] = [LINK, "</em>", "</strong>", "</del>"];

impl Writer {
    /// Opens an element of the author's HTML; one that is nested too deep is left out, with its end.
    pub fn start_html(&mut self, start: &str, close: &'static str, name: &'static str) {
        if self.shown < DEPTH && !self.hides {
            self.push(start, close, Some(name));
        }
    }

    /// Hides everything up to the end of this element of the author's HTML.
    pub fn start_secret(&mut self, name: &'static str) {
        if !self.hides {
            self.push("", "", Some(name));
            self.hides = true;
            if let Some(open) = self.open.last_mut() {
                open.secret = true;
            }
        }
    }

    /// Closes the author's element and those inside it, if it is open and Markdown opened none since.
    pub fn end_html(&mut self, name: &str) {
        let inner = self.open.iter().rev().map_while(|open| open.html);
        let Some(place) = inner.into_iter().position(|open| open == name) else {
            return;
        };
        if self.hides && place > 0 {
            return;
        }
        for _ in 0..=place {
            self.pop();
        }
    }

    /// Shows again what follows an HTML block that never ended what it hid.
    pub fn end_secret(&mut self) {
        if self.open.last().is_some_and(|open| open.secret) {
            self.pop();
        }
    }

    /// The author's element that is open innermost, unless Markdown opened one since.
    pub fn innermost_html(&self) -> Option<&'static str> {
        self.open.last()?.html
    }

    /// Closes the author's elements that end where `name` begins, with what is in a line of text inside them.
    pub fn end_before(&mut self, name: &str) {
        loop {
            let run = self.open.iter().rev().map_while(|open| open.html);
            let place = run
                .take_while(|outer| elements::is_phrasing(outer) || elements::ends(outer, name))
                .position(|outer| elements::ends(outer, name));
            let Some(place) = place else {
                return;
            };
            for _ in 0..=place {
                self.pop();
            }
        }
    }

    /// Ends the paragraph in which the author opens a block, as a browser does. `false`: it is in a phrase of Markdown,
    /// where no block can be.
    pub fn start_block(&mut self) -> bool {
        self.end_html("p");
        let markdown = self.open.iter().rposition(|open| open.html.is_none());
        let Some(close) = markdown.and_then(|place| Some(self.open.get(place)?.close)) else {
            return true;
        };
        if PHRASES.contains(&close) {
            return false;
        }
        if close == PARAGRAPH {
            while self.open.last().is_some_and(|open| open.html.is_some()) {
                self.pop();
            }
            self.raw(close);
            self.shown -= 1;
            if let Some(open) = self.open.last_mut() {
                open.close = "";
            }
        }
        true
    }
}
