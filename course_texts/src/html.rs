//! Splits the author's HTML into tags and text. Each character is read a bounded number of times.

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text between tags, with its entities.
    Text(&'a str),
    /// A start tag: its name in lower case, and what follows it.
    Start { name: String, attributes: &'a str },
    /// An end tag.
    End(String),
}

/// Returns the pieces. Comments, declarations and processing instructions are left out.
pub fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(place) = rest.find('<') {
        push_text(&mut pieces, &rest[..place]);
        let tag = &rest[place..];
        if let Some(after) = hidden(tag) {
            rest = after;
            continue;
        }
        match read_tag(tag) {
            Tag::Piece(piece, after) => {
                pieces.push(piece);
                rest = after;
            }
            Tag::No => {
                push_text(&mut pieces, &tag[..1]);
                rest = &tag[1..];
            }
            Tag::Endless => {
                push_text(&mut pieces, tag);
                rest = "";
            }
        }
    }
    push_text(&mut pieces, rest);
    pieces
}

fn push_text<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
}

/// Returns what follows a comment or declaration; one that does not end hides the rest.
fn hidden(tag: &str) -> Option<&str> {
    let (start, end) = if tag.starts_with("<!--") {
        // A comment may be as short as `<!-->`.
        (2, "-->")
    } else if tag.starts_with("<![CDATA[") {
        (9, "]]>")
    } else if tag.starts_with("<!") {
        (2, ">")
    } else if tag.starts_with("<?") {
        (2, "?>")
    } else {
        return None;
    };
    let place = tag[start..].find(end);
    Some(place.map_or("", |place| &tag[start + place + end.len()..]))
}

enum Tag<'a> {
    Piece(Piece<'a>, &'a str),
    No,
    /// Nothing behind it ends a tag.
    Endless,
}

fn read_tag(tag: &str) -> Tag<'_> {
    let inside = &tag[1..];
    let (is_end, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Tag::No;
    }
    let Some(end) = tag_end(inside) else {
        return Tag::Endless;
    };
    let (content, after) = (&inside[..end], &inside[end + 1..]);
    let name_end = content
        .find(|c: char| c.is_ascii_whitespace() || c == '/')
        .unwrap_or(content.len());
    let name = content[..name_end].to_ascii_lowercase();
    let attributes = &content[name_end..];
    let piece = if is_end {
        Piece::End(name)
    } else {
        Piece::Start { name, attributes }
    };
    Tag::Piece(piece, after)
}

/// Returns the place of the `>` that ends a tag, past quoted values.
fn tag_end(inside: &str) -> Option<usize> {
    let mut quote = None;
    inside.bytes().position(|byte| match quote {
        Some(mark) => {
            if byte == mark {
                quote = None;
            }
            false
        }
        None => {
            if matches!(byte, b'"' | b'\'') {
                quote = Some(byte);
            }
            byte == b'>'
        }
    })
}

/// Returns the attributes of a start tag: names in lower case, and values with their entities.
pub fn attributes(text: &str) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    let is_between = |c: char| c.is_ascii_whitespace() || c == '/';
    let mut rest = text.trim_start_matches(is_between);
    while !rest.is_empty() {
        // The first character belongs to the name, whatever it is.
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| is_between(*c) || *c == '=')
            .map_or(rest.len(), |(place, _)| place);
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = read_value(after.trim_start());
        }
        found.push((name, value));
        rest = rest.trim_start_matches(is_between);
    }
    found
}

fn read_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = text
        .find(|c: char| c.is_ascii_whitespace())
        .unwrap_or(text.len());
    (&text[..end], &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_text_are_told_apart() {
        let start = |name: &str, attributes| Piece::Start {
            name: name.into(),
            attributes,
        };
        assert_eq!(
            pieces("a<BR/>b <!-- > --><p title=\">\">c</P >1 < 2"),
            [
                Piece::Text("a"),
                start("br", "/"),
                Piece::Text("b "),
                start("p", " title=\">\""),
                Piece::Text("c"),
                Piece::End("p".into()),
                Piece::Text("1 "),
                Piece::Text("<"),
                Piece::Text(" 2"),
            ]
        );
        assert_eq!(pieces("a<!--b"), [Piece::Text("a")]);
        assert_eq!(pieces("a<b c"), [Piece::Text("a"), Piece::Text("<b c")]);
        assert_eq!(pieces("<!-->a"), [Piece::Text("a")]);
    }

    #[test]
    fn attributes_are_read_with_and_without_quotes() {
        let read = |text| attributes(text);
        let expected = [("a", "1"), ("b", "x y"), ("c", ""), ("d", "'"), ("é", "2")];
        let found = read(" A=1 b = 'x y' c d=\"'\" é=2/ ");
        for (place, (name, value)) in expected.into_iter().enumerate() {
            let value = if name == "é" { "2/" } else { value };
            assert_eq!(found[place], (name.to_owned(), value));
        }
    }
}
