//! What chance does to what a page sends.
use fastrand::Rng;
use serde_json::{Number, Value};

/// What programs stumble over: numbers at their ends, text that is none, and text that looks like something else.
const VALUES: [&str; 40] = [
    "",
    " ",
    "0",
    "-1",
    "1",
    "2",
    "3",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "1e400",
    "1.5",
    "NaN",
    "0x10",
    "true",
    "null",
    "[]",
    "{}",
    "\0",
    "a\0b",
    "\u{feff}",
    "\u{202e}abc",
    "a\u{301}\u{301}\u{301}",
    "\u{1f469}\u{200d}\u{1f52c}",
    "%",
    "%00",
    "%zz",
    "../../etc/passwd",
    "'",
    "\"",
    "<script>",
    "{{",
    "\r\nSet-Cookie: a=b",
    "31.12.9999 23:59",
    "9999-12-31T23:59",
    "0000-00-00",
    "-0,01",
    "99999999999999999999,99",
    "user@example.org",
    "bundle-1",
];

fn value(random: &mut Rng) -> String {
    match random.u8(..8) {
        0 => "x".repeat(random.usize(..70_000)),
        1 => VALUES[random.usize(..VALUES.len())].repeat(random.usize(1..400)),
        2 => (0..random.usize(..40)).map(|_| random.char(..)).collect(),
        3 => random.i64(..).to_string(),
        4 => random.u8(..60).to_string(),
        _ => VALUES[random.usize(..VALUES.len())].to_owned(),
    }
}

/// A changed body of this kind; sometimes its bytes are damaged as well.
pub fn body(random: &mut Rng, kind: &str, sent: &str) -> Vec<u8> {
    let changes = random.usize(1..4);
    let mut bytes = if kind == "application/json" {
        let mut sent: Value = serde_json::from_str(sent).unwrap();
        for _ in 0..changes {
            change_json(random, &mut sent);
        }
        sent.to_string().into_bytes()
    } else {
        let mut fields: Vec<(String, String)> = serde_urlencoded::from_str(sent).unwrap();
        for _ in 0..changes {
            change_form(random, &mut fields);
        }
        serde_urlencoded::to_string(fields).unwrap().into_bytes()
    };
    if random.u8(..10) == 0 {
        damage(random, &mut bytes);
    }
    bytes
}

fn change_form(random: &mut Rng, fields: &mut Vec<(String, String)>) {
    if fields.is_empty() {
        return fields.push((value(random), value(random)));
    }
    let at = random.usize(..fields.len());
    match random.u8(..10) {
        0 => drop(fields.remove(at)),
        1 => fields.push(fields[at].clone()),
        2 => fields[at]
            .0
            .push_str(["[]", "[0]", "[a]", "[", "]", "[a][b][c]"][random.usize(..6)]),
        3 => {
            let other = random.usize(..fields.len());
            fields[at].1 = fields[other].1.clone();
        }
        4 => fields.push((value(random), value(random))),
        _ => fields[at].1 = value(random),
    }
}

fn change_json(random: &mut Rng, sent: &mut Value) {
    match sent {
        Value::Object(fields) if !fields.is_empty() && random.u8(..6) > 0 => {
            let at = random.usize(..fields.len());
            let name = fields.keys().nth(at).cloned().unwrap_or_default();
            match random.u8(..8) {
                0 => drop(fields.remove(&name)),
                1 => drop(fields.insert(value(random), Value::Null)),
                _ => change_json(random, &mut fields[&name]),
            }
        }
        Value::Array(all) if !all.is_empty() && random.u8(..4) > 0 => {
            let at = random.usize(..all.len());
            change_json(random, &mut all[at]);
        }
        other => {
            *other = match random.u8(..8) {
                0 => Value::Null,
                1 => Value::Array(vec![other.clone(); random.usize(..300)]),
                2 => serde_json::json!({ value(random): other.clone() }),
                3 => Value::Number(Number::from(random.i64(..))),
                4 => Value::Number(Number::from(random.u8(..60))),
                _ => Value::String(value(random)),
            }
        }
    }
}

/// Flips, removes, adds or repeats bytes.
pub fn damage(random: &mut Rng, bytes: &mut Vec<u8>) {
    for _ in 0..random.usize(1..6) {
        let at = random.usize(..=bytes.len());
        match random.u8(..4) {
            0 if at < bytes.len() => bytes[at] = random.u8(..),
            1 => bytes.truncate(at),
            2 => {
                let end = (at + random.usize(..20)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => bytes.insert(at, random.u8(..)),
        }
    }
}

/// A path of the portal with other numbers and a query, as far as an address can have them.
pub fn path(random: &mut Rng, path: &str) -> String {
    let parts = path.split('/').skip(1).map(|part| {
        let is_id = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if (is_id && random.bool()) || random.u8(..40) == 0 {
            // Two slashes would begin the name of a host.
            let other = encoded(random);
            format!("/{}", if other.is_empty() { "x" } else { &other })
        } else {
            format!("/{part}")
        }
    });
    let mut path = parts.collect::<String>();
    const NAMES: [&str; 16] = [
        "q", "after", "cursor", "sort", "filter", "category", "branch", "dialog", "flash", "error",
        "next", "coupon", "from", "kind", "scope", "format",
    ];
    for place in 0..random.usize(..5) {
        path.push(if place == 0 { '?' } else { '&' });
        let name = NAMES[random.usize(..NAMES.len())];
        path.push_str(&format!("{name}={}", encoded(random)));
    }
    path.truncate(path.floor_char_boundary(30_000));
    path
}

fn encoded(random: &mut Rng) -> String {
    let mut bytes = value(random).into_bytes();
    bytes.truncate(2_000);
    if random.u8(..6) == 0 {
        damage(random, &mut bytes);
    }
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' => char::from(byte).to_string(),
        byte => format!("%{byte:02x}"),
    };
    let mut text: String = bytes.into_iter().map(escape).collect();
    if random.u8(..20) == 0 {
        text.push_str(["%", "%f", "%zz", "%ff", "%00"][random.usize(..5)]);
    }
    text
}

/// Markdown of pieces that open what others close.
pub fn markdown(random: &mut Rng) -> String {
    const PIECES: [&str; 44] = [
        "# ",
        "> ",
        "- ",
        "1. ",
        "* ",
        "```\n",
        "~~~rust\n",
        "`",
        "**",
        "_",
        "~~",
        "[",
        "](",
        ")",
        "![",
        "[^1]",
        "[^1]: ",
        "[a]: http://x.example \"t\"\n",
        "<",
        ">",
        "<!--",
        "-->",
        "<b>",
        "</b>",
        "&amp;",
        "&#0;",
        "&#x110000;",
        "|a|b|\n|-|-|\n",
        "|",
        "$",
        "$$\n",
        "\\",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "---\n",
        "===\n",
        "https://a.example/",
        "javascript:alert(1)",
        "- [ ] ",
        "\u{0}",
        "\u{202e}",
        "text ",
    ];
    let length = random.usize(..400);
    (0..length)
        .map(|_| PIECES[random.usize(..PIECES.len())])
        .collect()
}

/// What a header can contain.
pub fn header(random: &mut Rng) -> String {
    let length = random.usize(..300);
    let byte = |_| char::from(random.u8(0x20..0x7f));
    (0..length).map(byte).collect()
}
