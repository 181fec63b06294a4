//! Rights about a user or a user type, which no [`Action`](domain::policy::Action) alone answers.
use super::Authorized;
use crate::AppError;
use domain::{
    field_error::FieldError,
    ids::{UserId, UserTypeId},
    user_imports::UserImportRow,
    users::{Password, UserInfo, UserTypeOption},
};

impl Authorized {
    /// Nobody gives a type that holds more than his own.
    ///
    /// # Errors
    /// [`AppError::Forbidden`]; [`AppError::Invalid`] where there is no such type.
    pub async fn ensure_may_grant(&self, user_type: UserTypeId) -> Result<(), AppError> {
        let permissions = db::user_types::permissions(self.db(), user_type)
            .await
            .map_err(|error| match error {
                db::Error::NotFound => FieldError::new("user_type", "Choose a user type.").into(),
                error => AppError::from(error),
            })?;
        if self.actor.may_grant(&permissions) {
            Ok(())
        } else {
            Err(AppError::Forbidden.with_status())
        }
    }

    /// The user types that he may give, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn grantable_user_types(&self) -> Result<Vec<UserTypeOption>, AppError> {
        let mut types = db::user_types::list(self.db()).await?;
        types.retain(|one| self.actor.may_grant(&one.permissions));
        Ok(types)
    }

    /// Nobody edits a user who may do more than himself: a new password would make him that user.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub async fn ensure_may_edit(&self, user: UserId) -> Result<(), AppError> {
        let user = db::users::get(self.db(), user).await?;
        self.ensure_may_grant(user.user_type).await
    }

    /// Nobody acts as himself, or as a user who may do more.
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

    /// Nobody gives a password while he acts as another.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub fn ensure_may_set_password(&self, password: Option<&Password>) -> Result<(), AppError> {
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
    pub async fn preview_user_import(
        &self,
        ticket: &str,
    ) -> Result<(Vec<UserImportRow>, Vec<UserInfo>), AppError> {
        let list = db::flashes::get(self.db(), ticket, db::now()).await?;
        let lines = crate::import_parser::user_lines(&list.ok_or(db::Error::NotFound)?);
        let types = self.grantable_user_types().await?;
        Ok(db::users::upload_member_import(self.db(), &lines, &types).await?)
    }
}
