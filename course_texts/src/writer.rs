//! Writes well-formed HTML: every element that is opened is closed in its turn, whatever the text contains, and both
//! nesting and output are bounded.
mod author;

use crate::stand_ins::stand_in;

/// The most elements inside each other; deeper ones are left out, their text stays.
pub const DEPTH: usize = 40;

/// The end of a link.
const LINK: &str = "</a>";

/// The end of a paragraph of Markdown.
pub const PARAGRAPH: &str = "</p>\n";

/// An open element.
struct Open {
    /// What closes it; empty if it was left out.
    close: &'static str,
    /// Its name, if the author wrote it as HTML.
    html: Option<&'static str>,
    /// Its content is not shown.
    secret: bool,
    /// Where the heading's attributes begin.
    heading: Option<usize>,
}

/// The HTML so far.
pub struct Writer {
    out: String,
    /// Outer texts, while a footnote is written.
    outer: Vec<String>,
    open: Vec<Open>,
    shown: usize,
    links: usize,
    /// Whether the content of an open element is not shown.
    hides: bool,
    written: usize,
    limit: usize,
    /// The text of the open heading.
    heading: Option<String>,
    /// The headings that were closed, with their text and place, for the document to name.
    closed_heading: Option<(usize, String)>,
}

impl Writer {
    pub fn new(limit: usize) -> Self {
        Self {
            out: String::new(),
            outer: Vec::new(),
            open: Vec::new(),
            shown: 0,
            links: 0,
            hides: false,
            written: 0,
            limit,
            heading: None,
            closed_heading: None,
        }
    }

    /// Returns the HTML, or `None` if it was more than the limit.
    pub fn finish(self) -> Option<String> {
        (self.written <= self.limit).then_some(self.out)
    }

    /// Writes HTML that needs no escaping.
    pub fn raw(&mut self, html: &str) {
        self.written = self.written.saturating_add(html.len());
        if !self.hides && self.written <= self.limit {
            self.out.push_str(html);
        }
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) {
        if !self.hides && self.written <= self.limit {
            let before = self.out.len();
            escape(&mut self.out, text);
            self.written += self.out.len() - before;
        }
    }

    /// Adds text to the name of the open heading.
    pub fn name_heading(&mut self, text: &str) {
        if let Some(heading) = self.heading.as_mut().filter(|_| !self.hides) {
            heading.push_str(text);
        }
    }

    /// Opens an element of Markdown.
    pub fn start(&mut self, start: &str, close: &'static str) {
        self.push(start, close, None);
    }

    /// Closes the innermost element of Markdown, and the author's HTML inside it.
    pub fn end(&mut self) {
        while self.pop().is_some_and(|html| html) {}
    }

    /// Opens a heading of Markdown (`html` is `None`) or the author's.
    pub fn start_heading(&mut self, level: u8, attributes: &str, html: Option<&'static str>) {
        const TAGS: [(&str, &str); 4] = [
            ("<h3", "</h3>\n"),
            ("<h4", "</h4>\n"),
            ("<h5", "</h5>\n"),
            ("<h6", "</h6>\n"),
        ];
        let (start, close) = TAGS[usize::from(level.clamp(3, 6) - 3)];
        if !self.push(start, close, html) {
            return;
        }
        let place = self.out.len();
        self.raw(attributes);
        self.raw(">");
        // A heading inside another has no id. Its id comes first, when its text is known.
        if self.heading.is_none()
            && let Some(open) = self.open.last_mut()
        {
            open.heading = Some(place);
            self.heading = Some(String::new());
        }
    }

    /// Takes the heading that was just closed: where its attributes belong, and its text.
    pub fn take_heading(&mut self) -> Option<(usize, String)> {
        self.closed_heading.take()
    }

    /// Writes attributes at a place that [`Self::take_heading`] returned.
    pub fn insert(&mut self, place: usize, attributes: &str) {
        self.written += attributes.len();
        if self.written <= self.limit && self.out.is_char_boundary(place) {
            self.out.insert_str(place, attributes);
        }
    }

    /// From here on the HTML is kept apart, until [`Self::take_apart`].
    pub fn start_apart(&mut self) {
        self.outer.push(std::mem::take(&mut self.out));
    }

    /// Returns what was written since [`Self::start_apart`].
    pub fn take_apart(&mut self) -> String {
        std::mem::replace(&mut self.out, self.outer.pop().unwrap_or_default())
    }

    /// Whether what follows is inside a link.
    pub fn is_in_link(&self) -> bool {
        self.links > 0
    }

    /// Whether what follows is not shown.
    pub fn hides(&self) -> bool {
        self.hides
    }

    /// Closes what is still open.
    pub fn end_all(&mut self) {
        while self.pop().is_some() {}
    }

    /// Whether the element is shown.
    fn push(&mut self, start: &str, close: &'static str, html: Option<&'static str>) -> bool {
        let shown = self.shown < DEPTH && !self.hides && !close.is_empty();
        if shown {
            self.raw(start);
            self.shown += 1;
            self.links += usize::from(close == LINK);
        }
        self.open.push(Open {
            close: if shown { close } else { "" },
            html,
            secret: false,
            heading: None,
        });
        shown
    }

    /// Whether the closed element was the author's.
    fn pop(&mut self) -> Option<bool> {
        let open = self.open.pop()?;
        if open.secret {
            self.hides = false;
        }
        if !open.close.is_empty() {
            self.shown -= 1;
            self.links -= usize::from(open.close == LINK);
            self.raw(open.close);
        }
        if let Some(place) = open.heading {
            self.closed_heading = self.heading.take().map(|text| (place, text));
        }
        Some(open.html.is_some())
    }
}

/// Appends the text escaped, with [`stand_in`]s for `sanitize`.
pub fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(stand_in(c).unwrap_or(c)),
        }
    }
}
