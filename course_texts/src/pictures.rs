//! Pictures that are not shown to readers, whatever the text says.

/// Returns HTML that [`render`](crate::render) wrote, with notes in place of some pictures. `note` gets a
/// picture's address and the text for those who do not see it; `None` leaves it in place. A note is text.
pub fn replace_pictures(html: &str, note: impl Fn(&str, &str) -> Option<String>) -> String {
    const START: &str = "<img ";
    let mut parts = html.split(START);
    let mut replaced = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // Within a tag, `>` is only in a value, between quotes.
        let Some(end) = end_of_tag(part) else {
            replaced.push_str(START);
            replaced.push_str(part);
            continue;
        };
        let (tag, rest) = part.split_at(end);
        let value = |name| unescaped(attribute(tag, name).unwrap_or_default());
        match note(&value("src"), &value("alt")) {
            Some(note) => {
                let note = escaped(&note);
                replaced.push_str(&format!("<span class=\"muted\">{note}</span>"));
                replaced.push_str(rest.strip_prefix('>').unwrap_or(rest));
            }
            None => {
                replaced.push_str(START);
                replaced.push_str(part);
            }
        }
    }
    replaced
}

fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    })
}

/// The value of an attribute, as the sanitizer writes it: between double quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some((found, after)) = rest.split_once("=\"") {
        let (value, next) = after.split_once('"')?;
        if found.trim() == name {
            return Some(value);
        }
        rest = next;
    }
    None
}

fn unescaped(value: &str) -> String {
    value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_is_not_shown_is_named() {
        let html = crate::render(
            "![A \"<cat\" >](https://a.example/x?b&c) and ![own](/own.png)",
            "u1-",
        );
        let asked = std::cell::RefCell::new(Vec::new());
        let replaced = replace_pictures(&html, |address, text| {
            asked.borrow_mut().push(address.to_owned());
            address.starts_with("https").then(|| format!("No <{text}>"))
        });
        assert_eq!(*asked.borrow(), ["https://a.example/x?b&c", "/own.png"]);
        assert!(
            replaced
                .contains("<span class=\"muted\">No &lt;A \"&lt;cat\" &gt;&gt;</span> and <img "),
            "{replaced}"
        );
        assert!(replaced.contains("/own.png"), "{replaced}");
        assert_eq!(replace_pictures(&html, |_, _| None), html);
    }
}
