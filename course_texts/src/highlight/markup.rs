//! HTML and XML: tags, attributes, comments.
use super::Spans;

/// Writes the markup with its colours.
pub fn write(spans: &mut Spans, code: &str) {
    let mut rest = code;
    while let Some(place) = rest.find('<') {
        spans.plain(&rest[..place]);
        rest = tag(spans, &rest[place..]);
    }
    spans.plain(rest);
}

/// Writes what begins with `<`, and returns what follows it.
fn tag<'c>(spans: &mut Spans, rest: &'c str) -> &'c str {
    for (start, end, class) in [
        ("<!--", "-->", "hl-comment"),
        ("<![CDATA[", "]]>", "hl-string"),
        ("<!", ">", "hl-meta"),
        ("<?", "?>", "hl-meta"),
    ] {
        if rest.starts_with(start) {
            let length = rest.find(end).map_or(rest.len(), |place| place + end.len());
            spans.span(class, &rest[..length]);
            return &rest[length..];
        }
    }
    let is_name = |c: char| c.is_alphanumeric() || "-_:.".contains(c);
    let name = rest[1..]
        .trim_start_matches('/')
        .trim_start_matches(is_name);
    let mut length = rest.len() - name.len();
    if length == 1 {
        spans.plain("<");
        return name;
    }
    if rest[length..].starts_with('>') {
        length += 1;
    }
    spans.span("hl-tag", &rest[..length]);
    if rest[..length].ends_with('>') {
        return &rest[length..];
    }
    attributes(spans, &rest[length..])
}

/// Writes attributes up to the end of the tag, and returns what follows it.
fn attributes<'c>(spans: &mut Spans, mut rest: &'c str) -> &'c str {
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '>' => {
                spans.span("hl-tag", ">");
                return &rest[1..];
            }
            '<' => return rest,
            '"' | '\'' => {
                let length = rest[1..].find(first).map_or(rest.len(), |place| place + 2);
                spans.span("hl-string", &rest[..length]);
                length
            }
            c if c.is_whitespace() || "=/".contains(c) => {
                spans.plain(&rest[..c.len_utf8()]);
                c.len_utf8()
            }
            _ => {
                let ends = |c: char| c.is_whitespace() || "=/>\"'<".contains(c);
                let length = rest.find(ends).unwrap_or(rest.len());
                spans.span("hl-property", &rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    rest
}
