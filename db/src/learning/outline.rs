//! The units of a course, and the text of one of them.
use crate::{
    Db, Error,
    base::{
        entities::{category, course},
        sql::Sql,
    },
};
use domain::{
    courses::{LearnerCourse, MyCourse, OutlineUnit, UnitKind, UnitText},
    ids::{CourseId, UnitId, UserId},
};
use sea_orm::{EntityTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct UnitRecord {
    id: UnitId,
    name: String,
    kind: UnitKind,
    completed: i64,
}

#[derive(FromQueryResult)]
struct Text {
    name: String,
    course: String,
    kind: UnitKind,
    content: String,
    html: Option<String>,
}

/// Returns a course as someone sees it who has completed nothing, active or not: for those who manage it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn preview(db: &Db, course: CourseId) -> Result<LearnerCourse, Error> {
    let row = course::Entity::find_live_by_id(course)
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let category = match row.category_id {
        Some(id) => category::Entity::find_by_id(id).one(db.read()).await?,
        None => None,
    };
    let units = units(db, None, course).await?;
    Ok(LearnerCourse {
        course: MyCourse {
            id: course,
            name: row.name,
            description: row.description,
            category: category.map(|row| row.name),
            units: row.unit_count,
            completed: 0,
            last_at: None,
            completed_at: None,
            active: row.active,
            why: Vec::new(),
        },
        units,
    })
}

/// Returns the course's units in their order, and which of them the user has completed.
pub(super) async fn units(
    db: &Db,
    user: Option<UserId>,
    course: CourseId,
) -> Result<Vec<OutlineUnit>, Error> {
    let units: Vec<UnitRecord> = Sql::new(db.read())
        .add(
            "SELECT u.id, u.name, u.kind, (SELECT count(*) FROM unit_completions x \
             WHERE x.unit_id = u.id AND x.user_id = ?) AS completed \
             FROM units u WHERE u.course_id = ? ORDER BY u.position",
            // No user has the id 0.
            [user.unwrap_or(UserId(0)).into(), course.into()],
        )
        .all(db.read())
        .await?;
    let unit = |unit: UnitRecord| OutlineUnit {
        id: unit.id,
        name: unit.name,
        kind: unit.kind,
        completed: unit.completed > 0,
    };
    Ok(units.into_iter().map(unit).collect())
}

/// Returns what a unit of the course shows, with the HTML that a renderer of this version or a newer one made; `None`
/// if the course has no such unit. Whether the reader may read it is known before.
///
/// # Errors
/// The database failed.
pub async fn unit_text(
    db: &Db,
    course: CourseId,
    unit: UnitId,
    version: i64,
) -> Result<Option<UnitText>, Error> {
    let found: Vec<Text> = Sql::new(db.read())
        .add(
            "SELECT u.name, c.name AS course, u.kind, \
             CASE WHEN u.html IS NOT NULL AND u.html_version >= ? THEN '' ELSE u.content END AS content, \
             CASE WHEN u.html_version >= ? THEN u.html END AS html \
             FROM units u JOIN courses c ON c.id = u.course_id WHERE u.id = ? AND c.id = ?",
            [version.into(), version.into(), unit.into(), course.into()],
        )
        .all(db.read())
        .await?;
    let text = |found: Text| UnitText {
        name: found.name,
        course: found.course,
        kind: found.kind,
        content: found.content,
        html: found.html,
    };
    Ok(found.into_iter().next().map(text))
}
