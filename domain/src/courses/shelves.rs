//! The order of a learner's courses.
use super::MyCourse;
use std::cmp::Reverse;

/// A learner's courses by how far they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelves {
    /// Begun and not completed, the last one they were at first.
    pub begun: Vec<MyCourse>,
    pub untouched: Vec<MyCourse>,
    /// The last one they were at first.
    pub completed: Vec<MyCourse>,
    /// Not open now, and not completed.
    pub closed: Vec<MyCourse>,
}

impl Shelves {
    /// Sorts the courses, which keep their order where nothing else is said.
    pub fn of(courses: Vec<MyCourse>) -> Self {
        let mut shelves = Self::default();
        for course in courses {
            let shelf = match (course.completed_at, course.active, course.last_at) {
                (Some(_), ..) => &mut shelves.completed,
                (None, false, _) => &mut shelves.closed,
                (None, true, Some(_)) => &mut shelves.begun,
                (None, true, None) => &mut shelves.untouched,
            };
            shelf.push(course);
        }
        for shelf in [&mut shelves.begun, &mut shelves.completed] {
            shelf.sort_by_key(|course| Reverse(course.last_at));
        }
        shelves
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::CourseId, time::Timestamp};

    fn course(id: i64, last: Option<i64>, completed: bool, active: bool) -> MyCourse {
        MyCourse {
            id: CourseId(id),
            name: format!("Course {id}"),
            description: String::new(),
            category: None,
            units: 2,
            completed: 0,
            completed_at: completed.then_some(Timestamp(5)),
            last_at: last.map(Timestamp),
            active,
            why: Vec::new(),
        }
    }

    #[test]
    fn the_last_course_comes_first_and_completed_ones_last() {
        let shelves = Shelves::of(vec![
            course(1, None, false, true),
            course(2, Some(10), false, true),
            course(3, Some(30), false, true),
            course(4, Some(40), true, true),
            course(5, Some(50), true, false),
            course(6, Some(60), false, false),
            course(7, None, false, true),
        ]);
        let ids = |shelf: &[MyCourse]| shelf.iter().map(|course| course.id.0).collect::<Vec<_>>();
        assert_eq!(ids(&shelves.begun), [3, 2]);
        assert_eq!(ids(&shelves.untouched), [1, 7]);
        assert_eq!(ids(&shelves.completed), [5, 4]);
        assert_eq!(ids(&shelves.closed), [6]);
    }
}
