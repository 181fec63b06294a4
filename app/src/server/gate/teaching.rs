//! Access to the instructors of a course or group.
use super::{Authorized, authorize, authorize_on};
use crate::AppError;
use db::realm::Thing;
use domain::{ids::UserId, instructors::Taught, live::Notice};

/// Authorizes viewing the instructors.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] for targets out of
/// scope.
pub async fn authorize_sight(taught: Taught) -> Result<Authorized, AppError> {
    let thing = match taught {
        Taught::Course(course) => Thing::Course(course),
        Taught::Group(group) => Thing::Group(group),
    };
    authorize_on(taught.seeing(), [thing]).await
}

/// Authorizes changing the instructors. This takes the right to edit the course or group, but not
/// as its instructor.
///
/// # Errors
/// As [`authorize_view`].
pub async fn authorize_appointing(taught: Taught) -> Result<Authorized, AppError> {
    let cx = authorize(taught.editing()).await?;
    if !cx.actor.may_appoint(taught.editing()) {
        return Err(AppError::Forbidden.with_status());
    }
    cx.find(match taught {
        Taught::Course(course) => Thing::OwnCourse(course),
        Taught::Group(group) => Thing::Group(group),
    })
    .await?;
    Ok(cx)
}

impl Authorized {
    /// Publishes a change to the instructor, and to the group if one is taught.
    pub async fn tell_instructor(&self, taught: Taught, user: UserId) {
        self.tell(Notice::User(user)).await;
        if let Taught::Group(group) = taught {
            self.tell(Notice::Group(group)).await;
        }
    }
}
