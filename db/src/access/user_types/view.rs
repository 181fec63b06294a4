//! User types as the list and the editor show them.
use super::{default_user_type, with_permissions};
use crate::{
    Db, Error,
    base::entities::{user, user_type},
};
use domain::{
    edits::SavedForm,
    ids::UserTypeId,
    messages::user_types::describe,
    permissions::{BuiltIn, PermissionSet},
    user_types::{UserTypeDetails, UserTypeRow},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// All types by name, with the number of their users.
///
/// # Errors
/// The database failed.
pub async fn rows(db: &Db) -> Result<Vec<UserTypeRow>, Error> {
    let types = user_type::Entity::find()
        .order_by_asc(user_type::Column::SortName)
        .all(db.read())
        .await?;
    let counts: Vec<(UserTypeId, i64)> = user::Entity::find()
        .select_only()
        .column(user::Column::UserTypeId)
        .column_as(user::Column::Id.count(), "users")
        .group_by(user::Column::UserTypeId)
        .into_tuple()
        .all(db.read())
        .await?;
    let counts: HashMap<_, _> = counts.into_iter().collect();
    let default = default_user_type(db.read()).await?;
    let types = with_permissions(db.read(), types).await?;
    let row = |(row, permissions): (user_type::Model, _)| UserTypeRow {
        id: row.id,
        users: counts.get(&row.id).copied().unwrap_or(0),
        is_default: row.id == default,
        super_admin: is_super_admin(&row),
        built_in: row.built_in.is_some(),
        name: row.name,
        permissions,
    };
    Ok(types.into_iter().map(row).collect())
}

/// Returns a type with its permissions and the number of its users.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(db: &Db, user_type: UserTypeId) -> Result<UserTypeDetails, Error> {
    let row = user_type::Entity::find_by_id(user_type)
        .one(db.read())
        .await?;
    let found = with_permissions(db.read(), row.into_iter().collect()).await?;
    let (row, permissions) = found.into_iter().next().ok_or(Error::NotFound)?;
    let users = user::Entity::find()
        .filter(user::Column::UserTypeId.eq(row.id))
        .count(db.read())
        .await?;
    let version = saved(&row, &permissions).version();
    Ok(UserTypeDetails {
        id: user_type,
        built_in: row.built_in.is_some(),
        super_admin: is_super_admin(&row),
        default_role: row.default_role,
        permissions,
        users: i64::try_from(users).unwrap_or(i64::MAX),
        demands_second_factor: row.demands_second_factor,
        version,
        name: row.name,
    })
}

/// Returns the form of a type as it is saved.
pub(super) fn saved(row: &user_type::Model, permissions: &PermissionSet) -> SavedForm {
    let codes: Vec<_> = permissions.iter().map(|one| one.code()).collect();
    SavedForm::new()
        .text("Name", &*row.name)
        .choice(
            "Default role",
            row.default_role.code(),
            row.default_role.label(),
        )
        .choice("Permissions", codes.join(" "), describe(permissions))
}

pub(super) fn is_super_admin(row: &user_type::Model) -> bool {
    row.built_in == Some(BuiltIn::SuperAdmin)
}
