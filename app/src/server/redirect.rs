//! Where an answer leads: never out of the portal.

/// `next` if it is a path of this portal, else home: never an address elsewhere.
pub fn local_path(next: &str) -> &str {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(|letter: char| letter == '\\' || letter.is_control())
        && next.is_ascii();
    if local { next } else { "/" }
}

/// To the page that an act was asked for on, `back`, which may be empty: then the answer leads
/// nowhere.
pub fn redirect_to(back: &str) {
    if !back.is_empty() {
        leptos_axum::redirect(local_path(back));
    }
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn next_stays_in_the_portal() {
        assert_eq!(local_path("/groups?q=a"), "/groups?q=a");
        for foreign in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
            "/a\r\nSet-Cookie: b",
            "/\u{1}",
        ] {
            assert_eq!(local_path(foreign), "/", "{foreign}");
        }
    }
}
