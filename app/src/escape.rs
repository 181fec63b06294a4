//! Text inside `textarea` and `title`: Leptos writes their content as it is, so a text that
//! ends the element could begin any other.

/// The text as HTML that shows it, and nothing else.
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
