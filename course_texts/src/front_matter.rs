//! Front matter: what other systems write above a text about the text. Learners do not see it.

/// Returns the text below its front matter (YAML between `---`, or TOML between `+++`). A text that only begins with a
/// horizontal rule is returned whole.
pub fn skip(text: &str) -> &str {
    for (fence, ends, separator) in [("---", ["---", "..."], ':'), ("+++", ["+++", "+++"], '=')] {
        let Some(inside) = after_line(text, fence) else {
            continue;
        };
        let (mut rest, mut is_blank, mut has_entry) = (inside, true, false);
        while let Some((line, below)) = rest
            .split_once('\n')
            .or((!rest.is_empty()).then_some((rest, "")))
        {
            if ends.contains(&line.trim_end()) {
                // Headings and lists between two rules look like comments and values, but of no entry.
                return if has_entry || is_blank { below } else { text };
            }
            if !has_key(line, separator) && !may_be_inside(line) {
                return text;
            }
            has_entry |= has_key(line, separator);
            is_blank = false;
            rest = below;
        }
    }
    text
}

fn after_line<'a>(text: &'a str, line: &str) -> Option<&'a str> {
    let (first, rest) = text.split_once('\n')?;
    (first.trim_end() == line).then_some(rest)
}

/// Whether the line is an entry.
fn has_key(line: &str, separator: char) -> bool {
    let key = line.split_once(separator).map(|(key, _)| key.trim());
    key.is_some_and(|key| !key.is_empty() && key.chars().all(is_key) && !line.starts_with("- "))
}

/// Whether the line can be a comment, or continue an entry.
fn may_be_inside(line: &str) -> bool {
    let first = line.chars().next();
    first.is_none_or(|first| first.is_whitespace() || "#-]}[".contains(first))
}

fn is_key(c: char) -> bool {
    c.is_alphanumeric() || "_-. \"'".contains(c)
}

#[cfg(test)]
mod tests {
    use super::skip;

    #[test]
    fn entries_are_skipped() {
        assert_eq!(skip("---\ntitle: A\ntags:\n- x\n  y: z\n---\nText"), "Text");
        assert_eq!(skip("---\ntitle: A\n...\nText"), "Text");
        assert_eq!(skip("+++\ntitle = \"A\"\n+++\nText"), "Text");
        assert_eq!(skip("---\n---\nText"), "Text");
    }

    #[test]
    fn text_between_rules_stays() {
        for text in [
            "---\nText.\n---\nMore",
            "---\n\n# Aims\n\n---\nMore",
            "---\n- one\n- two: three\n---\nMore",
            "---\n",
            "---\ntitle: A\n",
            "Text\n---\na: b\n---\n",
        ] {
            assert_eq!(skip(text), text);
        }
    }
}
