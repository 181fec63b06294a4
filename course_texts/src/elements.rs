//! The elements that authors may write as HTML, and their attributes. Everything else is left out; its text stays.

/// An allowed element: its name, its end (empty if it has none) and its attributes in addition to [`EVERYWHERE`].
pub struct Element {
    pub name: &'static str,
    pub end: &'static str,
    pub attributes: &'static [&'static str],
}

/// Attributes of every element.
pub const EVERYWHERE: [&str; 4] = ["align", "dir", "lang", "title"];

macro_rules! elements {
    ($($name:literal $([$($attribute:literal)*])?),* ; $($void:literal $([$($void_attribute:literal)*])?),*) => {
        /// The elements that authors may write.
        const ELEMENTS: &[Element] = &[
            $(Element {
                name: $name,
                end: concat!("</", $name, ">"),
                attributes: &[$($($attribute),*)?],
            },)*
            $(Element {
                name: $void,
                end: "",
                attributes: &[$($($void_attribute),*)?],
            },)*
        ];
        /// Their names.
        pub const ALLOWED: &[&str] = &[$($name,)* $($void,)*];
    };
}

elements!(
    "a" ["href"], "abbr", "b", "bdi", "bdo", "blockquote", "caption", "cite", "code", "colgroup" ["span"], "dd", "del",
    "details" ["open"], "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "i", "ins", "kbd", "li" ["value"], "mark", "ol" ["start" "reversed"], "p", "pre", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table" ["width"], "tbody",
    "td" ["colspan" "rowspan" "width" "height"], "tfoot", "th" ["colspan" "rowspan" "scope" "width" "height"], "thead",
    "time" ["datetime"], "tr", "tt", "u", "ul", "var";
    "br", "col" ["span"], "hr", "img" ["src" "alt" "width" "height"], "wbr"
);

/// Elements whose content is not text for a reader.
const SECRET: [&str; 11] = [
    "head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template",
    "textarea", "title",
];

/// Returns the element that authors may write, by its name in lower case.
pub fn allowed(name: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|element| element.name == name)
}

/// Returns the name, if the content of the element is hidden with it.
pub fn secret(name: &str) -> Option<&'static str> {
    SECRET.into_iter().find(|secret| *secret == name)
}

/// Elements that an HTML parser opens again in what follows, if they are still open where something around them ends.
/// So they have no id, and `author` closes them itself.
const FORMATTING: [&str; 11] = [
    "a", "b", "code", "em", "i", "s", "small", "strike", "strong", "tt", "u",
];

pub fn is_formatting(name: &str) -> bool {
    FORMATTING.contains(&name)
}

/// Whether the element is part of a line of text.
pub fn is_phrasing(name: &str) -> bool {
    const PHRASING: [&str; 22] = [
        "abbr", "bdi", "bdo", "br", "cite", "del", "dfn", "img", "ins", "kbd", "mark", "q", "rp",
        "rt", "ruby", "samp", "sub", "sup", "time", "var", "wbr", "span",
    ];
    is_formatting(name) || PHRASING.contains(&name)
}

/// Whether an open `outer` ends where `inner` begins, as `<li>` ends an open `<li>`.
pub fn ends(outer: &str, inner: &str) -> bool {
    match inner {
        "li" => outer == "li",
        "dt" | "dd" => matches!(outer, "dt" | "dd"),
        "td" | "th" => matches!(outer, "td" | "th"),
        "tr" => matches!(outer, "td" | "th" | "tr"),
        "tbody" | "thead" | "tfoot" => {
            matches!(outer, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot")
        }
        _ => false,
    }
}

/// Whether `inner` may be directly in `outer`, by the rules of tables.
pub fn fits(outer: Option<&str>, inner: &str) -> bool {
    let outer = outer.unwrap_or_default();
    match inner {
        "td" | "th" => outer == "tr",
        "tr" => matches!(outer, "table" | "thead" | "tbody" | "tfoot"),
        "thead" | "tbody" | "tfoot" | "caption" | "colgroup" => outer == "table",
        "col" => outer == "colgroup",
        _ => !matches!(
            outer,
            "table" | "thead" | "tbody" | "tfoot" | "tr" | "colgroup"
        ),
    }
}
