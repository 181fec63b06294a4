//! Deleting a user permanently, with all their data. The activity log keeps the name.
use super::lock;
use crate::{
    AuditContext, Db, Error,
    base::{activity::ActivitySubject, entities::user, sql::Sql},
    enrolments,
};
use domain::{
    activity::Activity,
    ids::{OrderId, UserId},
    orders::OrderState,
    users::UserDeletion,
};
use sea_orm::EntityTrait;

/// Returns what deleting the user would delete.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn deletion_preview(db: &Db, user: UserId) -> Result<UserDeletion, Error> {
    let row = user::Entity::find_by_id(user).one(db.read()).await?;
    let row = row.ok_or(Error::NotFound)?;
    let count = async |what: &str| {
        Sql::new(db.read())
            .add(
                &format!("SELECT count(DISTINCT {what} WHERE t.user_id = ?"),
                [user.into()],
            )
            .number(db.read())
            .await
    };
    Ok(UserDeletion {
        name: row.full_name(),
        groups: count(
            "t.group_id) FROM group_members t JOIN groups g ON g.id = t.group_id \
             AND g.deleted_at IS NULL",
        )
        .await?,
        courses: count("t.course_id) FROM enrolments t").await?,
        begun: count("t.course_id) FROM progress t").await?,
        waiting: waiting_orders(db, user).await?,
    })
}

/// The user's orders that wait for payment, at most as many as a dialog can name.
async fn waiting_orders(db: &Db, user: UserId) -> Result<Vec<OrderId>, Error> {
    Sql::new(db.read())
        .add(
            "SELECT o.id FROM orders o WHERE o.buyer_id = ? AND o.state = ? ORDER BY o.id LIMIT 20",
            [user.into(), OrderState::Waiting.into()],
        )
        .column(db.read())
        .await
}

/// Deletes the user with their sessions, memberships, enrolments and progress. The redemptions of
/// keys stay counted.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::CannotDeleteSelf`]; [`Error::LastSuperAdmin`];
/// [`Error::Conflict`] if the user's type was changed at this moment.
pub async fn delete(db: &Db, audit: &AuditContext, user: UserId) -> Result<(), Error> {
    if audit.actor == Some(user) {
        return Err(Error::CannotDeleteSelf);
    }
    let txn = db.write().await?;
    let row = lock(&txn, user, false).await?;
    enrolments::remove_user_from_counters(&txn, user).await?;
    user::Entity::delete_by_id(user).exec(&txn).await?;
    let deleted = Activity::UserDeleted {
        user: row.full_name(),
        login: row.login,
    };
    ActivitySubject::user(user)
        .log(&txn, audit, deleted)
        .await?;
    txn.commit().await
}
