//! Users that someone adds, one or many at once.
use crate::{
    AuditContext, Db, Error,
    base::{
        activity::{self, ActivitySubject},
        sent_forms,
    },
    onboarding::default_groups::{OnboardedUser, join_default_groups},
    users::{hashed, insert, insert_many, name},
};
use domain::{
    activity::Activity,
    ids::UserId,
    users::{NewUser, Password, UserInfo},
};

/// Creates an active user, who joins the default groups of the portal and of their branch. Without
/// a password they cannot sign in.
///
/// # Errors
/// [`Error::Taken`] for login or e-mail; [`Error::NotFound`] if the type was deleted;
/// [`Error::PasswordRejected`].
pub async fn create(
    db: &Db,
    audit: &AuditContext,
    info: &UserInfo,
    password: Option<Password>,
) -> Result<UserId, Error> {
    let hash = hashed(db, info, password).await?;
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(UserId(earlier));
    }
    let user = insert(&txn, info, hash, audit).await?;
    ActivitySubject::user(user)
        .log(
            &txn,
            audit,
            Activity::UserAdded {
                user: name(info),
                inactive: false,
            },
        )
        .await?;
    join_default_groups(
        &txn,
        audit,
        audit.scope.branch,
        &[onboarded_user(user, info)],
    )
    .await?;
    sent_forms::remember(&txn, audit, user).await?;
    txn.commit().await?;
    Ok(user)
}

fn onboarded_user(user: UserId, info: &UserInfo) -> OnboardedUser {
    OnboardedUser {
        user,
        name: name(info),
    }
}

/// Creates active users without passwords, all or none, who join the default groups of the portal
/// and of their branch; returns their ids in order.
///
/// # Errors
/// As for [`create`].
pub async fn create_many(
    db: &Db,
    audit: &AuditContext,
    infos: &[UserInfo],
) -> Result<Vec<UserId>, Error> {
    let active = |info: &UserInfo| NewUser {
        info: info.clone(),
        active: true,
    };
    import(db, audit, &infos.iter().map(active).collect::<Vec<_>>()).await
}

/// As [`create_many`]; the users may be inactive, and join the default group all the same.
///
/// # Errors
/// As for [`create`].
pub async fn import(
    db: &Db,
    audit: &AuditContext,
    users: &[NewUser],
) -> Result<Vec<UserId>, Error> {
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let txn = db.write().await?;
    let ids = insert_many(&txn, users, audit).await?;
    let lines = ids.iter().zip(users).map(|(id, user)| {
        let added = Activity::UserAdded {
            user: name(&user.info),
            inactive: !user.active,
        };
        (ActivitySubject::user(*id), added)
    });
    activity::log_many(&txn, audit, lines).await?;
    let onboarded_users: Vec<_> = ids
        .iter()
        .zip(users)
        .map(|(id, user)| onboarded_user(*id, &user.info))
        .collect();
    join_default_groups(&txn, audit, audit.scope.branch, &onboarded_users).await?;
    txn.commit().await?;
    Ok(ids)
}
