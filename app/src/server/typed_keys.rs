//! What someone typed into the field of a group key: a key, whose attempt is counted, or a join link, which is none.
use super::{Authorized, settle};
use crate::AppError;
use domain::{
    ids::GroupId,
    keys::{JoinPreview, PastedKey},
};

impl Authorized {
    /// Returns the group that the actor can join with the text.
    ///
    /// # Errors
    /// [`AppError::KeyRejected`], without a count for what cannot be a key; [`AppError::TooManyAttempts`].
    pub async fn preview_typed(&self, typed: &str) -> Result<JoinPreview, AppError> {
        let (db, me, now) = (self.db(), self.actor.id, db::now());
        match PastedKey::read(typed) {
            None => Err(db::Error::KeyRejected.into()),
            Some(PastedKey::Link(token)) => {
                Ok(db::joining::preview_link(db, Some(me), &token, now).await?)
            }
            Some(PastedKey::Key(_)) => {
                let attempt = self.guess_key().await?;
                let preview = db::joining::preview(db, me, attempt.key(typed), now).await;
                settle(attempt, preview).await
            }
        }
    }

    /// Joins the group of the text.
    ///
    /// # Errors
    /// As for [`Authorized::preview_typed`]; [`AppError::AlreadyMember`].
    pub async fn redeem_typed(&self, typed: &str) -> Result<GroupId, AppError> {
        let (db, audit, me) = (self.db(), self.audit(), self.actor.id);
        match PastedKey::read(typed) {
            None => Err(db::Error::KeyRejected.into()),
            Some(PastedKey::Link(token)) => {
                Ok(db::joining::redeem_link(db, &audit, me, &token).await?)
            }
            Some(PastedKey::Key(_)) => {
                let attempt = self.guess_key().await?;
                let joined = db::joining::redeem(db, &audit, me, attempt.key(typed)).await;
                settle(attempt, joined).await
            }
        }
    }
}
