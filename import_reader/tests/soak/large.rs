//! The largest lists that are taken, and larger ones: how much memory each costs.
use crate::memory::peak_of;
use domain::imports::{
    problems::ListRefusal,
    stored::{ImportKind, ReadingOptions},
};
use std::time::Instant;

/// A list may cost so many bytes, five times those of the largest one.
const MOST: u64 = 250_000_000;

/// Reads lists of about 50 MB, or the given part of it, of several shapes, and prints what each costs.
pub fn run(part: usize) {
    println!(
        "\n{:<28} {:>6} {:>8} {:>8}  outcome",
        "large", "MB", "MB added", "s"
    );
    for (name, line, kind, most) in [
        ("users of 8 columns", USER, ImportKind::Users, 190_000),
        ("users of 25 columns", WIDE, ImportKind::Users, 190_000),
        (
            "addresses",
            "Ana Souza <ana{n}@x.example>;\n",
            ImportKind::Users,
            200_000,
        ),
        (
            "groups",
            "Group {n};A description of the group;key-{n}\n",
            ImportKind::Groups,
            200_000,
        ),
        (
            "too many rows",
            "a,b{n}@x.example\n",
            ImportKind::Members,
            usize::MAX,
        ),
        ("too many cells", CELLS, ImportKind::Users, usize::MAX),
        ("one line", "a,", ImportKind::Users, usize::MAX),
        ("one line of words", "a ", ImportKind::Members, usize::MAX),
        (
            "one line of addresses",
            "a{n}@x.example ",
            ImportKind::Members,
            usize::MAX,
        ),
        (
            "open quotation marks",
            "\"a,\n",
            ImportKind::Users,
            usize::MAX,
        ),
        ("quotation marks", "\"\"", ImportKind::Users, usize::MAX),
    ] {
        measure(name, &text(line, most / part, 49_900_000 / part), kind);
    }
}

const USER: &str = "user{n},Ana Maria {n},Souza Lima,ana.souza.lima{n}@mail.example.org,Bakers; Cooks of the second year,North,Bread for beginners and others; Cakes,yes, some notes about this user that are long enough to fill the list {n}\n";
const WIDE: &str = "user{n},Ana,Souza,ana{n}@x.example,a{n},b{n},c{n},d{n},e{n},f{n},g{n},h{n},i{n},j{n},k{n},l{n},m{n},n{n},o{n},p{n},q{n},r{n},s{n},t{n},u{n}\n";
const CELLS: &str = "a,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,b\n";

/// Lines with their numbers, at most so many, in at most so many bytes.
fn text(line: &str, most: usize, bytes: usize) -> String {
    let mut text = String::new();
    if line == USER {
        text.push_str("Login,First name,Last name,E-mail,Groups,Branch,Courses,Active,Notes\n");
    }
    for number in 0..most {
        let line = line.replace("{n}", &number.to_string());
        if text.len() + line.len() > bytes {
            break;
        }
        text.push_str(&line);
    }
    text
}

fn measure(name: &str, text: &str, kind: ImportKind) {
    let started = Instant::now();
    let (added, outcome) = peak_of(|| {
        let read = import_reader::read(text.as_bytes(), &ReadingOptions::default(), kind, &[]);
        read.map(|list| list.rows.len())
    });
    let (seconds, bytes) = (started.elapsed().as_secs_f64(), text.len() as u64);
    let in_mb = |bytes: u64| bytes.div_ceil(1_000_000);
    let shown = added.map_or("?".into(), |added| in_mb(added).to_string());
    let outcome: Result<usize, ListRefusal> = outcome;
    println!(
        "{name:<28} {:>6} {shown:>8} {seconds:>8.1}  {outcome:?}",
        in_mb(bytes)
    );
    assert!(added.is_none_or(|added| added < MOST), "{name}: {shown} MB");
}
