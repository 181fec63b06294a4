//! The versions of a unit as their page shows them.
use super::units;
use crate::{
    Db, Error,
    base::{
        entities::{course, unit, user},
        sql::Sql,
    },
};
use domain::{
    courses::{UnitHistory, UnitKind, UnitVersion, UnitVersionRow},
    ids::{CourseId, UnitId, UnitVersionId},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter};

#[derive(FromQueryResult)]
struct Record {
    id: UnitVersionId,
    name: String,
    kind: UnitKind,
    first_name: Option<String>,
    last_name: Option<String>,
    saved_at: Option<Timestamp>,
}

/// Returns a unit of the course with the versions it had, newest first.
///
/// # Errors
/// [`Error::NotFound`], also if the unit belongs to another course.
pub async fn list(db: &Db, course: CourseId, unit: UnitId) -> Result<UnitHistory, Error> {
    let of = course::Entity::find_live_by_id(course)
        .one(db.read())
        .await?;
    let of = of.ok_or(Error::NotFound)?;
    let unit = unit::Entity::find_by_id(unit)
        .filter(unit::Column::CourseId.eq(course))
        .one(db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let found: Vec<Record> = Sql::new(db.read())
        .add(
            "SELECT v.id, v.name, v.kind, v.saved_at, u.first_name, u.last_name FROM unit_versions v \
             LEFT JOIN users u ON u.id = v.saved_by WHERE v.unit_id = ? ORDER BY v.id DESC",
            [unit.id.into()],
        )
        .all(db.read())
        .await?;
    let row = |found: Record| UnitVersionRow {
        id: found.id,
        name: found.name,
        kind: found.kind,
        saved_by: found
            .first_name
            .zip(found.last_name)
            .map(|(first, last)| user::full_name(&first, &last)),
        saved_at: found.saved_at,
    };
    Ok(UnitHistory {
        course: of.name,
        unit: units::row(unit),
        versions: found.into_iter().map(row).collect(),
    })
}

#[derive(FromQueryResult)]
struct Text {
    name: String,
    kind: UnitKind,
    content: String,
}

/// Returns one version with its text.
///
/// # Errors
/// [`Error::NotFound`], also if it belongs to another unit, or the unit to another course.
pub async fn get(
    db: &Db,
    course: CourseId,
    unit: UnitId,
    version: UnitVersionId,
) -> Result<UnitVersion, Error> {
    let found: Vec<Text> = Sql::new(db.read())
        .add(
            "SELECT v.name, v.kind, v.content FROM unit_versions v JOIN units n ON n.id = v.unit_id \
             WHERE v.id = ? AND n.id = ? AND n.course_id = ?",
            [version.into(), unit.into(), course.into()],
        )
        .all(db.read())
        .await?;
    let text = found.into_iter().next().ok_or(Error::NotFound)?;
    Ok(UnitVersion {
        id: version,
        unit,
        name: text.name,
        kind: text.kind,
        content: text.content,
    })
}
