//! Who says who teaches what.
use super::{Authorized, authorize, authorize_on};
use crate::AppError;
use db::access_scope::Target;
use domain::{events::ChangeEvent, ids::UserId, instructors::Teachable};

/// For looking at who teaches it.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Forbidden`]; [`AppError::NotFound`] for what lies outside
/// his realm.
pub async fn authorize_view(taught: Teachable) -> Result<Authorized, AppError> {
    let thing = match taught {
        Teachable::Course(course) => Target::Course(course),
        Teachable::Group(group) => Target::Group(group),
    };
    authorize_on(taught.view_action(), [thing]).await
}

/// For saying who teaches it: whoever edits it, but not as its instructor.
///
/// # Errors
/// As [`authorize_sight`].
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

impl Authorized {
    /// Tells the instructor's pages, and those of the group.
    pub async fn tell_instructor(&self, taught: Teachable, user: UserId) {
        self.tell(ChangeEvent::User(user)).await;
        if let Teachable::Group(group) = taught {
            self.tell(ChangeEvent::Group(group)).await;
        }
    }
}
