//! Colours of code, as classes. It splits code into comments, strings, numbers and words by a table of languages
//! (`languages.txt`), in one pass: the time depends on the length of the code only.
mod code;
mod grammar;
mod markup;

pub use grammar::{Grammar, language};

use crate::writer::escape;
use grammar::Mode;
use std::sync::LazyLock;

/// The classes of spans in code.
pub const CLASSES: [&str; 13] = [
    "hl-comment",
    "hl-string",
    "hl-number",
    "hl-keyword",
    "hl-literal",
    "hl-type",
    "hl-function",
    "hl-variable",
    "hl-property",
    "hl-meta",
    "hl-tag",
    "hl-inserted",
    "hl-deleted",
];

/// How many bytes of code are coloured in one text; the rest is plain.
const BUDGET: usize = 200_000;

/// The classes of blocks of code.
pub fn class_names() -> impl Iterator<Item = &'static str> {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        grammar::names()
            .map(|name| format!("language-{name}"))
            .collect()
    });
    NAMES.iter().map(String::as_str)
}

/// Colours the code of one text.
pub struct Highlighter {
    left: usize,
}

impl Default for Highlighter {
    fn default() -> Self {
        Self { left: BUDGET }
    }
}

impl Highlighter {
    /// Returns the code as HTML.
    pub fn html(&mut self, grammar: &Grammar, code: &str) -> String {
        let mut spans = Spans::default();
        match self.left.checked_sub(code.len()) {
            None => spans.plain(code),
            Some(left) => {
                self.left = left;
                match grammar.mode {
                    Mode::Code => code::write(&mut spans, grammar, code),
                    Mode::Markup => markup::write(&mut spans, code),
                    Mode::Diff => write_diff(&mut spans, code),
                }
            }
        }
        spans.0
    }
}

/// Code as HTML.
#[derive(Default)]
struct Spans(String);

impl Spans {
    fn plain(&mut self, text: &str) {
        escape(&mut self.0, text);
    }

    fn span(&mut self, class: &str, text: &str) {
        self.0.push_str("<span class=\"");
        self.0.push_str(class);
        self.0.push_str("\">");
        escape(&mut self.0, text);
        self.0.push_str("</span>");
    }
}

fn write_diff(spans: &mut Spans, code: &str) {
    for line in code.split_inclusive('\n') {
        let class = match line.as_bytes() {
            [b'+', ..] => "hl-inserted",
            [b'-', ..] => "hl-deleted",
            [b'@', ..] => "hl-meta",
            _ => {
                spans.plain(line);
                continue;
            }
        };
        spans.span(class, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(name: &str, code: &str) -> String {
        let (_, grammar) = language(name).unwrap();
        // As short as `k{const}`.
        crate::stand_ins::restore(&Highlighter::default().html(grammar, code))
            .replace("<span class=\"hl-", "")
            .replace("</span>", "}")
            .replace("\">", "{")
    }

    #[test]
    fn code_is_coloured() {
        for (name, code, expected) in [
            (
                "js",
                "const a = 1; // x",
                "keyword{const} a = number{1}; comment{// x}",
            ),
            ("js", "f(`a\nb`)", "function{f}(string{`a\nb`})"),
            (
                "python",
                "@a\ndef f(x): return 'y'",
                "meta{@a}\nkeyword{def} function{f}(x): keyword{return} string{'y'}",
            ),
            (
                "rust",
                "fn a<'b>(c: &'b str) -> char { 'd' }",
                "keyword{fn} a&lt;'b&gt;(c: &amp;'b type{str}) -&gt; type{char} { string{'d'} }",
            ),
            ("sql", "SELECT Null", "keyword{SELECT} literal{Null}"),
            (
                "bash",
                "$ echo \"$A\" $HOME # x",
                "meta{$} keyword{echo} string{&quot;$A&quot;} variable{$HOME} comment{# x}",
            ),
            (
                "yaml",
                "a-b: 'c' # d",
                "property{a-b}: string{'c'} comment{# d}",
            ),
            (
                "c",
                "#include <a.h>\nint x = 0x1F;",
                "meta{#include &lt;a.h&gt;}\ntype{int} x = number{0x1F};",
            ),
            (
                "html",
                "<a b=\"c\">d</a><!--e-->",
                "tag{&lt;a} property{b}=string{&quot;c&quot;}tag{&gt;}dtag{&lt;/a&gt;}comment{&lt;!--e--&gt;}",
            ),
            ("diff", "+a\n-b\n c", "inserted{+a\n}deleted{-b\n} c"),
            (
                "json",
                "{\"a\": true}",
                "{property{&quot;a&quot;}: literal{true}}",
            ),
        ] {
            assert_eq!(html(name, code), expected, "{name}");
        }
    }

    #[test]
    fn what_never_ends_is_read_once() {
        assert_eq!(html("js", "/* a"), "comment{/* a}");
        assert_eq!(html("js", "'a\nb"), "string{'a}\nb");
        assert_eq!(
            html("html", "<a b=\"c"),
            "tag{&lt;a} property{b}=string{&quot;c}"
        );
    }

    #[test]
    fn beyond_the_budget_code_is_plain() {
        let long = "1 ".repeat(BUDGET / 2 + 1);
        assert_eq!(html("js", &long), long);
    }
}
