//! Characters as pages write them: `O&#039;Neill`, `K&auml;the`. Some systems export names so.

/// The names of HTML 4 for U+00A0 to U+00FF, in their order.
const LATIN_1: &str = "\
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute \
    micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
    AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
    times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
    egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
    ugrave uacute ucirc uuml yacute thorn yuml";

const OTHERS: [(&str, char); 25] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("hellip", '…'),
    ("euro", '€'),
    ("trade", '™'),
    ("bull", '•'),
    ("zwnj", '\u{200C}'),
];

/// The longest name or number.
const MAX_LENGTH: usize = 8;

/// Returns the character of a reference with which the text begins, and what follows it.
pub fn at_start(text: &str) -> Option<(char, &str)> {
    let inside = text.strip_prefix('&')?;
    let end = inside
        .bytes()
        .take(MAX_LENGTH + 1)
        .position(|byte| byte == b';')?;
    let (name, behind) = (inside.get(..end)?, inside.get(end + 1..)?);
    let found = match name.strip_prefix('#') {
        Some(number) => numbered(number),
        None => named(name),
    };
    Some((found?, behind))
}

fn numbered(number: &str) -> Option<char> {
    let hexadecimal = number.strip_prefix(['x', 'X']);
    let (digits, radix) = hexadecimal.map_or((number, 10), |digits| (digits, 16));
    let is_number = digits.chars().all(|c| c.is_digit(radix));
    let number = u32::from_str_radix(digits, radix)
        .ok()
        .filter(|_| is_number)?;
    char::from_u32(number).filter(|c| !c.is_control() || c.is_whitespace())
}

fn named(name: &str) -> Option<char> {
    let other = OTHERS.iter().find(|(other, _)| *other == name);
    let latin_1 = || {
        let place = LATIN_1.split_whitespace().position(|one| one == name)?;
        char::from_u32(0xA0 + u32::try_from(place).ok()?)
    };
    other.map(|(_, c)| *c).or_else(latin_1)
}

/// Returns the text with each reference as its character. The result is not read again: `&amp;lt;` is `&lt;`.
pub fn decode(text: String) -> String {
    // Most cells have none.
    if !text.contains('&') {
        return text;
    }
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text.as_str());
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let (c, behind) = at_start(from).unwrap_or(('&', &from[1..]));
        plain.push(c);
        rest = behind;
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reference_is_read_once() {
        for (text, plain) in [
            ("O&#039;Neill", "O'Neill"),
            ("O&#x27;Neill", "O'Neill"),
            ("K&auml;the &amp; Ren&eacute;e", "Käthe & Renée"),
            ("&yuml;&nbsp;&scaron;", "ÿ\u{A0}š"),
            ("&amp;lt;", "&lt;"),
            (
                "R&D; A&B & C&nosuch; &#0; &#+1; &#xD800; &;",
                "R&D; A&B & C&nosuch; &#0; &#+1; &#xD800; &;",
            ),
        ] {
            assert_eq!(decode(text.to_owned()), plain);
        }
    }
}
