//! A branch by its id, and the branch of a user.
use crate::{
    Error,
    base::entities::{branch, user},
};
use domain::ids::{BranchId, BranchOption, UserId};
use sea_orm::{ConnectionTrait, EntityTrait};

/// Returns the branch's id and name.
pub(crate) async fn find(
    conn: &impl ConnectionTrait,
    branch: Option<BranchId>,
) -> Result<Option<BranchOption>, Error> {
    let Some(branch) = branch else {
        return Ok(None);
    };
    let row = branch::Entity::find_by_id(branch).one(conn).await?;
    Ok(row.map(option))
}

/// Returns the branch to move to, which must exist; `None` is the main portal.
pub(crate) async fn destination(
    conn: &impl ConnectionTrait,
    to: Option<BranchId>,
) -> Result<Option<BranchOption>, Error> {
    let found = find(conn, to).await?;
    if found.is_none() && to.is_some() {
        return Err(Error::NotFound);
    }
    Ok(found)
}

/// Returns the user's branch; `None` for a user of the main portal, and where there is no user.
pub(crate) async fn of_user(
    conn: &impl ConnectionTrait,
    user: Option<UserId>,
) -> Result<Option<BranchId>, Error> {
    let Some(user) = user else {
        return Ok(None);
    };
    let row = user::Entity::find_by_id(user).one(conn).await?;
    Ok(row.and_then(|row| row.branch_id))
}

pub(super) fn option(row: branch::Model) -> BranchOption {
    BranchOption {
        id: row.id,
        name: row.name,
    }
}
