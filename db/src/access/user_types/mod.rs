//! User types: named sets of permissions.
mod changes;
mod default_type;
mod demand;
mod grant_check;
mod view;

pub use changes::{clone, create, delete, update};
pub(crate) use default_type::{default_user_type, set_default_user_type};
pub use demand::set_demand;
pub use view::{get, rows};

use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{user_type, user_type_permission},
        look_alikes,
        search_text::{case_fold, of_name},
        sql::Sql,
    },
};
use domain::{
    activity::Activity,
    ids::UserTypeId,
    permissions::{BuiltIn, Permission, PermissionSet, Role},
    users::UserTypeOption,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};
use std::collections::HashMap;

/// All types by name, to choose from.
///
/// # Errors
/// The database failed.
pub async fn list(db: &Db) -> Result<Vec<UserTypeOption>, Error> {
    let types = user_type::Entity::find()
        .order_by_asc(user_type::Column::SortName)
        .all(db.read())
        .await?;
    let default = default_user_type(db.read()).await?;
    let option = |(row, permissions): (user_type::Model, PermissionSet)| UserTypeOption {
        id: row.id,
        name: row.name,
        is_default: row.id == default,
        permissions,
    };
    let types = with_permissions(db.read(), types).await?;
    Ok(types.into_iter().map(option).collect())
}

/// Returns the types, each with its permissions.
async fn with_permissions(
    conn: &impl ConnectionTrait,
    types: Vec<user_type::Model>,
) -> Result<Vec<(user_type::Model, PermissionSet)>, Error> {
    let ids = types.iter().map(|row| row.id);
    let permissions = user_type_permission::Entity::find()
        .filter(user_type_permission::Column::UserTypeId.is_in(ids))
        .all(conn)
        .await?;
    let mut codes: HashMap<UserTypeId, Vec<String>> = HashMap::new();
    for permission in permissions {
        let of_type = codes.entry(permission.user_type_id).or_default();
        of_type.push(permission.permission);
    }
    let with = |row: user_type::Model| {
        let codes = codes.remove(&row.id).unwrap_or_default();
        let permissions = permissions_of(row.built_in, &codes);
        (row, permissions)
    };
    Ok(types.into_iter().map(with).collect())
}

/// Returns the built-in type's id. [`ensure_built_in`] created it.
///
/// # Errors
/// [`Error::NotFound`] before that.
pub async fn built_in(db: &Db, which: BuiltIn) -> Result<UserTypeId, Error> {
    id_of(db.read(), which).await
}

/// Creates the built-in types that are missing. The permissions of existing ones may have been
/// edited and stay. SuperAdmin always has all permissions.
///
/// # Errors
/// The database failed.
pub async fn ensure_built_in(db: &Db) -> Result<(), Error> {
    let txn = db.write().await?;
    for which in BuiltIn::ALL.iter().copied() {
        let row = user_type::ActiveModel {
            name: Set(which.label().to_owned()),
            name_folded: Set(case_fold(which.label())),
            sort_name: Set(of_name(which.label()).sort_name),
            built_in: Set(Some(which)),
            default_role: Set(first_role(&which.permissions())),
            ..Default::default()
        };
        // Servers that start at the same moment do this concurrently.
        let made = user_type::Entity::insert(row)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(&txn)
            .await?;
        if made > 0 {
            let id = id_of(&txn, which).await?;
            insert_permissions(&txn, id, &which.permissions()).await?;
        }
    }
    txn.commit_quietly().await
}

/// Adds a type for the portal itself, without checking anyone's rights.
///
/// # Errors
/// [`Error::Taken`].
pub async fn create_unchecked(
    db: &Db,
    audit: &AuditContext,
    name: &str,
    permissions: &PermissionSet,
) -> Result<UserTypeId, Error> {
    let txn = db.write().await?;
    let id = insert(&txn, name, first_role(permissions), permissions).await?;
    ActivitySubject::NONE
        .log(
            &txn,
            audit,
            Activity::UserTypeAdded {
                user_type: name.to_owned(),
            },
        )
        .await?;
    txn.commit().await?;
    Ok(id)
}

fn first_role(permissions: &PermissionSet) -> Role {
    let roles = Role::of(permissions);
    roles.first().copied().unwrap_or(Role::Learner)
}

/// Refuses a name that looks like that of another type.
async fn refuse_look_alike(
    txn: &Txn,
    name: &str,
    user_type: Option<UserTypeId>,
) -> Result<(), Error> {
    let id = user_type.map_or(0, |user_type| user_type.0);
    let names = Sql::new(txn).add("SELECT name FROM user_types WHERE id <> ?", [id.into()]);
    look_alikes::refuse(txn, name, names).await
}

async fn insert(
    txn: &Txn,
    name: &str,
    default_role: Role,
    permissions: &PermissionSet,
) -> Result<UserTypeId, Error> {
    refuse_look_alike(txn, name, None).await?;
    let row = user_type::ActiveModel {
        name: Set(name.to_owned()),
        name_folded: Set(case_fold(name)),
        sort_name: Set(of_name(name).sort_name),
        built_in: Set(None),
        default_role: Set(default_role),
        ..Default::default()
    };
    let id = user_type::Entity::insert(row)
        .exec(txn)
        .await
        .map(|made| made.last_insert_id)?;
    insert_permissions(txn, id, permissions).await?;
    Ok(id)
}

/// Returns the permissions of a type.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn permissions(db: &Db, user_type: UserTypeId) -> Result<PermissionSet, Error> {
    permissions_on(db.read(), user_type).await
}

pub(crate) async fn permissions_on(
    conn: &impl ConnectionTrait,
    user_type: UserTypeId,
) -> Result<PermissionSet, Error> {
    let row = user_type::Entity::find_by_id(user_type).one(conn).await?;
    let found = with_permissions(conn, row.into_iter().collect()).await?;
    let (_, permissions) = found.into_iter().next().ok_or(Error::NotFound)?;
    Ok(permissions)
}

/// Returns the types with a permission of this role.
pub(crate) async fn with_role(
    conn: &impl ConnectionTrait,
    role: Role,
) -> Result<Vec<UserTypeId>, Error> {
    let types = user_type::Entity::find().all(conn).await?;
    let mut found = with_permissions(conn, types).await?;
    found.retain(|(_, permissions)| Role::of(permissions).contains(&role));
    Ok(found.into_iter().map(|(row, _)| row.id).collect())
}

/// The permissions of a type from its rows. They are ignored for SuperAdmin, which has all
/// permissions, also those that a newer version adds. The row of a removed permission is ignored.
pub(crate) fn permissions_of(built_in: Option<BuiltIn>, codes: &[String]) -> PermissionSet {
    if built_in == Some(BuiltIn::SuperAdmin) {
        return BuiltIn::SuperAdmin.permissions();
    }
    codes
        .iter()
        .filter_map(|code| Permission::from_code(code))
        .collect()
}

pub(crate) async fn id_of(
    conn: &impl ConnectionTrait,
    which: BuiltIn,
) -> Result<UserTypeId, Error> {
    let row = user_type::Entity::find()
        .filter(user_type::Column::BuiltIn.eq(which))
        .one(conn)
        .await?;
    row.map(|row| row.id).ok_or(Error::NotFound)
}

async fn insert_permissions(
    txn: &Txn,
    id: UserTypeId,
    permissions: &PermissionSet,
) -> Result<(), Error> {
    if permissions.is_empty() {
        return Ok(());
    }
    let rows = permissions
        .iter()
        .map(|permission| user_type_permission::ActiveModel {
            user_type_id: Set(id),
            permission: Set(permission.code().to_owned()),
        });
    user_type_permission::Entity::insert_many(rows)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}
