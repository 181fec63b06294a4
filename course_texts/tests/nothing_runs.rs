//! Whatever an author writes, the HTML runs nothing and loads nothing but images.
use course_texts::{ALLOWED, render};
use proptest::{collection::vec, prelude::*, sample::select};

/// The start tags in HTML that the renderer returned: their names and attributes.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    for tag in html.split('<').skip(1) {
        let (inside, text) = tag.split_once('>').expect("a tag ends");
        assert!(!text.contains('>'), "text is escaped: {text}");
        if inside.starts_with('/') {
            continue;
        }
        let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
        let mut attributes = Vec::new();
        while let Some((attribute, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"').expect("a value ends");
            attributes.push((attribute.trim().to_owned(), value.to_owned()));
            rest = after;
        }
        assert_eq!(rest.trim(), "", "attributes have quoted values");
        found.push((name.to_owned(), attributes));
    }
    found
}

const ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "align",
    "alt",
    "aria-label",
    "checked",
    "class",
    "colspan",
    "columnspan",
    "datetime",
    "depth",
    "dir",
    "disabled",
    "display",
    "displaystyle",
    "encoding",
    "fence",
    "form",
    "height",
    "href",
    "id",
    "lang",
    "largeop",
    "linethickness",
    "loading",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "open",
    "rel",
    "reversed",
    "role",
    "rowspan",
    "rspace",
    "scope",
    "scriptlevel",
    "separator",
    "span",
    "src",
    "start",
    "stretchy",
    "symmetric",
    "tabindex",
    "title",
    "type",
    "value",
    "voffset",
    "width",
];

fn assert_harmless(text: &str) {
    let html = render(text, "u1-");
    let mut ids = std::collections::HashSet::new();
    for (name, attributes) in tags(&html) {
        let is_math = name.starts_with('m') && name != "mark"
            || ["semantics", "annotation"].contains(&name.as_str());
        let known = ALLOWED.contains(&name.as_str()) || is_math || name == "section";
        let is_task = name == "input"
            && attributes.contains(&("type".into(), "checkbox".into()))
            && attributes.contains(&("disabled".into(), String::new()));
        assert!(known || is_task, "<{name}> from {text:?}");
        for (attribute, value) in attributes {
            assert!(
                ATTRIBUTES.contains(&attribute.as_str()),
                "{attribute} from {text:?}"
            );
            if attribute == "id" {
                assert!(
                    value.starts_with("u1-") && ids.insert(value.clone()),
                    "id {value} from {text:?}"
                );
            }
            if ["href", "src"].contains(&attribute.as_str()) {
                assert_no_foreign_scheme(&value, text);
            }
            if attribute == "class" {
                assert!(!value.contains("mine"), "{value} from {text:?}");
            }
        }
    }
}

fn assert_no_foreign_scheme(address: &str, text: &str) {
    // As a browser reads it: without control characters and blanks in front.
    let address = address.replace("&amp;", "&");
    let bare: String = address
        .chars()
        .filter(|c| !c.is_control() && *c != ' ')
        .collect();
    let path = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    let is_scheme = |name: &str| {
        let valid = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(valid)
    };
    if let Some((scheme, _)) = bare[..path]
        .split_once(':')
        .filter(|(name, _)| is_scheme(name))
    {
        let scheme = scheme.to_ascii_lowercase();
        assert!(
            ["http", "https", "mailto"].contains(&scheme.as_str()),
            "{address} from {text:?}"
        );
    }
}

const EVENTS: &str = "onclick=x() onerror='x()' onload=\"x()\" ONFOCUS=x ontoggle=x autofocus style=\"position:fixed\" \
                      class=mine formaction=javascript:x action=javascript:x srcdoc=x srcset=x ping=x \
                      background=javascript:x xlink:href=javascript:x is=x slot=x nonce=x contenteditable";

const SCHEMES: &[&str] = &[
    "javascript:x()",
    "JaVaScRiPt:x()",
    " javascript:x()",
    "java\tscript:x()",
    "java&#10;script:x()",
    "javascript&colon;x()",
    "&#106;avascript:x()",
    "\u{1}javascript:x()",
    "vbscript:x",
    "data:text/html,<script>x</script>",
    "data:image/svg+xml,<svg onload=x>",
    "file:///etc/passwd",
    "blob:x",
    "intent:x",
    "java\u{200B}script:x",
];

#[test]
fn no_allowed_element_has_events_styles_or_forms() {
    for name in ALLOWED
        .iter()
        .chain(&["input", "section", "math", "annotation", "mtext", "svg"])
    {
        for text in [
            format!("<{name} {EVENTS}>x</{name}>"),
            format!("a <{name} {EVENTS}/> b"),
            format!("<{name}\n{EVENTS}\n>\n\n**x**\n\n</{name}>"),
            format!("<{name} title=\"</{name}><script>x</script>\" {EVENTS}>"),
            format!("<{name} title='\"><img src=x onerror=x>'>"),
            format!("<{name}{}", EVENTS.replace(' ', "/")),
            format!("> - <{name} {EVENTS}\n> - x"),
        ] {
            assert_harmless(&text);
        }
    }
}

#[test]
fn no_link_or_image_has_a_foreign_scheme() {
    for scheme in SCHEMES {
        for text in [
            format!("[x]({scheme})"),
            format!("[x](<{scheme}>)"),
            format!("![x]({scheme})"),
            format!("<{scheme}>"),
            format!("[x]\n\n[x]: <{scheme}>"),
            format!("<a href=\"{scheme}\">x</a>"),
            format!("<a href={scheme}>x</a>"),
            format!("<img src=\"{scheme}\">"),
            format!("<blockquote cite=\"{scheme}\">x</blockquote>"),
            format!("$\\href{{{scheme}}}{{x}}$"),
        ] {
            assert_harmless(&text);
        }
    }
}

#[test]
fn known_attacks_do_nothing() {
    for text in [
        "<script>x()</script>",
        "<scr<script>ipt>x()</script>",
        "<<script>x()//<</script>",
        "<style>@import 'x';</style>",
        "<svg><animate onbegin=x attributeName=x></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=x&gt;\">",
        "<math><annotation-xml encoding=\"text/html\"><script>x</script></annotation-xml></math>",
        "<noscript><p title=\"</noscript><img src=x onerror=x>\">",
        "<textarea></textarea><script>x</script>",
        "<iframe srcdoc=\"<script>x</script>\"></iframe>",
        "<form action=x><input name=password><button>x</button></form>",
        "<base href=//x><link rel=stylesheet href=x><meta http-equiv=refresh content=0>",
        "<object data=x><embed src=x></object><video src=x onerror=x></video>",
        "<!--><script>x</script>-->",
        "<![CDATA[<script>x</script>]]>",
        "<?xml <script>x</script>?>",
        "```<script>\n</code></pre><script>x</script>\n```",
        "```html\n<script>x</script>\n\"><img src=x onerror=x>\n```",
        "$\\text{<img src=x onerror=x>}$ $$</math><script>x</script>$$ $\\unknown<script>$",
        "[x](https://a\" onmouseover=\"x) [x](https://a 'a\" onmouseover=\"x')",
        "![\" onerror=\"x](https://a)",
        "# <a id=\"x\" onclick=x>x</a>\n\n<a id=x></a><a name='x\" onclick=\"x'></a>",
        "[^\"><script>]: x\n\nx[^\"><script>]",
        "http://a\"onmouseover=x www.a.b'\"><script>x</script>",
        "\u{10FF3C}script\u{10FF3E}x\u{10FF26}lt;script",
        "&lt;script&gt;x&lt;/script&gt; &#60;script&#62;",
        "- [x] <input type=text>",
    ] {
        assert_harmless(text);
    }
}

#[test]
fn what_is_hidden_is_not_shown() {
    for text in [
        "<script>secret</script>",
        "a <style>secret</style>",
        "<!-- secret -->",
        "<svg><title>secret</title></svg>",
    ] {
        assert!(!render(text, "").contains("secret"), "{text}");
    }
    // What hides ends with its block.
    assert!(render("<svg>\nx\n\nshown", "").contains("shown"));
    assert!(render("a <script> b\n\nshown", "").contains("shown"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_runs_whatever_the_text(pieces in vec(select(PIECES), 0..40)) {
        assert_harmless(&pieces.concat());
    }

    #[test]
    fn any_characters_are_rendered(text in "\\PC*") {
        assert_harmless(&text);
    }
}

const PIECES: &[&str] = &[
    "<",
    ">",
    "\"",
    "'",
    "&",
    "=",
    "/",
    "\n",
    "\n\n",
    "    ",
    "> ",
    "- ",
    "1. ",
    "# ",
    "## a\n",
    "a",
    "é",
    "\u{A0}",
    "script",
    "<script>",
    "</script>",
    "<style>",
    "<b>",
    "</b>",
    "<a href=",
    "javascript:",
    "https://a.b",
    "www.a.b",
    "a@b.c",
    " onerror=x ",
    "<img src=x",
    "<div>",
    "</div>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<table>",
    "<td>",
    "</table>",
    "<li>",
    "<p>",
    "<h2>",
    "</h2>",
    "<svg>",
    "<math>",
    "</math>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "`",
    "```",
    "```js\n",
    "~~~html\n",
    "$",
    "$$",
    "\\frac",
    "{",
    "}",
    "^",
    "_",
    "*",
    "**",
    "~~",
    "|",
    "|-|\n",
    "[",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "[x]",
    "[ ] ",
    "[!NOTE]\n",
    ":smile:",
    ":",
    "\\",
    "---\n",
    "+++\n",
    "&lt;",
    "&#60;",
    "&colon;",
    "title=\"",
    " id=x ",
    "\u{10FF26}",
    "\u{10FF3C}",
    "\t",
    "#a",
    "<br>",
    "<input>",
    "<a id=x>",
];
