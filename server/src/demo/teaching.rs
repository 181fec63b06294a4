//! What the instructor teaches, and how far his learners came.
use super::{Error, complete, named};
use db::{AuditContext, Db, instructors};
use domain::ids::{CourseId, GroupId, UserId};
use std::{collections::HashMap, ops::Range};

/// His courses; those of the crowd who have begun; and how many units they have done at most.
const COURSES: [(&str, Range<usize>, usize); 3] = [
    ("Selling by listening", 20..50, 9),
    ("Negotiation essentials", 25..40, 4),
    ("Presenting with confidence", 266..284, 7),
];

/// His groups: their members have these courses.
const GROUPS: [&str; 2] = ["Sales onboarding", "Summer interns 2026"];

/// Makes the trainer their instructor.
pub(super) async fn fill(
    db: &Db,
    audit: &AuditContext,
    courses: &HashMap<String, CourseId>,
    groups: &HashMap<&str, GroupId>,
    trainer: UserId,
) -> Result<(), Error> {
    for (name, ..) in COURSES {
        let course = named(courses, name)?;
        instructors::add(db, audit, course.into(), trainer).await?;
    }
    for name in GROUPS {
        let group = groups.get(name).copied();
        let group = group.ok_or_else(|| Error::Data(name.to_owned()))?;
        instructors::add(db, audit, group.into(), trainer).await?;
    }
    Ok(())
}

/// Each of his learners has done another number of units.
pub(super) async fn learn(
    db: &Db,
    audit: &AuditContext,
    courses: &HashMap<String, CourseId>,
    learners: &[UserId],
) -> Result<(), Error> {
    for (name, range, most) in COURSES {
        let course = named(courses, name)?;
        for (place, user) in learners[range].iter().enumerate() {
            complete(db, audit, *user, course, place % (most + 1)).await?;
        }
    }
    Ok(())
}
