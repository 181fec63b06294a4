//! A limit of nesting that holds before parsing: for every line the parser visits each list and quotation that is open.

/// The most markers of lists, quotations and footnotes that a line may begin with.
const MARKERS: usize = 50;

/// The deepest indentation, in columns. Each nested list takes two.
const COLUMNS: usize = 400;

/// Whether no line is nested deeper than anyone writes: at most [`MARKERS`] and [`COLUMNS`], so that at most 250
/// elements are open at once.
pub fn is_bounded(text: &str) -> bool {
    text.lines().all(|line| {
        let (mut rest, mut columns, mut markers) = (line, 0, 0);
        loop {
            let inside = rest.trim_start_matches([' ', '\t']);
            let blanks = &rest[..rest.len() - inside.len()];
            columns += blanks.len() + 3 * blanks.matches('\t').count();
            match after_marker(inside) {
                Some(after) => rest = after,
                None => return markers <= MARKERS && (columns <= COLUMNS || inside.is_empty()),
            }
            markers += 1;
        }
    })
}

/// Returns what follows a marker of a list, a quotation or a footnote.
fn after_marker(text: &str) -> Option<&str> {
    if let Some(after) = text.strip_prefix('>') {
        return Some(after);
    }
    if let Some(label) = text.strip_prefix("[^") {
        let end = label.bytes().take(100).position(|byte| byte == b']')?;
        return label[end + 1..].strip_prefix(':');
    }
    let after = match text.strip_prefix(['-', '*', '+']) {
        Some(after) => after,
        None => text
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .strip_prefix(['.', ')'])?,
    };
    (after.is_empty() || after.starts_with([' ', '\t'])).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::is_bounded;

    #[test]
    fn only_what_no_one_writes_is_refused() {
        let fine = [
            "-".repeat(1000),
            "- ".repeat(50),
            "> 1. a\n>   - b".into(),
            " ".repeat(500),
            "1".repeat(1000),
        ];
        for text in fine {
            assert!(is_bounded(&text), "{text}");
        }
        let deep = ["> ", "- ", "1) ", "[^a]: ", "> * "];
        for text in deep
            .map(|marker| marker.repeat(51))
            .into_iter()
            .chain([" ".repeat(401) + "a", "\t".repeat(101) + "a"])
        {
            assert!(!is_bounded(&format!("a\n{text}")), "{text}");
        }
    }
}
