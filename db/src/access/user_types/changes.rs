//! Adding, editing, cloning and deleting user types. Rights are checked again in the transaction:
//! no one grants more than they have, and no one edits their own type.
use super::{
    default_user_type, grant_check::Grantors, insert, insert_permissions, refuse_look_alike,
    view::saved,
};
use crate::{
    AuditContext, Db, Error, Taken, Txn,
    base::{
        activity::ActivitySubject,
        entities::{user, user_type, user_type_permission},
        search_text::{case_fold, of_name},
        sent_forms,
    },
};
use domain::{
    activity::{Activity, MovedUsers, UserTypeEdit},
    edits::FormVersion,
    ids::{UserId, UserTypeId},
    permissions::PermissionSet,
    user_types::{UserTypeInfo, UserTypeName},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel,
    QueryFilter, QuerySelect, sea_query::Expr,
};
use std::collections::HashSet;

/// Adds a type with permissions that the actor has.
///
/// # Errors
/// [`Error::Taken`]; [`Error::PrivilegeEscalation`], [`Error::UserTypeForbidden`].
pub async fn create(
    db: &Db,
    audit: &AuditContext,
    actor: UserId,
    info: &UserTypeInfo,
) -> Result<UserTypeId, Error> {
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(UserTypeId(earlier));
    }
    let grantors = Grantors::lock(&txn, audit, actor).await?;
    let locked_types = grantors.locked_types(&txn, &[]).await?;
    if !locked_types.may_grant(&info.permissions) {
        return Err(Error::PrivilegeEscalation);
    }
    let name = info.name.as_str();
    let id = insert(&txn, name, info.default_role, &info.permissions).await?;
    ActivitySubject::NONE
        .log(
            &txn,
            audit,
            Activity::UserTypeAdded {
                user_type: name.to_owned(),
            },
        )
        .await?;
    sent_forms::remember(&txn, audit, id).await?;
    txn.commit().await?;
    Ok(id)
}

/// Saves the form. Removed permissions are lost for all of the type's users with their next
/// request.
///
/// # Errors
/// [`Error::NotFound`], [`Error::UserTypeForbidden`], [`Error::Edited`],
/// [`Error::PrivilegeEscalation`], [`Error::Taken`].
pub async fn update(
    db: &Db,
    audit: &AuditContext,
    actor: UserId,
    user_type: UserTypeId,
    version: &FormVersion,
    info: &UserTypeInfo,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let grantors = Grantors::lock(&txn, audit, actor).await?;
    let locked_types = grantors.locked_types(&txn, &[user_type]).await?;
    let (old, held) = locked_types.editable(user_type)?;
    saved(old, held).check(version)?;
    if !locked_types.may_grant(&info.permissions) {
        return Err(Error::PrivilegeEscalation);
    }
    let name = info.name.as_str();
    if name != old.name {
        refuse_look_alike(&txn, name, Some(user_type)).await?;
    }
    let mut row = old.clone().into_active_model();
    row.name = Set(name.to_owned());
    row.name_folded = Set(case_fold(name));
    row.sort_name = Set(of_name(name).sort_name);
    row.default_role = Set(info.default_role);
    row.update(&txn).await?;
    let (added, removed) = (&info.permissions - held, held - &info.permissions);
    withdraw(&txn, user_type, &removed).await?;
    insert_permissions(&txn, user_type, &added).await?;
    let edit = UserTypeEdit {
        user_type: name.to_owned(),
        old_name: Some(old.name.clone()).filter(|old| old != name),
        added,
        removed,
    };
    ActivitySubject::NONE
        .log(&txn, audit, Activity::UserTypeEdited { edit })
        .await?;
    txn.commit().await
}

/// Adds a type with the same permissions; returns its id.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::UserTypeForbidden`] if it has permissions the actor cannot
/// grant.
pub async fn clone(
    db: &Db,
    audit: &AuditContext,
    actor: UserId,
    user_type: UserTypeId,
) -> Result<UserTypeId, Error> {
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(UserTypeId(earlier));
    }
    let grantors = Grantors::lock(&txn, audit, actor).await?;
    let locked_types = grantors.locked_types(&txn, &[user_type]).await?;
    let (original, permissions) = locked_types.find(user_type)?;
    if !locked_types.may_grant(permissions) {
        return Err(Error::UserTypeForbidden);
    }
    let role = original.default_role;
    let name = copy_name(&txn, &original.name).await?;
    let copy = insert(&txn, &name, role, permissions).await?;
    let cloned = Activity::UserTypeCloned {
        user_type: original.name.clone(),
        copy: name,
    };
    ActivitySubject::NONE.log(&txn, audit, cloned).await?;
    sent_forms::remember(&txn, audit, copy).await?;
    txn.commit().await?;
    Ok(copy)
}

/// Deletes a type and moves its users to another in one statement.
///
/// # Errors
/// [`Error::NotFound`], [`Error::BuiltInUserType`]; [`Error::UserTypeForbidden`] for a type with
/// more permissions than the actor's, also as the replacement;
/// [`Error::ReplacementTypeRequired`]; [`Error::Conflict`] if a user got the type at this moment.
pub async fn delete(
    db: &Db,
    audit: &AuditContext,
    actor: UserId,
    user_type: UserTypeId,
    move_to: Option<UserTypeId>,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let grantors = Grantors::lock(&txn, audit, actor).await?;
    // Users before types. Nothing is committed if a later check fails.
    let moved = move_users(&txn, user_type, move_to).await?;
    let types: Vec<_> = [Some(user_type), move_to].into_iter().flatten().collect();
    let locked_types = grantors.locked_types(&txn, &types).await?;
    let (row, _) = locked_types.find(user_type)?;
    if row.built_in.is_some() || user_type == default_user_type(&txn).await? {
        return Err(Error::BuiltInUserType);
    }
    locked_types.editable(user_type)?;
    let mut moved_users = None;
    if let Some(target) = move_to.filter(|_| moved > 0) {
        let (target, permissions) = locked_types.find(target)?;
        if !locked_types.may_grant(permissions) {
            return Err(Error::UserTypeForbidden);
        }
        moved_users = Some(MovedUsers {
            users: moved.cast_signed(),
            to: target.name.clone(),
        });
    }
    user_type::Entity::delete_by_id(user_type)
        .exec(&txn)
        .await
        .map_err(Error::or_in_use)?;
    let deleted = Activity::UserTypeDeleted {
        user_type: row.name.clone(),
        moved: moved_users,
    };
    ActivitySubject::NONE.log(&txn, audit, deleted).await?;
    txn.commit().await
}

/// Moves the type's users to the other type; returns how many.
async fn move_users(txn: &Txn, from: UserTypeId, to: Option<UserTypeId>) -> Result<u64, Error> {
    let Some(to) = to.filter(|to| *to != from) else {
        let any = user::Entity::find().filter(user::Column::UserTypeId.eq(from));
        return match any.one(txn).await? {
            Some(_) => Err(Error::ReplacementTypeRequired),
            None => Ok(0),
        };
    };
    if user_type::Entity::find_by_id(to).one(txn).await?.is_none() {
        return Err(Error::ReplacementTypeRequired);
    }
    let moved = user::Entity::update_many()
        .col_expr(user::Column::UserTypeId, Expr::value(to))
        .col_expr(
            user::Column::Version,
            Expr::col(user::Column::Version).add(1),
        )
        .filter(user::Column::UserTypeId.eq(from))
        .exec(txn)
        .await?;
    Ok(moved.rows_affected)
}

async fn withdraw(txn: &Txn, id: UserTypeId, permissions: &PermissionSet) -> Result<(), Error> {
    user_type_permission::Entity::delete_many()
        .filter(user_type_permission::Column::UserTypeId.eq(id))
        .filter(
            user_type_permission::Column::Permission
                .is_in(permissions.iter().map(|permission| permission.code())),
        )
        .exec(txn)
        .await?;
    Ok(())
}

/// The first free one of "Copy of ...", "Copy of ... (2)", ...
async fn copy_name(txn: &Txn, original: &str) -> Result<String, Error> {
    let taken: HashSet<String> = user_type::Entity::find()
        .select_only()
        .column(user_type::Column::NameFolded)
        .into_tuple()
        .all(txn)
        .await?
        .into_iter()
        .collect();
    (1..)
        .map(|number| numbered(original, number))
        .find(|name| !taken.contains(&case_fold(name)))
        .ok_or(Error::Taken(Taken::UserTypeName))
}

fn numbered(original: &str, number: usize) -> String {
    let suffix = match number {
        1 => String::new(),
        number => format!(" ({number})"),
    };
    let room = UserTypeName::LIMIT - suffix.chars().count();
    let start: String = format!("Copy of {original}").chars().take(room).collect();
    format!("{}{suffix}", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_a_long_name_is_cut_to_the_limit() {
        assert_eq!(numbered("Tutors", 1), "Copy of Tutors");
        let name = numbered(&"é".repeat(100), 12);
        assert_eq!(name.chars().count(), 100);
        assert!(name.ends_with(" (12)"));
    }
}
