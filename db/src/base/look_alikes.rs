//! Names that look alike: letters of other alphabets, typographic signs and marks that are not seen make twins of a
//! name that the folded column tells apart (docs/decisions/0053).
use crate::{
    Error, Taken, Txn,
    base::{
        search_text::{case_fold, truncate_bytes},
        sql::Sql,
    },
};
use domain::{ids::GroupId, text::plain};
use sea_orm::FromQueryResult;
use unicode_normalization::UnicodeNormalization;

/// A character as it is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Glyph {
    /// The same for all that look alike.
    shape: char,
    /// What it is; `None` if it can be taken for another one.
    own: Option<char>,
}

impl Glyph {
    fn is_like(self, other: Self) -> bool {
        let are_own = self.own.zip(other.own);
        self.shape == other.shape && are_own.is_none_or(|(own, other)| own == other)
    }
}

/// Returns what the name looks like. Names that look alike have the same skeleton, but not the other way round.
pub(crate) fn skeleton(name: &str) -> String {
    truncate_bytes(glyphs(name).iter().map(|glyph| glyph.shape).collect(), 800)
}

/// Whether readers can take one name for the other. Within ASCII they know what to look at: *AI* is not *A1*.
pub(crate) fn look_alike(name: &str, other: &str) -> bool {
    let (name, other) = (glyphs(name), glyphs(other));
    name.len() == other.len()
        && name
            .iter()
            .zip(&other)
            .all(|(one, other)| one.is_like(*other))
}

fn glyphs(name: &str) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::new();
    for c in name.chars() {
        // Those of full width become plain below, without being twins.
        let is_wide = matches!(c, '\u{FF01}'..='\u{FF5E}');
        if c.is_whitespace() || c == '\u{2800}' {
            glyphs.push(of(' '));
        } else if plain(c) != c && !is_wide {
            glyphs.push(Glyph {
                own: None,
                ..of(plain(c))
            });
        } else {
            glyphs.extend(std::iter::once(c).nfkc().nfd().flat_map(letter));
        }
    }
    glyphs.dedup_by(|next, before| next.shape == ' ' && before.shape == ' ');
    let is_blank = |glyph: &Glyph| glyph.shape == ' ';
    let start = glyphs.iter().take_while(|glyph| is_blank(glyph)).count();
    let end = glyphs
        .iter()
        .rev()
        .take_while(|glyph| is_blank(glyph))
        .count();
    glyphs.truncate(glyphs.len().saturating_sub(end));
    glyphs.split_off(start.min(glyphs.len()))
}

/// What is seen of a decomposed letter or sign.
fn letter(c: char) -> Vec<Glyph> {
    if c.is_ascii() {
        return vec![of(c.to_ascii_lowercase())];
    }
    let prototype = prototype(c);
    if has_twins(c) {
        let twins = prototype.chars().flat_map(char::to_lowercase);
        return twins
            .map(|twin| Glyph {
                own: None,
                ..of(twin)
            })
            .collect();
    }
    // A mark that is not seen has none.
    if prototype.is_empty() {
        return Vec::new();
    }
    c.to_lowercase().map(of).collect()
}

fn of(c: char) -> Glyph {
    let shape = match c {
        'i' | '1' | '|' => 'l',
        '0' => 'o',
        c => c,
    };
    Glyph {
        shape,
        own: Some(c),
    }
}

/// What Unicode says that the character is confused with (UTS 39); nothing, if it is not seen.
fn prototype(c: char) -> String {
    unicode_security::skeleton(c.encode_utf8(&mut [0; 4])).collect()
}

/// Whether the character is of an alphabet whose letters are taken for Latin ones. Those of other scripts look like
/// Latin letters or digits here and there (the Arabic alef like 1), which readers of these scripts tell apart.
const fn has_twins(c: char) -> bool {
    matches!(
        c,
        '\u{00C0}'..='\u{02FF}'
            | '\u{0370}'..='\u{058F}'
            | '\u{13A0}'..='\u{13FF}'
            | '\u{1C80}'..='\u{1C8F}'
            | '\u{1D00}'..='\u{1DBF}'
            | '\u{1E00}'..='\u{1FFF}'
            | '\u{2C60}'..='\u{2CFF}'
            | '\u{A4D0}'..='\u{A4FF}'
            | '\u{A640}'..='\u{A66E}'
            | '\u{A680}'..='\u{A69D}'
            | '\u{A720}'..='\u{A7FF}'
            | '\u{AB30}'..='\u{ABBF}'
            | '\u{10400}'..='\u{1044F}'
    )
}

/// Refuses a name that looks like one of `names`, a statement with a column of names.
pub(crate) async fn refuse(txn: &Txn, name: &str, names: Sql) -> Result<(), Error> {
    let others: Vec<String> = names.column(txn).await?;
    let folded = case_fold(name);
    // The same name is what the unique index says.
    let is_twin = |other: &String| look_alike(name, other) && case_fold(other) != folded;
    if others.iter().any(is_twin) {
        return Err(Error::Taken(Taken::LookAlike));
    }
    Ok(())
}

/// As [`refuse`] for a group, whose other names are found by their skeletons. Waits for others who give a name that
/// looks the same.
pub(crate) async fn refuse_group(
    txn: &Txn,
    name: &str,
    branch: Option<domain::ids::BranchId>,
    group: Option<GroupId>,
) -> Result<(), Error> {
    let skeleton = skeleton(name);
    let turn = Sql::new(txn);
    if !turn.is_sqlite() {
        turn.add(
            "SELECT pg_advisory_xact_lock(hashtext(?))",
            [skeleton.as_str().into()],
        )
        .execute(txn)
        .await?;
    }
    let names = Sql::new(txn).add(
        "SELECT name FROM groups WHERE skeleton = ? AND deleted_at IS NULL AND coalesce(branch_id, 0) = ? AND id <> ?",
        [
            skeleton.into(),
            branch.map_or(0, |branch| branch.0).into(),
            group.map_or(0, |group| group.0).into(),
        ],
    );
    refuse(txn, name, names).await
}

#[derive(FromQueryResult)]
struct Named {
    id: GroupId,
    name: String,
}

/// Fills skeletons of some groups that are older than the column, and returns whether there were any.
pub(crate) async fn fill_some(txn: &Txn) -> Result<bool, Error> {
    let some: Vec<Named> = Sql::new(txn)
        .text("SELECT id, name FROM groups WHERE skeleton IS NULL ORDER BY id LIMIT 500")
        .all(txn)
        .await?;
    for group in &some {
        Sql::new(txn)
            .add(
                "UPDATE groups SET skeleton = ? WHERE id = ?",
                [skeleton(&group.name).into(), group.id.into()],
            )
            .execute(txn)
            .await?;
    }
    Ok(!some.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{look_alike, skeleton};

    #[test]
    fn letters_of_other_alphabets_and_marks_that_are_not_seen_make_twins() {
        for twin in [
            "Sales tеam",
            "ЅаӀеѕ team",
            "Sales\u{2800}team",
            "Sales \u{180B}team",
            "Sales\u{FE0F} te\u{200D}am",
            "SΑLES ΤEAM",
            "Sales\u{A0}\u{A0}team",
        ] {
            assert!(look_alike("Sales team", twin), "{twin:?}");
            assert_eq!(skeleton("Sales team"), skeleton(twin), "{twin:?}");
        }
        assert!(look_alike("Группа 3", "Группа З"));
        assert!(look_alike("Q1 – Berlin", "Q1 - Berlin"));
        assert!(look_alike("Ana’s group", "Ana's group"));
        assert!(look_alike("Class IO", "Сlass IO"));
    }

    #[test]
    fn names_that_people_tell_apart_are_not_twins() {
        for (one, other) in [
            ("Modern", "Modem"),
            ("Group 1", "Group l"),
            ("AI", "A1"),
            ("Class 10", "Class IO"),
            ("Группа I", "Группа 1"),
            ("Jose", "José"),
            ("Łódź", "Lodz"),
            ("فصل ١", "فصل ا"),
            ("כיתה ו", "כיתה ן"),
            ("クラス二", "クラスニ"),
            ("Рим", "Рис"),
        ] {
            assert!(!look_alike(one, other), "{one} {other}");
        }
    }
}
