//! What the instructor teaches, and the progress of their learners.
use super::{Error, complete, named};
use db::{AuditContext, Db, instructors};
use domain::ids::{CourseId, GroupId, UserId};
use std::{collections::HashMap, ops::Range};

/// The instructor's courses; positions of the learners who have begun; and the most units they have
/// completed.
const COURSES: [(&str, Range<usize>, usize); 3] = [
    ("Selling by listening", 20..50, 9),
    ("Negotiation essentials", 25..40, 4),
    ("Presenting with confidence", 266..284, 7),
];

/// The instructor's groups: their members have these courses.
const GROUPS: [&str; 2] = ["Sales onboarding", "Summer interns 2026"];

/// Makes the trainer the instructor of these courses and groups.
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

/// Lets the learners complete different numbers of units.
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
