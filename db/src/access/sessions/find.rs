//! Finding a session's user with their current permissions.
use super::{
    acting,
    opening::{IDLE_DAYS, LONGEST_DAYS},
};
use crate::{
    Db, Error,
    access::user_types,
    base::{
        entities::{session, user::full_name},
        secrets::token_hash,
        sql::Sql,
    },
};
use domain::{
    ids::{BranchId, BranchOption, SessionId, UserId, UserTypeId},
    permissions::{BuiltIn, PermissionSet, Role},
    policy::{Actor, RealActor},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, sea_query::Expr};

/// A session is renewed at most this often, so that reading pages does not write.
const RENEW_SECONDS: i64 = 300;

/// Returns the session's user: an active user with the permissions of their type, or the user
/// they act as. Acting ends right away if it is no longer allowed or the other user is
/// deactivated.
///
/// # Errors
/// The database failed.
pub async fn find(
    db: &Db,
    token: &str,
    now: Timestamp,
) -> Result<Option<(SessionId, Actor)>, Error> {
    let rows = rows_of(db, token, now).await?;
    let Some(found) = rows.iter().find(|row| row.user_id == row.owner_id) else {
        return Ok(None);
    };
    let session = found.session_id;
    if found.last_seen_at.plus_seconds(RENEW_SECONDS) < now
        && let Err(error) = renew(db, session, found.opened_at, now).await
    {
        // A full disk must not sign everyone out.
        tracing::warn!(%error, "could not renew a session");
    }
    let chosen = found.role;
    let Some(target) = found.acting_as else {
        return Ok(actor(&rows, found.owner_id, chosen).map(|actor| (session, actor)));
    };
    let Some(real) = actor(&rows, found.owner_id, None) else {
        return Ok(None);
    };
    let acted = actor(&rows, target, chosen).filter(|acted| {
        let in_scope = real.branch.is_none() || real.branch == acted.branch;
        in_scope && real.may_act_as(acted.id, &acted.permissions)
    });
    if let Some(acted) = acted {
        return Ok(Some((session, acting_as(acted, real))));
    }
    // Permanently: acting does not resume if the permission returns.
    if let Err(error) = acting::end(db, session, target).await {
        tracing::warn!(%error, "could not end the acting of a session");
    }
    Ok(Some((session, real)))
}

/// The user that an administrator acts as; what the administrator has to do first stays.
fn acting_as(acted: Actor, real: Actor) -> Actor {
    Actor {
        lacks_second_factor: real.lacks_second_factor,
        acting: Some(RealActor {
            id: real.id,
            name: real.name,
        }),
        ..acted
    }
}

#[derive(FromQueryResult)]
struct Record {
    session_id: SessionId,
    opened_at: Timestamp,
    last_seen_at: Timestamp,
    owner_id: UserId,
    role: Option<Role>,
    acting_as: Option<UserId>,
    user_id: UserId,
    first_name: String,
    last_name: String,
    type_id: UserTypeId,
    type_name: String,
    built_in: Option<BuiltIn>,
    default_role: Role,
    branch_id: Option<BranchId>,
    branch: Option<String>,
    permission: Option<String>,
    lacks_second_factor: bool,
}

/// Returns a row per permission, or one without, for the session's user and the user they act as;
/// active users only.
async fn rows_of(db: &Db, token: &str, now: Timestamp) -> Result<Vec<Record>, Error> {
    Sql::new(db.read())
        .add(
            "SELECT s.id AS session_id, s.created_at AS opened_at, s.last_seen_at, s.user_id AS owner_id, s.role, \
             s.acting_as, u.id AS user_id, u.first_name, u.last_name, t.id AS type_id, \
             t.name AS type_name, t.built_in, t.default_role, b.id AS branch_id, b.name AS branch, \
             p.permission, t.demands_second_factor AND NOT EXISTS (SELECT 1 FROM second_factors f \
             WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM passkeys k \
             WHERE k.user_id = u.id) AS lacks_second_factor \
             FROM sessions s \
             JOIN users u ON u.id IN (s.user_id, s.acting_as) \
             JOIN user_types t ON t.id = u.user_type_id \
             LEFT JOIN branches b ON b.id = u.branch_id \
             LEFT JOIN user_type_permissions p ON p.user_type_id = t.id \
             WHERE s.token_hash = ? AND s.expires_at > ? AND s.created_at > ? AND u.active",
            [
                token_hash(token).into(),
                now.into(),
                now.plus_days(-LONGEST_DAYS).into(),
            ],
        )
        .all(db.read())
        .await
}

/// The user in the role they chose; if their type has lost it, in the type's default role.
fn actor(rows: &[Record], user: UserId, chosen: Option<Role>) -> Option<Actor> {
    let own = || rows.iter().filter(|row| row.user_id == user);
    let row = own().next()?;
    let codes: Vec<String> = own().filter_map(|row| row.permission.clone()).collect();
    let permissions = user_types::permissions_of(row.built_in, &codes);
    Some(Actor {
        id: row.user_id,
        name: full_name(&row.first_name, &row.last_name),
        user_type: row.type_id,
        user_type_name: row.type_name.clone(),
        role: active_role(&permissions, [chosen, Some(row.default_role)]),
        branch: row
            .branch_id
            .zip(row.branch.clone())
            .map(|(id, name)| BranchOption { id, name }),
        permissions,
        acting: None,
        lacks_second_factor: row.lacks_second_factor,
    })
}

fn active_role(permissions: &PermissionSet, wanted: [Option<Role>; 2]) -> Role {
    let roles = Role::of(permissions);
    let wanted = wanted.into_iter().flatten();
    let worn = wanted.into_iter().find(|role| roles.contains(role));
    worn.or(roles.first().copied()).unwrap_or(Role::Learner)
}

async fn renew(
    db: &Db,
    session: SessionId,
    opened_at: Timestamp,
    now: Timestamp,
) -> Result<(), Error> {
    let expires_at = now
        .plus_days(IDLE_DAYS)
        .min(opened_at.plus_days(LONGEST_DAYS));
    let txn = db.write().await?;
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(now))
        .col_expr(session::Column::ExpiresAt, Expr::value(expires_at))
        .filter(session::Column::Id.eq(session))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await
}
