//! Redirects, which never leave the portal.

/// Returns `next` if it is a local path, else `/`.
pub fn local_path(next: &str) -> &str {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(|letter: char| letter == '\\' || letter.is_control())
        && next.is_ascii();
    if local { next } else { "/" }
}

/// Redirects to `return_to` if it is a local path, else to `/`; does nothing if it is empty.
pub fn redirect_to(return_to: &str) {
    if !return_to.is_empty() {
        leptos_axum::redirect(local_path(return_to));
    }
}

/// Returns the text as a value of a query string.
pub fn query_value(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let letter = |byte: u8| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(letter).collect()
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
