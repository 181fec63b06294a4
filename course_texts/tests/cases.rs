//! Whole texts against the pages that are stored for them. After a change, `WRITE_PAGES=1 cargo test -p course_texts
//! --test cases` writes them again, to be read with care.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests may; clippy.toml allows it in tests only"
)]
use course_texts::render;
use std::{fs, path::PathBuf};

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(file(name)).unwrap()
}

fn assert_page(text: &str, page: &str) {
    let html = render(text, "u1-");
    if std::env::var_os("WRITE_PAGES").is_some() {
        fs::write(file(page), &html).unwrap();
    }
    assert_eq!(html, read(page), "{page}");
}

#[test]
fn a_course_text_is_shown_as_on_github() {
    let text = read("70a-course-text.txt") + &read("70b-course-text.txt");
    let ends = "\n## The end\n\n[^1]: The note.\n";
    assert_page(&(text + ends), "70-course-text.html");
}

#[test]
fn everything_at_once() {
    assert_page(&read("everything.txt"), "everything.html");
}

#[test]
fn a_soft_hyphen_stays_and_is_no_part_of_the_id() {
    let html = render(&read("71-soft-hyphen.txt"), "u1-");
    assert!(
        html.starts_with("<h3 id=\"u1-datenschutz\">Daten\u{AD}schutz</h3>"),
        "{html}"
    );
}
