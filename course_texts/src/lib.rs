//! Course texts: from the Markdown that authors write to the HTML that learners read, as GitHub shows it. A text is
//! rendered once, when it is saved; `app` stores the result with [`VERSION`].
//!
//! Whatever the text is, rendering ends, in time linear in its length: `document` walks once over the events of the
//! parser, nests at most [`DEPTH`] elements and writes at most [`output_limit`] bytes. What it writes is well-formed;
//! `sanitize` then lets only known elements and attributes through.
mod anchors;
mod autolinks;
mod document;
mod elements;
mod footnotes;
mod front_matter;
mod headings;
mod highlight;
mod html;
mod images;
mod math;
mod nesting;
mod pictures;
mod prose;
mod sanitize;
mod splitting;
mod stand_ins;
mod writer;

pub use elements::ALLOWED;
pub use pictures::replace_pictures;
pub use splitting::{Part, split};
pub use writer::DEPTH;

use document::Document;
use pulldown_cmark::{Options, Parser, TextMergeWithOffset};
use std::thread;

/// The version of the renderer. A higher one makes the server render stored texts again.
pub const VERSION: i64 = 2;

/// The stack of the thread that renders, in bytes. The converter of formulas recurses: the longest formula that it
/// gets needs less than half of this, also in a debug build.
const STACK: usize = 64 << 20;

/// The most bytes of HTML that a text of `bytes` bytes becomes; beyond that it is shown as its source.
pub const fn output_limit(bytes: usize) -> usize {
    1_000_000 + 8 * bytes
}

/// Returns the text as HTML that runs nothing. Its ids and the anchors of its links begin with `prefix`, so that two
/// texts on a page do not clash. A text that cannot be rendered is shown as its source.
pub fn render(text: &str, prefix: &str) -> String {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        let rendered = thread.spawn_scoped(scope, || try_render(text, prefix));
        // Only a defect of a parser panics, and it must not make a text unreadable.
        rendered
            .ok()
            .and_then(|thread| thread.join().ok().flatten())
            .unwrap_or_else(|| source(text))
    })
}

fn try_render(text: &str, prefix: &str) -> Option<String> {
    let body = front_matter::skip(text);
    if !nesting::is_bounded(body) {
        return None;
    }
    let parser = Parser::new_ext(body, options()).into_offset_iter();
    let events: Vec<_> = TextMergeWithOffset::new(parser).collect();
    let html = Document::new(body, prefix, &events).write()?;
    Some(sanitize::clean(&html))
}

/// The Markdown of GitHub.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH
}

/// The text as it was typed.
fn source(text: &str) -> String {
    let mut html = String::from("<pre tabindex=\"0\"><code>");
    writer::escape(&mut html, text);
    stand_ins::restore(&(html + "</code></pre>\n"))
}
