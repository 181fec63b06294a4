//! Addresses in running text that become links, by the rules of GitHub.
//! <https://github.github.com/gfm/#autolinks-extension->
use std::ops::Range;

/// Returns where the addresses are, and where each leads.
pub fn find(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut from = 0;
    while let Some(place) = text[from..]
        .find([':', '@', 'w', 'W'])
        .map(|place| from + place)
    {
        let start = found.last().map_or(0, |(range, _)| range.end);
        let link = match text.as_bytes()[place] {
            b':' => scheme(text, start, place),
            b'@' => mail(text, start, place),
            _ => www(text, place),
        };
        from = place + 1;
        if let Some((range, address)) = link {
            from = range.end;
            found.push((range, address));
        }
    }
    found
}

/// `http://` and `https://`, by the colon.
fn scheme(text: &str, start: usize, colon: usize) -> Option<(Range<usize>, String)> {
    let rest = text[colon..].strip_prefix("://")?;
    let before = &text[start..colon];
    let name = ["https", "http"].into_iter().find(|name| {
        let cut = before.len().checked_sub(name.len());
        cut.and_then(|cut| before.get(cut..))
            .is_some_and(|end| end.eq_ignore_ascii_case(name))
    })?;
    let begin = colon - name.len();
    if text[..begin].ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    is_domain(rest, false).then_some(())?;
    let length = address_length(rest);
    let range = begin..colon + 3 + length;
    let address = text[range.clone()].to_owned();
    Some((range, address))
}

fn www(text: &str, place: usize) -> Option<(Range<usize>, String)> {
    let rest = &text[place..];
    rest.get(..4)
        .filter(|start| start.eq_ignore_ascii_case("www."))?;
    let before = text[..place].chars().next_back();
    if before.is_some_and(|c| !c.is_whitespace() && !"*_~(".contains(c)) {
        return None;
    }
    is_domain(rest, true).then_some(())?;
    let length = address_length(rest);
    Some((place..place + length, format!("http://{}", &rest[..length])))
}

/// The longest domain, in characters.
const DOMAIN: usize = 253;

/// Whether the text begins with a domain. `www.` needs another label.
fn is_domain(text: &str, with_period: bool) -> bool {
    let host = |c: &char| c.is_alphanumeric() || "-_.".contains(*c);
    let host: String = text.chars().take(DOMAIN).take_while(host).collect();
    let mut labels = host.trim_end_matches('.').rsplit('.');
    let last = [labels.next(), labels.next()];
    host.starts_with(char::is_alphanumeric)
        && !last.iter().flatten().any(|label| label.contains('_'))
        && !(with_period && host.trim_end_matches('.').len() <= "www.".len())
}

/// The length of the address that the text begins with, without punctuation of the sentence around it.
fn address_length(text: &str) -> usize {
    let end = text
        .find(|c: char| c.is_whitespace() || c == '<')
        .unwrap_or(text.len());
    let mut address = &text[..end];
    let count = |mark| address.matches(mark).count();
    let mut unopened = count(')').saturating_sub(count('('));
    while let Some(last) = address.chars().next_back() {
        if last == ')' && unopened > 0 {
            unopened -= 1;
        } else if last == ';' {
            let name =
                address[..address.len() - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
            let is_entity = name.ends_with('&') && name.len() + 1 < address.len();
            address = if is_entity {
                &name[..name.len() - 1]
            } else {
                &address[..address.len() - 1]
            };
            continue;
        } else if !"?!.,:*_~'\"".contains(last) {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address.len()
}

/// An e-mail address, by its `@`.
fn mail(text: &str, start: usize, at: usize) -> Option<(Range<usize>, String)> {
    let local = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
    let before = text[start..at].trim_end_matches(local).len() + start;
    let domain = text[at + 1..]
        .find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c))
        .map_or(&text[at + 1..], |end| &text[at + 1..at + 1 + end])
        .trim_end_matches('.');
    let good = before < at
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with(['-', '_']);
    let range = before..at + 1 + domain.len();
    good.then(|| (range.clone(), format!("mailto:{}", &text[range])))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn addresses_are_found_as_on_github() {
        for (text, expected) in [
            (
                "https://example.org/bare and www.example.org.",
                &["https://example.org/bare", "http://www.example.org"][..],
            ),
            ("(see http://a.org/b_(c)).", &["http://a.org/b_(c)"]),
            ("http://a.org/?q=1&amp;", &["http://a.org/?q=1"]),
            (
                "Write to ana@x.example, or b.c+d@y-z.example.",
                &["mailto:ana@x.example", "mailto:b.c+d@y-z.example"],
            ),
            ("http://localhost:3000/x", &["http://localhost:3000/x"]),
            ("见https://例子.测试/路径", &["https://例子.测试/路径"]),
            (
                "xhttp://a.org awww.a.org www. http:// a@b a@b.c- javascript://a.org",
                &[],
            ),
            ("http://a_b.org @a.b.c @ :", &[]),
        ] {
            let found: Vec<_> = find(text).into_iter().map(|(_, address)| address).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
