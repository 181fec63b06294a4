//! The ordered units of a course. Positions are dense from 0.
use super::unit_versions;
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{course, unit},
        locks::lock_course,
        sent_forms,
        sql::Sql,
    },
};
use domain::{
    activity::Activity,
    courses::{NewUnit, UNITS_LIMIT, UnitContent, UnitName, UnitRow},
    edits::{FormVersion, SavedForm},
    ids::{CourseId, UnitId},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

/// Appends a unit.
///
/// # Errors
/// [`Error::NotFound`], [`Error::TooManyUnits`].
pub async fn create(
    db: &Db,
    audit: &AuditContext,
    course: CourseId,
    name: &UnitName,
    content: &UnitContent,
) -> Result<UnitId, Error> {
    let new = NewUnit {
        name: name.clone(),
        content: content.clone(),
    };
    let mut made = create_all(db, audit, course, &[new]).await?;
    made.pop().ok_or(Error::NotFound)
}

/// Appends units, in this order: all or none. Returns none if the form of `audit` has added them before.
///
/// # Errors
/// [`Error::NotFound`], [`Error::TooManyUnits`].
pub async fn create_all(
    db: &Db,
    audit: &AuditContext,
    course: CourseId,
    new: &[NewUnit],
) -> Result<Vec<UnitId>, Error> {
    let txn = db.write().await?;
    if sent_forms::earlier(&txn, audit).await?.is_some() {
        return Ok(Vec::new());
    }
    let of = lock_course(&txn, course).await?;
    let mut made = Vec::with_capacity(new.len());
    for (position, new) in (of.unit_count..).zip(new) {
        if usize::try_from(position).is_ok_and(|count| count >= UNITS_LIMIT) {
            return Err(Error::TooManyUnits);
        }
        made.push(append(&txn, audit, course, position, new).await?);
        let (unit, course_name) = (new.name.as_str().to_owned(), of.name.clone());
        let added = Activity::UnitAdded {
            unit,
            course: course_name,
        };
        ActivitySubject::course(course)
            .log(&txn, audit, added)
            .await?;
    }
    let count = i64::try_from(made.len()).unwrap_or(i64::MAX);
    set_count(&txn, course, of.unit_count.saturating_add(count)).await?;
    sent_forms::remember(&txn, audit, course).await?;
    txn.commit().await?;
    Ok(made)
}

async fn append(
    txn: &Txn,
    audit: &AuditContext,
    course: CourseId,
    position: i64,
    new: &NewUnit,
) -> Result<UnitId, Error> {
    let row = unit::ActiveModel {
        course_id: Set(course),
        position: Set(position),
        name: Set(new.name.as_str().to_owned()),
        kind: Set(new.content.kind()),
        content: Set(new.content.as_str().to_owned()),
        ..Default::default()
    };
    let made = row.insert(txn).await?;
    unit_versions::add(txn, audit, made.id, new).await?;
    Ok(made.id)
}

/// Saves a unit's name and content. What learners completed stays completed.
///
/// # Errors
/// [`Error::NotFound`], also if the unit belongs to another course; [`Error::Edited`].
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    course: CourseId,
    unit: UnitId,
    version: &FormVersion,
    new: &NewUnit,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let of = lock_course(&txn, course).await?;
    let old = get(&txn, course, unit).await?;
    saved(&old).check(version)?;
    let has_new_text = old.kind != new.content.kind() || old.content != new.content.as_str();
    if has_new_text {
        forget_html(&txn, unit).await?;
    }
    if has_new_text || old.name != new.name.as_str() {
        unit_versions::keep(&txn, audit, &old, new).await?;
    }
    let mut row = old.into_active_model();
    row.name = Set(new.name.as_str().to_owned());
    row.kind = Set(new.content.kind());
    row.content = Set(new.content.as_str().to_owned());
    row.update(&txn).await?;
    let (unit, of) = (new.name.as_str().to_owned(), of.name);
    ActivitySubject::course(course)
        .log(&txn, audit, Activity::UnitEdited { unit, course: of })
        .await?;
    txn.commit().await
}

/// Moves a unit one position up (`up`) or down; the first and last stay.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn shift(
    db: &Db,
    audit: &AuditContext,
    course: CourseId,
    unit: UnitId,
    up: bool,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let of = lock_course(&txn, course).await?;
    let row = get(&txn, course, unit).await?;
    let (from, to) = (row.position, row.position + if up { -1 } else { 1 });
    let neighbour = unit::Entity::find()
        .filter(unit::Column::CourseId.eq(course))
        .filter(unit::Column::Position.eq(to))
        .one(&txn)
        .await?;
    let Some(neighbour) = neighbour else {
        return Ok(());
    };
    let activity = Activity::UnitMoved {
        unit: row.name.clone(),
        course: of.name,
        up,
    };
    for (mut moved, position) in [
        (row.into_active_model(), to),
        (neighbour.into_active_model(), from),
    ] {
        moved.position = Set(position);
        moved.update(&txn).await?;
    }
    ActivitySubject::course(course)
        .log(&txn, audit, activity)
        .await?;
    txn.commit().await
}

/// Deletes a unit and its completions. Progress is recomputed: completed courses stay completed,
/// and learners who have completed all other units have now completed the course.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(
    db: &Db,
    audit: &AuditContext,
    course: CourseId,
    unit: UnitId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let of = lock_course(&txn, course).await?;
    let row = get(&txn, course, unit).await?;
    unit::Entity::delete_by_id(unit).exec(&txn).await?;
    unit::Entity::update_many()
        .col_expr(
            unit::Column::Position,
            Expr::col(unit::Column::Position).sub(1),
        )
        .filter(unit::Column::CourseId.eq(course))
        .filter(unit::Column::Position.gt(row.position))
        .exec(&txn)
        .await?;
    let left = of.unit_count - 1;
    set_count(&txn, course, left).await?;
    if left > 0 {
        complete_those_with(&txn, audit, course, left).await?;
    }
    let (unit, of) = (row.name, of.name);
    ActivitySubject::course(course)
        .log(&txn, audit, Activity::UnitDeleted { unit, course: of })
        .await?;
    txn.commit().await
}

/// The number of the course's units that the user has completed, as SQL. `user` and `course` are
/// columns or `?`.
pub(crate) fn completed(user: &str, course: &str) -> String {
    format!(
        "(SELECT count(*) FROM units n JOIN unit_completions x ON x.unit_id = n.id \
         AND x.user_id = {user} WHERE n.course_id = {course})"
    )
}

/// A unit as its editor sees it.
pub(crate) fn row(unit: unit::Model) -> UnitRow {
    UnitRow {
        version: saved(&unit).version(),
        id: unit.id,
        name: unit.name,
        kind: unit.kind,
        content: unit.content,
    }
}

/// Returns the form of a unit as it is saved.
fn saved(unit: &unit::Model) -> SavedForm {
    SavedForm::new()
        .text("Name", &*unit.name)
        .choice("Kind", unit.kind.code(), unit.kind.label())
        .text("Content", &*unit.content)
}

/// Removes the HTML of a text that changes.
async fn forget_html(txn: &Txn, unit: UnitId) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "UPDATE units SET html = NULL, html_version = 0 WHERE id = ?",
            [unit.into()],
        )
        .execute(txn)
        .await?;
    Ok(())
}

/// Completes the course for learners who have completed all its `units` but not the course.
async fn complete_those_with(
    txn: &Txn,
    audit: &AuditContext,
    course: CourseId,
    units: i64,
) -> Result<(), Error> {
    Sql::new(txn)
        .add(
            "UPDATE progress SET completed_at = ?, updated_at = ? \
             WHERE course_id = ? AND completed_at IS NULL AND user_id IN \
             (SELECT d.user_id FROM unit_completions d JOIN units u ON u.id = d.unit_id \
             WHERE u.course_id = ? GROUP BY d.user_id HAVING count(*) = ?)",
            [
                audit.at.into(),
                audit.at.into(),
                course.into(),
                course.into(),
                units.into(),
            ],
        )
        .execute(txn)
        .await?;
    Ok(())
}

async fn get(txn: &Txn, course: CourseId, unit: UnitId) -> Result<unit::Model, Error> {
    unit::Entity::find_by_id(unit)
        .filter(unit::Column::CourseId.eq(course))
        .one(txn)
        .await?
        .ok_or(Error::NotFound)
}

async fn set_count(txn: &Txn, course: CourseId, count: i64) -> Result<(), Error> {
    course::Entity::update_many()
        .col_expr(course::Column::UnitCount, Expr::value(count))
        .filter(course::Column::Id.eq(course))
        .exec(txn)
        .await?;
    Ok(())
}
