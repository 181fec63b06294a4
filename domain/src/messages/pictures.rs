//! What a course text says in place of a picture that is not shown.

/// `text` is the picture's own, for those who do not see it.
pub fn not_shown(text: &str, host: &str) -> String {
    match text.trim() {
        "" => format!("Picture not shown (from {host})"),
        text => format!("Picture not shown: {text} (from {host})"),
    }
}
