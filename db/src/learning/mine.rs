//! The courses that a user is enrolled in, each with all its reasons.
use crate::{Db, Error, base::sql::Sql, enrolments::rules};
use domain::{
    courses::MyCourse,
    enrolments::{EnrolmentReason, EnrolmentSource},
    ids::{CourseId, GroupId, UserId},
    orders::OrderState,
    time::Timestamp,
};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Reason {
    id: CourseId,
    name: String,
    description: String,
    category: Option<String>,
    unit_count: i64,
    completed: i64,
    completed_at: Option<Timestamp>,
    last_at: Option<Timestamp>,
    active: bool,
    source: EnrolmentSource,
    created_at: Timestamp,
    group_name: Option<String>,
    bought: Option<String>,
}

/// Which of a user's courses are read.
#[derive(Clone, Copy)]
pub(super) enum Selected {
    All,
    OfGroup(GroupId),
    One(CourseId),
}

impl Selected {
    /// Adds the condition on a course `c`.
    fn narrow(self, sql: Sql) -> Sql {
        match self {
            Self::All => sql,
            Self::OfGroup(group) => sql.add(
                " AND c.id IN (SELECT gc.course_id FROM group_courses gc WHERE gc.group_id = ?)",
                [group.into()],
            ),
            Self::One(course) => sql.add(" AND c.id = ?", [course.into()]),
        }
    }
}

/// Returns the selected courses of the user.
pub(super) async fn courses(
    db: &Db,
    user: UserId,
    selected: Selected,
) -> Result<Vec<MyCourse>, Error> {
    let sql = Sql::new(db.read()).add(
        &format!(
            "SELECT c.id, c.name, c.description, k.name AS category, c.unit_count, \
             coalesce(d.number, 0) AS completed, p.completed_at, p.updated_at AS last_at, \
             c.active, e.source, e.created_at, \
             g.name AS group_name, \
             CASE WHEN {} THEN (SELECT max(o.title) FROM orders o \
             JOIN order_lines i ON i.order_id = o.id WHERE o.buyer_id = e.user_id \
             AND o.state = ? AND i.course_id = e.course_id) END AS bought \
             FROM enrolments e JOIN courses c ON c.id = e.course_id \
             LEFT JOIN categories k ON k.id = c.category_id \
             LEFT JOIN progress p ON p.user_id = e.user_id AND p.course_id = c.id \
             LEFT JOIN groups g ON g.id = e.group_id \
             LEFT JOIN (SELECT u.course_id, count(*) AS number FROM unit_completions x \
             JOIN units u ON u.id = x.unit_id WHERE x.user_id = ? GROUP BY u.course_id) d \
             ON d.course_id = c.id WHERE e.user_id = ? AND (c.active OR p.user_id IS NOT NULL)",
            rules::has_source("e", EnrolmentSource::Bundle)
        ),
        [OrderState::Paid.into(), user.into(), user.into()],
    );
    let reasons: Vec<Reason> = selected
        .narrow(sql)
        .text(
            " ORDER BY CASE WHEN c.active THEN 0 ELSE 1 END, \
             CASE WHEN p.completed_at IS NULL THEN 0 ELSE 1 END, c.sort_name, c.id, \
             e.source, g.sort_name",
        )
        .all(db.read())
        .await?;
    let mut courses: Vec<MyCourse> = Vec::new();
    for reason in reasons {
        let why = why(&reason);
        match courses.last_mut() {
            Some(last) if last.id == reason.id => last.why.push(why),
            _ => courses.push(first(reason, why)),
        }
    }
    Ok(courses)
}

fn first(reason: Reason, why: EnrolmentReason) -> MyCourse {
    MyCourse {
        id: reason.id,
        name: reason.name,
        description: reason.description,
        category: reason.category,
        units: reason.unit_count,
        completed: reason.completed,
        completed_at: reason.completed_at,
        last_at: reason.last_at,
        active: reason.active,
        why: vec![why],
    }
}

/// Returns a reason without the person who granted it: only administrators see that.
fn why(reason: &Reason) -> EnrolmentReason {
    // The title of an order for a single course is the course's name.
    let bundle = reason.bought.clone().filter(|title| *title != reason.name);
    EnrolmentReason {
        source: reason.source,
        group: reason.group_name.clone().or(bundle),
        granted_by: None,
        since: reason.created_at,
    }
}
