use super::*;
use proptest::prelude::*;

fn line(text: &str) -> Result<String, FieldCode> {
    clean(Noun::Name, text, Shape::Line)
}

fn lines(text: &str) -> Result<String, FieldCode> {
    clean(Noun::Description, text, Shape::Lines)
}

fn refusal(why: BadCharacter, noun: Noun, line: usize, column: usize) -> Result<String, FieldCode> {
    Err(FieldCode::BadCharacter {
        noun,
        why,
        line,
        column,
    })
}

#[test]
fn what_is_invisible_is_removed() {
    for (typed, expected) in [
        ("\u{FEFF} Ad\u{200B}min\u{AD}\u{2060} ", "Admin"),
        ("\u{202A}admin\u{202C}\u{200D}", "admin"),
        ("נועה\u{200F}", "נועה"),
        ("a\u{E0041}\u{3164}b \u{E0041}", "ab"),
        ("a\u{200D}d\u{200C}m\u{FE0F}i\u{180B}n\u{E0100}", "admin"),
        ("Sales\u{2800}\u{2800}team\u{2800}", "Sales  team"),
        ("Ana\tSouza", "Ana Souza"),
    ] {
        assert_eq!(line(typed), Ok(expected.into()), "{typed:?}");
    }
    assert_eq!(lines("\u{200B}a\u{AD}\u{200B}b\u{FEFF}"), Ok("ab".into()));
}

#[test]
fn what_has_a_meaning_stays() {
    let scotland = "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";
    for text in [
        "نامه\u{200C}ای",
        "മോഹന\u{D4D}\u{200D}",
        "क\u{94D}\u{200D}ष",
        "👩\u{200D}👩\u{200D}👧",
        "👩🏽\u{200D}⚕\u{FE0F}",
        "❤\u{FE0F}",
        "1\u{FE0F}\u{20E3}",
        "葛\u{E0100}城",
        "ᠮᠠ\u{180B}",
        "⠓\u{2800}⠁",
        scotland,
    ] {
        assert_eq!(line(text), Ok(text.into()), "{text:?}");
    }
    let hebrew = "C++\u{200E} בעברית\n\tב";
    assert_eq!(lines(hebrew), Ok(hebrew.into()));
    let text = "Daten\u{AD}schutz\n\tC++\u{200E} בעברית";
    assert_eq!(clean(Noun::UnitText, text, Shape::Text), Ok(text.into()));
}

#[test]
fn line_breaks_are_one_character() {
    assert_eq!(
        lines("a\r\nb\rc\u{2028}d\n\ne"),
        Ok("a\nb\nc\nd\n\ne".into())
    );
    for text in ["a\nb", "a\r\nb"] {
        assert_eq!(line(text), refusal(BadCharacter::Control, Noun::Name, 1, 2));
    }
}

#[test]
fn what_deceives_or_was_lost_is_refused_with_its_place() {
    assert_eq!(
        line("Ad\u{202E}min"),
        refusal(BadCharacter::Direction, Noun::Name, 1, 3)
    );
    assert_eq!(
        line("\0a"),
        refusal(BadCharacter::Control, Noun::Name, 1, 1)
    );
    let text = Noun::Description;
    assert_eq!(
        lines("\r\n\r\nJ\u{FFFD}rgen"),
        refusal(BadCharacter::Lost, text, 3, 2)
    );
    assert_eq!(
        lines("a\nbc\u{2066}d"),
        refusal(BadCharacter::Direction, text, 2, 3)
    );
    assert_eq!(
        lines("a\u{1b}b"),
        refusal(BadCharacter::Control, text, 1, 2)
    );
    // What is removed before it counts, as it does where the text was typed.
    assert_eq!(
        lines("\u{FEFF}a\n\u{200B}b\u{202E}c"),
        refusal(BadCharacter::Direction, text, 2, 3)
    );
}

#[test]
fn fields_of_ascii_understand_what_looks_like_it() {
    for (typed, expected) in [
        ("ana＠ｅxample．org", "ana@example.org"),
        ("o\u{2019}kane\u{2013}b", "o'kane-b"),
        ("\u{A0}a\u{3000}b\u{202F}", "a b"),
        ("zoë", "zoë"),
    ] {
        assert_eq!(clean_plain(Noun::Email, typed), Ok(expected.into()));
    }
}

#[test]
fn what_is_compared_is_never_refused() {
    assert_eq!(
        visible("\u{202E}a\u{FFFD}\u{0}na\u{200B} b\r\nc"),
        "ana b\nc"
    );
}

proptest! {
    #[test]
    fn a_clean_text_stays_as_it_is(
        text in proptest::collection::vec(
            prop_oneof![
                proptest::char::any(),
                proptest::sample::select(
                    "a1ה\u{6CC}क❤👩\u{200B}\u{200C}\u{200D}\u{200F}\u{FE0F}\u{20E3}\u{E0067}\u{1F3F4}\u{2800}⠓\u{180B} \
                     \u{AD}\r\n\t".chars().collect::<Vec<_>>()
                ),
            ],
            0..12,
        )
    ) {
        let text: String = text.into_iter().collect();
        for shape in [Shape::Line, Shape::Lines, Shape::Text, Shape::Cell] {
            if let Ok(once) = scan(&text, shape) {
                prop_assert_eq!(scan(&once, shape), Ok(once));
            }
        }
        let seen = visible(&text);
        prop_assert_eq!(visible(&seen), seen);
    }
}
