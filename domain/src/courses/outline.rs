//! The way of a learner through a course: where opening it leads, and what follows each unit.
use super::{MyCourse, UnitKind};
use crate::ids::UnitId;
use serde::{Deserialize, Serialize};

/// A unit in the outline of a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineUnit {
    pub id: UnitId,
    pub name: String,
    pub kind: UnitKind,
    pub completed: bool,
}

/// A course as its learner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnerCourse {
    pub course: MyCourse,
    /// In their order; none if the course is not active.
    pub units: Vec<OutlineUnit>,
}

/// What a unit shows its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitText {
    pub name: String,
    /// The name of its course.
    pub course: String,
    pub kind: UnitKind,
    /// As it was typed; empty if `html` has it.
    pub content: String,
    /// A text as it was rendered, if a renderer did that which is new enough.
    pub html: Option<String>,
}

/// What of a course a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CoursePlace {
    Unit(UnitId),
    /// The page after the last unit.
    End,
    /// The course has no unit, or is not active.
    NoUnit,
    /// The reader does not have the course, but manages it.
    Preview,
}

/// Returns where opening the course leads: to the first unit that is not completed.
pub fn resume(units: &[OutlineUnit]) -> CoursePlace {
    let left = units.iter().find(|unit| !unit.completed);
    match left {
        Some(unit) => CoursePlace::Unit(unit.id),
        None if units.is_empty() => CoursePlace::NoUnit,
        None => CoursePlace::End,
    }
}

/// Returns the place in the order, from 0.
pub fn place_of(units: &[OutlineUnit], unit: UnitId) -> Option<usize> {
    units.iter().position(|other| other.id == unit)
}

/// Returns the unit before this one.
pub fn before(units: &[OutlineUnit], unit: UnitId) -> Option<UnitId> {
    let place = place_of(units, unit)?.checked_sub(1)?;
    Some(units[place].id)
}

/// Returns what follows the unit: the next one; after the last, the first of the others that is not completed.
pub fn after(units: &[OutlineUnit], unit: UnitId) -> CoursePlace {
    let next = place_of(units, unit).and_then(|place| units.get(place + 1));
    let left = || {
        let mut others = units.iter().filter(|other| other.id != unit);
        others.find(|other| !other.completed)
    };
    next.or_else(left)
        .map_or(CoursePlace::End, |unit| CoursePlace::Unit(unit.id))
}

/// Returns where a learner goes who has just completed the unit: as [`after`], or to the end if it was the last one
/// left.
pub fn after_completing(units: &[OutlineUnit], unit: UnitId) -> CoursePlace {
    let is_left = |other: &OutlineUnit| other.id != unit && !other.completed;
    if units.iter().any(is_left) {
        after(units, unit)
    } else {
        CoursePlace::End
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CoursePlace::{End, NoUnit, Unit};

    /// Units 1, 2, ... of which those with an `x` are completed.
    fn units(marks: &str) -> Vec<OutlineUnit> {
        let units = (1..).zip(marks.chars()).map(|(id, mark)| OutlineUnit {
            id: UnitId(id),
            name: String::new(),
            kind: UnitKind::Text,
            completed: mark == 'x',
        });
        units.collect()
    }

    #[test]
    fn a_course_opens_where_its_learner_stopped() {
        assert_eq!(resume(&units("---")), Unit(UnitId(1)));
        assert_eq!(resume(&units("xx-")), Unit(UnitId(3)));
        assert_eq!(resume(&units("x-x")), Unit(UnitId(2)));
        assert_eq!(resume(&units("xxx")), End);
        assert_eq!(resume(&units("")), NoUnit);
    }

    #[test]
    fn a_unit_is_followed_by_the_next_and_the_last_by_what_was_skipped() {
        let follows = |marks: &str, unit| after(&units(marks), UnitId(unit));
        assert_eq!(follows("---", 1), Unit(UnitId(2)));
        assert_eq!(follows("-x-", 1), Unit(UnitId(2)), "completed or not");
        assert_eq!(follows("x-x", 3), Unit(UnitId(2)));
        assert_eq!(follows("xx-", 3), End);
        assert_eq!(follows("xx", 9), End, "of another course");
        let earlier = |unit| before(&units("---"), UnitId(unit));
        assert_eq!(
            [earlier(1), earlier(3), earlier(9)],
            [None, Some(UnitId(2)), None]
        );
    }

    #[test]
    fn completing_what_was_left_ends_the_course() {
        let follows = |marks: &str, unit| after_completing(&units(marks), UnitId(unit));
        assert_eq!(follows("---", 1), Unit(UnitId(2)));
        assert_eq!(follows("x-x", 2), End, "also in the middle");
        assert_eq!(follows("xxx", 2), End);
        assert_eq!(follows("-xx", 3), Unit(UnitId(1)));
        assert_eq!(follows("xx-", 2), Unit(UnitId(3)));
    }
}
