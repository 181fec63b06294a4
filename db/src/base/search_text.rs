//! The forms in which text is compared, searched and ordered, as `folding` makes them.
pub use folding::{case_fold, of_name, of_order, of_user, search_words, truncate_bytes};

use domain::text::{to_plain, visible};

/// Returns what a login or an address is compared as, for one that someone typed or pasted: what the fields of the
/// forms save it as, folded.
pub fn login_fold(typed: &str) -> String {
    case_fold(&to_plain(&visible(typed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_not_looked_for() {
        assert_eq!(
            search_words("\u{FEFF}An\u{AD}a\u{200B} \u{202A}Souza\u{202C}"),
            ["ana", "souza"]
        );
        assert_eq!(
            login_fold("\u{202A}Ana–S@exam\u{200B}ple．org\u{202C}"),
            "ana-s@example.org"
        );
    }
}
