//! The units of a course's page, and how much of their texts it has.
use crate::{Db, Error, base::sql::Sql};
use domain::{
    courses::{LearnerUnit, UnitKind},
    ids::{CourseId, UnitId, UserId},
};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// How many bytes the texts of a page have at most, unless one alone is longer. The page has each twice: as it is
/// shown, and for the script.
pub const BYTES: i64 = 500_000;

#[derive(FromQueryResult)]
struct UnitRecord {
    id: UnitId,
    name: String,
    kind: UnitKind,
    bytes: i64,
    completed: i64,
}

#[derive(FromQueryResult)]
struct Text {
    id: UnitId,
    content: String,
    html: Option<String>,
}

/// Returns the course's units in their order. Only the texts that the page has are read.
pub(super) async fn units(
    db: &Db,
    user: UserId,
    course: CourseId,
    version: i64,
    from: Option<UnitId>,
) -> Result<Vec<LearnerUnit>, Error> {
    let units: Vec<UnitRecord> = Sql::new(db.read())
        .add(
            "SELECT u.id, u.name, u.kind, \
             CAST(octet_length(coalesce(u.html, u.content)) AS bigint) AS bytes, \
             (SELECT count(*) FROM unit_completions x WHERE x.unit_id = u.id AND x.user_id = ?) AS completed \
             FROM units u WHERE u.course_id = ? ORDER BY u.position",
            [user.into(), course.into()],
        )
        .all(db.read())
        .await?;
    let shown = shown(&units, from);
    let texts: Vec<Text> = Sql::new(db.read())
        .add(
            "SELECT u.id, \
             CASE WHEN u.html IS NOT NULL AND u.html_version >= ? THEN '' ELSE u.content END AS content, \
             CASE WHEN u.html_version >= ? THEN u.html END AS html FROM units u WHERE u.id IN ",
            [version.into(), version.into()],
        )
        .ids(&shown)
        .all(db.read())
        .await?;
    let mut texts: HashMap<UnitId, Text> = texts.into_iter().map(|one| (one.id, one)).collect();
    let units = units.into_iter().map(|unit| {
        let text = texts.remove(&unit.id);
        let left_out = text.is_none();
        let (content, html) = text.map_or_else(Default::default, |one| (one.content, one.html));
        LearnerUnit {
            id: unit.id,
            name: unit.name,
            kind: unit.kind,
            content,
            html,
            left_out,
            completed: unit.completed > 0,
        }
    });
    Ok(units.collect())
}

/// The units that the page has whole: links and videos, and texts from this unit on.
fn shown(units: &[UnitRecord], from: Option<UnitId>) -> Vec<UnitId> {
    let start = units.iter().position(|unit| Some(unit.id) == from);
    let start = start.unwrap_or_default();
    let mut left = Some(BYTES);
    let mut shown = Vec::new();
    for (place, unit) in units.iter().enumerate() {
        if unit.kind != UnitKind::Text {
            shown.push(unit.id);
            continue;
        }
        let Some(bytes) = left.filter(|_| place >= start) else {
            continue;
        };
        if unit.bytes <= bytes || bytes == BYTES {
            shown.push(unit.id);
        }
        left = Some(bytes - unit.bytes).filter(|bytes| *bytes > 0);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_bytes(bytes: &[i64]) -> Vec<UnitRecord> {
        let units = (1..).zip(bytes).map(|(id, bytes)| UnitRecord {
            id: UnitId(id),
            name: String::new(),
            kind: if *bytes == 0 {
                UnitKind::Link
            } else {
                UnitKind::Text
            },
            bytes: *bytes,
            completed: 0,
        });
        units.collect()
    }

    #[test]
    fn a_page_has_texts_until_it_is_long_enough() {
        let shown = |bytes: &[i64], from: Option<i64>| -> Vec<i64> {
            let shown = shown(&of_bytes(bytes), from.map(UnitId));
            shown.into_iter().map(|id| id.0).collect()
        };
        assert_eq!(shown(&[10, 20, 30], None), [1, 2, 3]);
        assert_eq!(shown(&[BYTES - 10, 10, 1, 0], None), [1, 2, 4]);
        assert_eq!(shown(&[10, BYTES, 5], None), [1], "in their order");
        assert_eq!(shown(&[10, BYTES, 5, 0], Some(2)), [2, 4]);
        assert_eq!(shown(&[10, 2 * BYTES, 5], Some(2)), [2], "one alone");
        assert_eq!(shown(&[10, 20, 30], Some(2)), [2, 3]);
        assert_eq!(shown(&[10, 20], Some(9)), [1, 2], "of another course");
    }
}
