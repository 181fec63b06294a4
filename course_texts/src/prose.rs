//! Running text: bare addresses become links, and the names of emoji the emoji.
use crate::{autolinks, writer::Writer};

/// The longest name of an emoji, in bytes.
const NAME: usize = 60;

/// Writes text that is neither code nor in a link.
pub fn write(out: &mut Writer, text: &str) {
    let mut from = 0;
    for (range, address) in autolinks::find(text) {
        write_names(out, &text[from..range.start]);
        out.raw("<a href=\"");
        out.text(&address);
        out.raw("\">");
        out.text(&text[range.clone()]);
        out.raw("</a>");
        from = range.end;
    }
    write_names(out, &text[from..]);
}

/// Writes text with `:smile:` as the emoji.
pub fn write_names(out: &mut Writer, text: &str) {
    let mut rest = text;
    while let Some(start) = rest.find(':') {
        let (before, after) = (&rest[..start], &rest[start + 1..]);
        out.text(before);
        match emoji(after) {
            Some((emoji, length)) => {
                out.text(emoji);
                rest = &after[length + 1..];
            }
            None => {
                out.text(":");
                rest = after;
            }
        }
    }
    out.text(rest);
}

/// Returns the emoji whose name the text begins with, and the length of the name.
fn emoji(text: &str) -> Option<(&'static str, usize)> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_+-".contains(byte);
    let length = text.bytes().take(NAME).take_while(is_name).count();
    let closes = text.as_bytes().get(length) == Some(&b':');
    let found = emojis::get_by_shortcode(text.get(..length)?).filter(|_| closes)?;
    Some((found.as_str(), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_emoji_become_emoji() {
        let mut out = Writer::new(1000);
        write(&mut out, ":smile: 10:30:45 :nobody: ::+1: a:b");
        assert_eq!(out.finish().unwrap(), "😄 10:30:45 :nobody: :👍 a:b");
    }
}
