//! Lists of people that the actor imports.
use super::Authorized;
use crate::AppError;
use domain::{
    field_error::{FieldCode, FieldErrors},
    imports::problems::ListRefusal,
    user_imports::UserImportPreview,
    users::{NewUser, UserTypeOption},
};

impl Authorized {
    /// Reads a list of users. Only user types that the importer may assign are accepted.
    ///
    /// # Errors
    /// [`AppError::Invalid`] if it is empty, too long or cannot be read.
    pub async fn read_user_import(&self, list: &str) -> Result<import_reader::UserList, AppError> {
        let types = self.grantable_user_types().await?;
        let users = read_users(list, &types)?;
        domain::member_imports::check_size(users.lines.len())?;
        Ok(users)
    }

    /// Checks the uploaded list of this ticket. Returns a verdict for each line, and the users to
    /// add. Only user types that the importer may assign are accepted.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if the list does not exist or has expired.
    pub async fn preview_user_import(
        &self,
        ticket: &str,
    ) -> Result<(UserImportPreview, Vec<NewUser>), AppError> {
        let list = db::flashes::get(self.db(), ticket, db::now()).await?;
        let types = self.grantable_user_types().await?;
        let users = read_users(&list.ok_or(db::Error::NotFound)?, &types)?;
        let (rows, to_add) = db::users::preview_import(self.db(), &users.lines, &types).await?;
        let notes = users.notes.iter().map(domain::messages::imports::note);
        let notes = notes.collect();
        Ok((UserImportPreview { rows, notes }, to_add))
    }
}

fn read_users(list: &str, types: &[UserTypeOption]) -> Result<import_reader::UserList, AppError> {
    read_list(list)?.users(types).map_err(list_refused)
}

/// Reads a list that was typed, pasted or read from a file by the browser.
///
/// # Errors
/// [`AppError::Invalid`] at the field `list`.
pub fn read_list(list: &str) -> Result<import_reader::List, AppError> {
    import_reader::read_text(list).map_err(list_refused)
}

fn list_refused(refusal: ListRefusal) -> AppError {
    FieldErrors::of("list", FieldCode::ListRefused(refusal)).into()
}
