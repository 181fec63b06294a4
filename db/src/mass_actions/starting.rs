//! The start of a mass action: its row, which the steps then go by.
use super::{on_users, pace::LEASE, place::publish, rights::Rights, selection::SelectionQuery};
use crate::{
    AuditContext, Db, Error, Txn,
    access::initiator::InitiatorRecord,
    base::{
        entities::{group, mass_action},
        locks::{lock_branch_shared, lock_group},
        sent_forms,
    },
    groups::busy::refuse_busy,
};
use domain::{
    ids::{BranchId, GroupId, MassActionId},
    mass_actions::{MassActionKind, MassActionState, Selection, UsersAction},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr, SqlErr};

/// Records the action as running; the caller then runs it with [`step()`](super::step()).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Busy`] while another runs on the group;
/// [`Error::NotUndoable`] for [`MassActionKind::Undo`], which [`undo`](super::undo) starts.
pub async fn start(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    kind: MassActionKind,
    selection: &Selection,
) -> Result<MassActionId, Error> {
    // It has a scope and rights of its own: `start_on_users`.
    if matches!(selection, Selection::Users(_)) {
        return Err(Error::NotFound);
    }
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(MassActionId(earlier));
    }
    let action = start_in(&txn, audit, group, kind, selection).await?;
    sent_forms::remember(&txn, audit, action).await?;
    txn.commit().await?;
    Ok(action)
}

/// As [`start`], in the caller's transaction.
pub(crate) async fn start_in(
    txn: &Txn,
    audit: &AuditContext,
    group: GroupId,
    kind: MassActionKind,
    selection: &Selection,
) -> Result<MassActionId, Error> {
    let (row, users) = on_group(txn, audit, group, kind, selection).await?;
    let new = NewAction::on_group(&row, kind, selection, users);
    insert(txn, audit, new).await
}

/// As [`start`], on the list of users within the scope of `audit`: of the group of the action, or of
/// users only. With `mail_base_url` the portal sends e-mail, and the action can invite.
///
/// # Errors
/// [`Error::NotFound`], also if a branch was deleted or the actor may not do it; [`Error::Busy`] while
/// another runs on the group, or on users in this scope.
pub async fn start_on_users(
    db: &Db,
    audit: &AuditContext,
    asked: &UsersAction,
    mail_base_url: Option<&str>,
) -> Result<MassActionId, Error> {
    let rights = Rights::of(db, audit).await?;
    let is_allowed = rights.allow(db, asked.kind, asked.group()).await?;
    if !asked.is_complete() || !is_allowed {
        return Err(Error::NotFound);
    }
    let selection = Selection::Users(asked.selection.clone());
    let txn = db.write().await?;
    if let Some(earlier) = sent_forms::earlier(&txn, audit).await? {
        return Ok(MassActionId(earlier));
    }
    let action = if let Some(group) = asked.group() {
        let (row, users) = on_group(&txn, audit, group, asked.kind, &selection).await?;
        let new = NewAction {
            of_users: true,
            ..NewAction::on_group(&row, asked.kind, &selection, users)
        };
        insert(&txn, audit, new).await?
    } else {
        lock_branch_shared(&txn, asked.branch()).await?;
        let users = on_users::count(&txn, &rights, &asked.selection).await?;
        let new = NewAction {
            kind: asked.kind,
            selection: &selection,
            group: None,
            users,
            undoes: None,
            of_users: true,
            target: asked.branch(),
            mail_base_url,
        };
        insert(&txn, audit, new).await?
    };
    sent_forms::remember(&txn, audit, action).await?;
    txn.commit().await?;
    Ok(action)
}

/// Returns the group, locked, and how many users the action has.
async fn on_group(
    txn: &Txn,
    audit: &AuditContext,
    group: GroupId,
    kind: MassActionKind,
    selection: &Selection,
) -> Result<(group::Model, i64), Error> {
    if kind == MassActionKind::Undo {
        return Err(Error::NotUndoable);
    }
    let row = lock_group(txn, group).await?;
    refuse_busy(txn, group).await?;
    let found = SelectionQuery::new(&row, kind, selection, audit.scope);
    let users = found.count(txn).await?;
    Ok((row, users))
}

/// A mass action that is about to start.
pub(super) struct NewAction<'a> {
    pub kind: MassActionKind,
    pub selection: &'a Selection,
    pub group: Option<&'a group::Model>,
    pub users: i64,
    pub undoes: Option<MassActionId>,
    pub of_users: bool,
    pub target: Option<BranchId>,
    pub mail_base_url: Option<&'a str>,
}

impl<'a> NewAction<'a> {
    const fn on_group(
        group: &'a group::Model,
        kind: MassActionKind,
        selection: &'a Selection,
        users: i64,
    ) -> Self {
        Self {
            kind,
            selection,
            group: Some(group),
            users,
            undoes: None,
            of_users: false,
            target: None,
            mail_base_url: None,
        }
    }
}

pub(super) async fn insert(
    txn: &Txn,
    audit: &AuditContext,
    new: NewAction<'_>,
) -> Result<MassActionId, Error> {
    let selection = serde_json::to_string(new.selection)
        .map_err(|_| Error::InvalidData("mass_actions.scope"))?;
    let by = InitiatorRecord::from(audit);
    let row = mass_action::ActiveModel {
        group_id: Set(new.group.map(|group| group.id)),
        actor_id: Set(by.actor_id),
        address: Set(by.address),
        kind: Set(new.kind),
        scope: Set(selection),
        state: Set(MassActionState::Running),
        people: Set(new.users),
        undoes: Set(new.undoes),
        leased_until: Set(audit.at.plus_seconds(LEASE)),
        created_at: Set(audit.at),
        of_users: Set(new.of_users),
        rights_id: Set(by.rights_id),
        made_by: Set(by.made_by),
        actor_name: Set(by.name),
        branch_id: Set(by.scope.branch),
        target_branch_id: Set(new.target),
        mail_base_url: Set(new.mail_base_url.map(str::to_owned)),
        ..Default::default()
    };
    let row = row.insert(txn).await.map_err(busy)?;
    publish(txn, &row);
    Ok(row.id)
}

/// An index lets one run at a time on users in each scope.
fn busy(error: DbErr) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Error::Busy,
        _ => Error::from(error),
    }
}
