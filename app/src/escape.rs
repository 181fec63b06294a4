//! Escapes text in `textarea` and `title`: Leptos does not, so the text could end the element and
//! inject others.

/// Returns the text as HTML without markup.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn no_element_ends_or_begins() {
        assert_eq!(escape("</title><b>&lt;"), "&lt;/title&gt;&lt;b&gt;&amp;lt;");
    }
}
