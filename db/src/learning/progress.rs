//! A learner's progress in a course. It outlives every enrolment.
use crate::{
    Db, Error, Txn,
    base::{
        entities::{course, progress, unit, unit_completion},
        sql::Sql,
    },
    content::units,
    enrolments,
};
use domain::{
    events::{ChangeEvent, ListKind},
    ids::{CourseId, UnitId, UserId},
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// Marks a unit completed or not. Completing the last one completes the course permanently.
///
/// # Errors
/// [`Error::NotFound`] as for [`course`](super::course), or where the unit belongs to another course.
pub async fn set_unit(
    db: &Db,
    user: UserId,
    course: CourseId,
    unit: UnitId,
    completed: bool,
    at: Timestamp,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let units = check(&txn, user, course, unit).await?;
    // The course's row first: if two units are completed at the same time, one waits for the
    // other, and the second sees that all are completed.
    touch(&txn, user, course, at).await?;
    if completed {
        let row = unit_completion::ActiveModel {
            user_id: Set(user),
            unit_id: Set(unit),
            completed_at: Set(at),
        };
        unit_completion::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&txn)
            .await?;
        if count(&txn, user, course).await? >= units {
            complete(&txn, user, course, at).await?;
        }
    } else {
        unit_completion::Entity::delete_by_id((user, unit))
            .exec(&txn)
            .await?;
    }
    txn.publish(ChangeEvent::User(user));
    txn.publish(ChangeEvent::List(ListKind::Learners));
    txn.commit().await
}

/// Checks that the user can complete this unit; returns how many units the course has.
async fn check(txn: &Txn, user: UserId, course: CourseId, unit: UnitId) -> Result<i64, Error> {
    let row = course::Entity::find_live_by_id(course)
        .filter(course::Column::Active.eq(true))
        .lock_shared()
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    if !enrolments::has_course(txn, user, course).await? {
        return Err(Error::NotFound);
    }
    unit::Entity::find_by_id(unit)
        .filter(unit::Column::CourseId.eq(course))
        .one(txn)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(row.unit_count)
}

/// Records that the user did something in the course, for the first time or again.
async fn touch(txn: &Txn, user: UserId, course: CourseId, at: Timestamp) -> Result<(), Error> {
    let row = progress::ActiveModel {
        user_id: Set(user),
        course_id: Set(course),
        started_at: Set(at),
        updated_at: Set(at),
        completed_at: Set(None),
    };
    let again = OnConflict::columns([progress::Column::UserId, progress::Column::CourseId])
        .update_column(progress::Column::UpdatedAt)
        .to_owned();
    progress::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Returns how many units of the course the user has completed.
async fn count(txn: &Txn, user: UserId, course: CourseId) -> Result<i64, Error> {
    Sql::new(txn)
        .add(
            &format!("SELECT {}", units::completed("?", "?")),
            [user.into(), course.into()],
        )
        .number(txn)
        .await
}

async fn complete(txn: &Txn, user: UserId, course: CourseId, at: Timestamp) -> Result<(), Error> {
    progress::Entity::update_many()
        .col_expr(progress::Column::CompletedAt, Expr::value(at))
        .filter(progress::Column::UserId.eq(user))
        .filter(progress::Column::CourseId.eq(course))
        .filter(progress::Column::CompletedAt.is_null())
        .exec(txn)
        .await?;
    Ok(())
}
