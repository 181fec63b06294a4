//! Checks that compare permissions of users and user types, which no
//! [`Action`](domain::policy::Action) alone decides.
use super::Authorized;
use crate::AppError;
use domain::{
    field_error::{Choice, FieldCode, FieldErrors},
    ids::{UserId, UserTypeId},
    users::{Password, UserTypeOption},
};

impl Authorized {
    /// Refuses user types with permissions that the actor does not have.
    ///
    /// # Errors
    /// [`AppError::Forbidden`]; [`AppError::Invalid`] if the type does not exist.
    pub async fn ensure_may_grant(&self, user_type: UserTypeId) -> Result<(), AppError> {
        let permissions = db::user_types::permissions(self.db(), user_type)
            .await
            .map_err(|error| match error {
                db::Error::NotFound => {
                    FieldErrors::of("user_type", FieldCode::Choose(Choice::UserType)).into()
                }
                error => AppError::from(error),
            })?;
        if self.actor.may_grant(&permissions) {
            Ok(())
        } else {
            Err(AppError::Forbidden.with_status())
        }
    }

    /// Returns the user types that the actor may assign, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn grantable_user_types(&self) -> Result<Vec<UserTypeOption>, AppError> {
        let mut types = db::user_types::list(self.db()).await?;
        types.retain(|one| self.actor.may_grant(&one.permissions));
        Ok(types)
    }

    /// Refuses users with more permissions: setting a password would grant the edited user's
    /// permissions.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub async fn ensure_may_edit(&self, user: UserId) -> Result<(), AppError> {
        let user = db::users::get(self.db(), user).await?;
        self.ensure_may_grant(user.user_type).await
    }

    /// Refuses acting as oneself or as a user with more permissions.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub async fn ensure_may_act_as(&self, user: UserId) -> Result<(), AppError> {
        let found = db::users::get(self.db(), user).await?;
        let permissions = db::user_types::permissions(self.db(), found.user_type).await?;
        if self.actor.may_act_as(user, &permissions) {
            Ok(())
        } else {
            Err(AppError::Forbidden.with_status())
        }
    }

    /// Refuses setting a password while acting as another user.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub fn ensure_may_set_password(&self, password: Option<&Password>) -> Result<(), AppError> {
        if password.is_some() && self.actor.acting.is_some() {
            return Err(AppError::Forbidden.with_status());
        }
        Ok(())
    }
}
