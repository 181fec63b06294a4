//! Branches: parts of the portal with users, courses and groups of their own.
//!
//! A group of a branch has members and courses of that branch only: users and courses that leave
//! the branch leave its groups in the same transaction. Locks: a branch comes before everything
//! else.
mod courses;
mod default_group;
mod face;
mod find;
mod list;

pub use crate::administration::{
    branch_deletion::delete,
    course_removal::{removal_preview, remove_course},
    group_moves::{group_move, move_group},
    user_moves::{move_user, user_move},
};
pub use courses::{add_course, list_courses};
pub(crate) use courses::{courses_outside, has_course, link_course, missing_courses, one};
pub use default_group::set_default_group;
pub(crate) use default_group::{clear_default_group, default_group, is_default};
pub use face::set_face;
pub(crate) use find::{destination, find, of_user};
pub use list::{exists, get, list, options};

use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::branch,
        locks::lock_branch,
        look_alikes,
        search_text::{case_fold, of_name},
        sent_forms,
        sql::Sql,
    },
};
use domain::{
    activity::{Activity, BranchEdit},
    branches::BranchName,
    edits::{FormVersion, SavedForm},
    ids::BranchId,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// Adds a branch without users, groups and courses.
///
/// # Errors
/// [`Error::Taken`].
pub async fn create(db: &Db, audit: &AuditContext, name: &BranchName) -> Result<BranchId, Error> {
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(BranchId(earlier));
    }
    refuse_look_alike(&txn, name, None).await?;
    let mut row = branch::ActiveModel {
        created_at: Set(audit.at),
        ..Default::default()
    };
    write_name(&mut row, name);
    let row = row.insert(&txn).await?;
    ActivitySubject::NONE
        .log(&txn, audit, Activity::BranchAdded { branch: row.name })
        .await?;
    sent_forms::remember(&txn, audit, row.id).await?;
    txn.commit().await?;
    Ok(row.id)
}

/// Gives the branch another name and returns its form's version; the same name changes nothing.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Taken`], [`Error::Edited`].
pub async fn rename(
    db: &Db,
    audit: &AuditContext,
    branch: BranchId,
    version: &FormVersion,
    name: &BranchName,
) -> Result<FormVersion, Error> {
    let txn = db.write().await?;
    let row = lock_branch(&txn, branch).await?;
    saved(&row.name).check(version)?;
    let renamed_to = saved(name.as_str()).version();
    if row.name == name.as_str() {
        return Ok(renamed_to);
    }
    let renamed = Activity::BranchEdited {
        branch: row.name.clone(),
        edit: BranchEdit::Renamed(name.as_str().to_owned()),
    };
    refuse_look_alike(&txn, name, Some(branch)).await?;
    let mut row = row.into_active_model();
    write_name(&mut row, name);
    row.update(&txn).await?;
    ActivitySubject::NONE.log(&txn, audit, renamed).await?;
    txn.commit().await?;
    Ok(renamed_to)
}

async fn refuse_look_alike(
    txn: &Txn,
    name: &BranchName,
    branch: Option<BranchId>,
) -> Result<(), Error> {
    let id = branch.map_or(0, |branch| branch.0);
    let names = Sql::new(txn).add("SELECT name FROM branches WHERE id <> ?", [id.into()]);
    look_alikes::refuse(txn, name.as_str(), names).await
}

fn write_name(row: &mut branch::ActiveModel, name: &BranchName) {
    let keys = of_name(name.as_str());
    row.name = Set(name.as_str().to_owned());
    row.name_folded = Set(case_fold(name.as_str()));
    row.sort_name = Set(keys.sort_name);
    row.search = Set(keys.search);
}

fn saved(name: &str) -> SavedForm {
    SavedForm::new().text("Name", name)
}
