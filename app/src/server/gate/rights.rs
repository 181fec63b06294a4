//! Rights about a user or a user type, which no [`Action`](domain::policy::Action) alone answers.
use super::Authorized;
use crate::AppError;
use domain::{
    ids::{UserId, UserTypeId},
    people::{Password, UserInfo, UserTypeOption},
    problem::Problem,
    user_imports::UserLine,
};

impl Authorized {
    /// Nobody gives a type that holds more than his own.
    ///
    /// # Errors
    /// [`AppError::Forbidden`]; [`AppError::Invalid`] where there is no such type.
    pub async fn may_give(&self, user_type: UserTypeId) -> Result<(), AppError> {
        let holds = db::user_types::permissions(self.db(), user_type)
            .await
            .map_err(|error| match error {
                db::Error::NotFound => Problem::new("user_type", "Choose a user type.").into(),
                error => AppError::from(error),
            })?;
        if self.actor.may_give(&holds) {
            Ok(())
        } else {
            Err(AppError::Forbidden.with_status())
        }
    }

    /// The user types that he may give, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn types_to_give(&self) -> Result<Vec<UserTypeOption>, AppError> {
        let mut types = db::user_types::list(self.db()).await?;
        types.retain(|one| self.actor.may_give(&one.holds));
        Ok(types)
    }

    /// Nobody edits a user who may do more than himself: a new password would make him that user.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub async fn may_edit(&self, user: UserId) -> Result<(), AppError> {
        let user = db::users::get(self.db(), user).await?;
        self.may_give(user.user_type).await
    }

    /// Nobody acts as himself, or as a user who may do more.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub async fn may_act_as(&self, user: UserId) -> Result<(), AppError> {
        let found = db::users::get(self.db(), user).await?;
        let holds = db::user_types::permissions(self.db(), found.user_type).await?;
        if self.actor.may_act_as(user, &holds) {
            Ok(())
        } else {
            Err(AppError::Forbidden.with_status())
        }
    }

    /// Nobody gives a password while he acts as another.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub fn may_give_password(&self, password: Option<&Password>) -> Result<(), AppError> {
        if password.is_some() && self.actor.acting.is_some() {
            return Err(AppError::Forbidden.with_status());
        }
        Ok(())
    }

    /// The list of users that is kept under this ticket, looked up: a verdict for each line, and
    /// whom it adds. Nobody gets a type on it that the importer may not give.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such list (any more).
    pub async fn check_users(
        &self,
        ticket: &str,
    ) -> Result<(Vec<UserLine>, Vec<UserInfo>), AppError> {
        let list = db::flashes::get(self.db(), ticket, db::now()).await?;
        let lines = crate::pasted::people(&list.ok_or(db::Error::NotFound)?);
        let types = self.types_to_give().await?;
        Ok(db::users::check_import(self.db(), &lines, &types).await?)
    }
}
