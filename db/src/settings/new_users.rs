//! What becomes of new users: their type, their group, and whether they make themselves.
use super::{clear, log, put, value};
use crate::{
    By, Db, Error, Txn,
    activity::{self, Subject},
    branches,
    enrol::{self, Courses, Mark},
    entities::{group, user_type},
    user_types,
};
use domain::{
    branches::some_of,
    ids::{BranchId, GroupId, UserId, UserTypeId},
    permissions::{BuiltIn, Role},
    policy::Action,
    settings::{DefaultGroup, NewUserSettings, SignUp, SignUpOffer},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeSet;

const DEFAULT_GROUP: &str = "default_group";
const DEFAULT_TYPE: &str = "default_user_type";
const SIGN_UP: &str = "sign_up";

/// **Settings** > Users, with all types.
///
/// # Errors
/// The database failed.
pub async fn new_users(db: &Db) -> Result<NewUserSettings, Error> {
    let group = match default_group(db).await? {
        Some(id) => group::Entity::find_by_id(id.0).one(db.read()).await?,
        None => None,
    };
    Ok(NewUserSettings {
        default_group: group.map(|row| DefaultGroup {
            id: GroupId(row.id),
            name: row.name,
            courses: row.course_count,
        }),
        default_type: default_type(db.read()).await?,
        sign_up: sign_up(db).await?,
        types: user_types::list(db).await?,
    })
}

/// Whether strangers can sign up.
///
/// # Errors
/// The database failed.
pub async fn sign_up(db: &Db) -> Result<SignUp, Error> {
    sign_up_on(db.read()).await
}

/// What strangers are offered, where mails are sent or not.
///
/// # Errors
/// The database failed.
pub async fn offer(db: &Db, mails: bool) -> Result<SignUpOffer, Error> {
    let user_type = default_type(db.read()).await?;
    Ok(SignUpOffer {
        sign_up: sign_up(db).await?,
        by_key: joins_by_key(db.read(), user_type).await?,
        mails,
    })
}

/// The group that every new user joins.
///
/// # Errors
/// The database failed.
pub async fn default_group(db: &Db) -> Result<Option<GroupId>, Error> {
    default_group_on(db.read()).await
}

/// The groups that new users of this branch join.
///
/// # Errors
/// The database failed.
pub async fn default_groups(db: &Db, branch: Option<BranchId>) -> Result<BTreeSet<GroupId>, Error> {
    default_groups_on(db.read(), branch).await
}

/// In the order of locks, and one that is both once.
async fn default_groups_on(
    conn: &impl ConnectionTrait,
    branch: Option<BranchId>,
) -> Result<BTreeSet<GroupId>, Error> {
    let of_all = default_group_on(conn).await?;
    let of_branch = branches::default_group(conn, branch).await?;
    Ok(of_all.into_iter().chain(of_branch).collect())
}

/// Saves what new users get and whether they can sign up.
///
/// # Errors
/// [`Error::NotFound`] where there is no such type; [`Error::TypeAdministers`] where everybody
/// who signs up would be an administrator at once.
pub async fn update_new_users(
    db: &Db,
    by: &By,
    user_type: UserTypeId,
    sign_up: SignUp,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = user_type::Entity::find_by_id(user_type.0)
        .lock_shared()
        .one(&txn)
        .await?
        .ok_or(Error::NotFound)?;
    if sign_up == SignUp::Direct && administers(&txn, user_type).await? {
        return Err(Error::TypeAdministers);
    }
    if default_type(&txn).await? != user_type {
        put(&txn, DEFAULT_TYPE, &user_type.to_string()).await?;
        let detail = format!("made {} the default user type", row.name);
        log(&txn, by, detail).await?;
    }
    if sign_up_on(&txn).await? != sign_up {
        put(&txn, SIGN_UP, sign_up.code()).await?;
        let detail = format!("set sign-up to {}", sign_up.label());
        log(&txn, by, detail).await?;
    }
    Ok(txn.commit().await?)
}

/// Every new user joins this group from now on, or none.
///
/// # Errors
/// [`Error::NotFound`], also for a group in the trash or of a branch.
pub async fn set_default_group(db: &Db, by: &By, group: Option<GroupId>) -> Result<(), Error> {
    let txn = db.write().await?;
    if default_group_on(&txn).await? == group {
        return Ok(());
    }
    let (detail, subject) = match group {
        Some(id) => {
            // Whoever deletes it comes before or after, and then clears the setting.
            let row = enrol::lock_group(&txn, id).await?;
            if row.branch_id.is_some() {
                return Err(Error::NotFound);
            }
            put(&txn, DEFAULT_GROUP, &id.to_string()).await?;
            (format!("made {} the default group", row.name), group)
        }
        None => {
            clear(&txn, DEFAULT_GROUP, None).await?;
            ("took the default group away".to_owned(), None)
        }
    };
    let subject = Subject {
        group: subject,
        ..Subject::default()
    };
    activity::log(&txn, by, "settings.edit", subject, detail).await?;
    Ok(txn.commit().await?)
}

/// Somebody who has just been added, or let in.
pub(crate) struct Newcomer {
    pub user: UserId,
    /// First and last name.
    pub name: String,
}

/// Puts new users of this branch into the default groups of the portal and of the branch. The
/// caller holds the users.
pub(crate) async fn join_defaults(
    txn: &Txn,
    by: &By,
    branch: Option<BranchId>,
    newcomers: &[Newcomer],
) -> Result<(), Error> {
    for group in default_groups_on(txn, branch).await? {
        join_default(txn, by, branch, group, newcomers).await?;
    }
    Ok(())
}

/// Puts users of this branch into a default group and enrols them in all its courses that the
/// branch has, whatever its policy. The caller holds the users.
pub(crate) async fn join_default(
    txn: &Txn,
    by: &By,
    branch: Option<BranchId>,
    group: GroupId,
    newcomers: &[Newcomer],
) -> Result<(), Error> {
    match enrol::lock_group(txn, group).await {
        Ok(_) => {}
        // It went to the trash a moment ago.
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    }
    let users: Vec<i64> = newcomers.iter().map(|one| one.user.0).collect();
    let (courses, skipped) = match branch {
        Some(branch) => {
            let lacking = branches::lacking(txn, branch, group).await?;
            (Courses::OfBranch(branch), skipping(&lacking))
        }
        None => (Courses::All, String::new()),
    };
    let mark = Mark::at(by.at);
    enrol::add(txn, group, &users, "default", mark, Some(courses)).await?;
    let lines = newcomers.iter().map(|one| {
        let subject = Subject {
            group: Some(group),
            user: Some(one.user),
            course: None,
        };
        let detail = format!("put {} into the default group{skipped}", one.name);
        (subject, detail)
    });
    activity::log_each(txn, by, "member.default", lines).await
}

/// What a line of the activity says of courses that the branch has not.
fn skipping(courses: &[String]) -> String {
    if courses.is_empty() {
        return String::new();
    }
    format!("; skipped what the branch has not: {}", some_of(courses))
}

/// The group goes: it is the default no more. Answers whether it was. The caller holds it.
pub(crate) async fn forget_default_group(txn: &Txn, group: GroupId) -> Result<bool, Error> {
    clear(txn, DEFAULT_GROUP, Some(&group.to_string())).await
}

/// What new users are where nobody chooses; Learner-Type where none was chosen or it is gone.
pub(crate) async fn default_type(conn: &impl ConnectionTrait) -> Result<UserTypeId, Error> {
    let chosen = value(conn, DEFAULT_TYPE).await?;
    if let Some(id) = chosen.and_then(|id| id.parse::<UserTypeId>().ok()) {
        let there = user_type::Entity::find()
            .filter(user_type::Column::Id.eq(id.0))
            .one(conn)
            .await?;
        if there.is_some() {
            return Ok(id);
        }
    }
    user_types::id_of(conn, BuiltIn::Learner).await
}

/// How somebody who signs up at this moment gets in. A type that was given an administrator's
/// rights later is given to nobody without an administrator's approval.
pub(crate) async fn way_in(txn: &Txn, user_type: UserTypeId) -> Result<SignUp, Error> {
    match sign_up_on(txn).await? {
        SignUp::Direct if administers(txn, user_type).await? => Ok(SignUp::Approval),
        mode => Ok(mode),
    }
}

async fn sign_up_on(conn: &impl ConnectionTrait) -> Result<SignUp, Error> {
    match value(conn, SIGN_UP).await? {
        Some(code) => SignUp::from_code(&code).ok_or(Error::Corrupt("settings.sign_up")),
        None => Ok(SignUp::default()),
    }
}

pub(crate) async fn default_group_on(
    conn: &impl ConnectionTrait,
) -> Result<Option<GroupId>, Error> {
    let id = value(conn, DEFAULT_GROUP).await?;
    id.map(|id| id.parse())
        .transpose()
        .map_err(|_| Error::Corrupt("settings.default_group"))
}

/// Whether users of this type may join by key.
pub(crate) async fn joins_by_key(
    conn: &impl ConnectionTrait,
    user_type: UserTypeId,
) -> Result<bool, Error> {
    let holds = user_types::permissions_on(conn, user_type).await?;
    Ok(Action::JoinByKey.is_allowed(&holds))
}

async fn administers(conn: &impl ConnectionTrait, user_type: UserTypeId) -> Result<bool, Error> {
    let holds = user_types::permissions_on(conn, user_type).await?;
    Ok(holds
        .iter()
        .any(|leaf| leaf.role() == Some(Role::Administrator)))
}
