//! The last step: only known elements, attributes and addresses pass, whatever wrote them.
use crate::{elements::ALLOWED, highlight, stand_ins};
use ammonia::Builder;
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Elements that only the renderer writes.
const OWN: [&str; 2] = ["input", "section"];

/// The elements of MathML Core that formulas are made of.
const MATH: [&str; 28] = [
    "annotation",
    "math",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "semantics",
];

/// Attributes of formulas.
const MATH_ATTRIBUTES: [&str; 25] = [
    "accent",
    "accentunder",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "encoding",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// Attributes of elements, in addition to those of all.
const ATTRIBUTES: [(&str, &[&str]); 16] = [
    ("a", &["href", "aria-label"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("details", &["open"]),
    ("div", &["role", "tabindex", "aria-label"]),
    ("img", &["src", "alt", "width", "height"]),
    ("input", &["type", "checked", "disabled", "aria-label"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed"]),
    ("p", &["width", "height"]),
    ("pre", &["tabindex"]),
    ("section", &["role", "aria-label"]),
    ("table", &["width"]),
    ("td", &["colspan", "rowspan", "width", "height"]),
    ("th", &["colspan", "rowspan", "scope", "width", "height"]),
    ("time", &["datetime"]),
];

/// Classes, which only the renderer writes.
const CLASSES: [(&str, &[&str]); 9] = [
    (
        "div",
        &[
            "table-scroll",
            "markdown-alert",
            "markdown-alert-note",
            "markdown-alert-tip",
            "markdown-alert-important",
            "markdown-alert-warning",
            "markdown-alert-caution",
        ],
    ),
    ("p", &["markdown-alert-title"]),
    ("li", &["task-list-item"]),
    ("sup", &["footnote-ref"]),
    ("section", &["footnotes"]),
    ("span", &highlight::CLASSES),
    ("mtd", &["math-left", "math-right"]),
    ("math", &[]),
    ("code", &["math-source"]),
];

static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let set = |names: &[&'static str]| names.iter().copied().collect::<HashSet<_>>();
    let mut attributes: HashMap<_, _> = ATTRIBUTES
        .iter()
        .map(|(tag, names)| (*tag, set(names)))
        .collect();
    attributes.extend(MATH.iter().map(|tag| (*tag, set(&MATH_ATTRIBUTES))));
    let mut classes: HashMap<_, _> = CLASSES
        .iter()
        .map(|(tag, names)| (*tag, set(names)))
        .collect();
    classes
        .entry("code")
        .or_default()
        .extend(highlight::class_names());
    let mut builder = Builder::default();
    builder
        .tags(ALLOWED.iter().chain(&OWN).chain(&MATH).copied().collect())
        .clean_content_tags(["script", "style"].into())
        .generic_attributes(["align", "dir", "id", "lang", "title"].into())
        .tag_attributes(attributes)
        .allowed_classes(classes)
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("noopener noreferrer"))
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .set_tag_attribute_value("img", "loading", "lazy")
        .attribute_filter(filter);
    builder
});

/// Returns the HTML with only what is allowed.
pub fn clean(html: &str) -> String {
    stand_ins::restore(&SANITIZER.clean(html).to_string())
}

/// Returns the value, or `None` if the attribute does not have such a value.
fn filter<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let good = match attribute {
        _ if MATH.contains(&element) => true,
        "width" | "height" => is_size(value),
        "align" => ["left", "right", "center", "justify"].contains(&value),
        "dir" => ["ltr", "rtl", "auto"].contains(&value),
        "colspan" | "rowspan" | "span" => is_number(value, 3),
        "start" | "value" => is_number(value.strip_prefix('-').unwrap_or(value), 9),
        _ => true,
    };
    good.then_some(Cow::Borrowed(value))
}

fn is_size(value: &str) -> bool {
    let number = value.strip_suffix('%').or_else(|| value.strip_suffix("px"));
    is_number(number.unwrap_or(value), 4)
}

fn is_number(value: &str, digits: usize) -> bool {
    (1..=digits).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}
