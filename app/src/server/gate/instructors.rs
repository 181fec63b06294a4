//! Access to the instructors of a course or group.
use super::{Authorized, authorize, authorize_on};
use crate::AppError;
use db::access_scope::Target;
use domain::instructors::Teachable;

/// Authorizes viewing the instructors.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] for targets out of
/// scope.
pub async fn authorize_view(taught: Teachable) -> Result<Authorized, AppError> {
    let target = match taught {
        Teachable::Course(course) => Target::Course(course),
        Teachable::Group(group) => Target::Group(group),
    };
    authorize_on(taught.view_action(), [target]).await
}

/// Authorizes changing the instructors. This takes the right to edit the course or group, but not
/// as its instructor.
///
/// # Errors
/// As [`authorize_view`].
pub async fn authorize_assign_instructors(taught: Teachable) -> Result<Authorized, AppError> {
    let cx = authorize(taught.edit_action()).await?;
    if !cx.actor.may_assign_instructors(taught.edit_action()) {
        return Err(AppError::Forbidden.with_status());
    }
    cx.ensure_in_scope(match taught {
        Teachable::Course(course) => Target::CourseToEdit(course),
        Teachable::Group(group) => Target::Group(group),
    })
    .await?;
    Ok(cx)
}
