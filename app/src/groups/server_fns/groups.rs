use crate::AppError;
use domain::{
    activity::ActivityFilter,
    edits::FormVersion,
    form_token::FormToken,
    groups::{GroupDetails, GroupFilter, GroupForm, GroupRow, KeyForm, RemovalPolicy},
    ids::{BranchId, GroupId},
    list_columns::GroupSorting,
    members::RemovalPreview,
    money::Currency,
    page::{Page, Search},
    timeline::Timeline,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// The initial values of the **Add Group** form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewGroupDefaults {
    /// A strong key, generated for this form; `None` if the actor may not manage keys.
    pub key: Option<String>,
    pub currency: Currency,
}

/// Returns one page of the groups, and the currency of their prices.
#[server(input = Json)]
pub async fn list_groups(
    search: Search,
    branch: Option<BranchId>,
    #[server(default)] filter: GroupFilter,
    #[server(default)] sorting: GroupSorting,
) -> Result<(Page<GroupRow>, Currency), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListGroups).await?;
    let (scope, order) = (cx.scope_for_branch(branch), (sorting, db::now()));
    let page = db::groups::list_filtered(cx.db(), scope, filter, &search, order).await?;
    Ok((page, db::settings::currency(cx.db()).await?))
}

#[server(input = Json)]
pub async fn get_group(group: GroupId) -> Result<(GroupDetails, Currency), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ListGroups, [group.into()]).await?;
    let details = db::groups::get(cx.db(), group).await?;
    Ok((details, db::settings::currency(cx.db()).await?))
}

/// Returns the current group, for a page that already shows it; `None` if it was deleted.
#[server(input = Json)]
pub async fn refresh_group(group: GroupId) -> Result<Option<GroupDetails>, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ListGroups, [group.into()]).await?;
    match db::groups::get(cx.db(), group).await {
        Ok(details) => Ok(Some(details)),
        Err(db::Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[server(input = Json)]
pub async fn get_new_group_defaults() -> Result<NewGroupDefaults, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditGroups).await?;
    let may_have_key = cx.actor.may(domain::policy::Action::ManageKeys);
    let key = may_have_key.then(db::secrets::generate_key).transpose()?;
    Ok(NewGroupDefaults {
        key: key.map(String::from),
        currency: db::settings::currency(cx.db()).await?,
    })
}

/// **Add group**: saves, then redirects to the group's Users tab. An empty key means no key.
#[server]
pub async fn create_group(
    token: FormToken,
    #[server(flatten)] form: GroupForm,
    #[server(flatten)] key: KeyForm,
    #[server(default)] branch: String,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditGroups).await?;
    if !key.key.is_empty() {
        crate::server::authorize(domain::policy::Action::ManageKeys).await?;
    }
    let sent = cx.sent_form(&token, &(&form, &key, &branch))?;
    let currency = db::settings::currency(cx.db()).await?;
    let mut errors = domain::field_error::FieldErrors::default();
    let info = errors.include(form.validate(currency));
    let key = errors.include(key.validate_optional());
    let (Some(info), Some(key)) = (info, key) else {
        return Err(errors.into());
    };
    let audit = cx.audit_in_branch(&branch).await?.for_form(sent);
    let group = match &key {
        None => db::groups::create(cx.db(), &audit, &info, None).await?,
        Some(key) => {
            let attempt = cx.add_typed_key().await?;
            let key = Some(attempt.new_key(key));
            let made = db::groups::create(cx.db(), &audit, &info, key).await;
            attempt.fail().await?;
            made?
        }
    };
    leptos_axum::redirect(&format!("/groups/{group}/users?done=added"));
    Ok(())
}

/// Saves the Info tab and returns the group's new version.
#[server]
pub async fn update_group(
    group: GroupId,
    version: FormVersion,
    #[server(flatten)] form: GroupForm,
) -> Result<FormVersion, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditGroups, [group.into()]).await?;
    let currency = db::settings::currency(cx.db()).await?;
    let info = form.validate(currency)?;
    Ok(db::groups::update(cx.db(), &cx.audit(), group, &version, &info).await?)
}

#[server]
pub async fn clone_group(group: GroupId, token: FormToken) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditGroups, [group.into()]).await?;
    let audit = cx.audit_for(&token, &group)?;
    let copy = db::groups::clone(cx.db(), &audit, group).await?;
    leptos_axum::redirect(&format!("/groups/{copy}/info"));
    Ok(())
}

/// Returns what deleting the group would change.
#[server(input = Json)]
pub async fn preview_group_deletion(
    group: GroupId,
) -> Result<(RemovalPreview, RemovalPolicy), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditGroups, [group.into()]).await?;
    let preview = db::trash::preview(cx.db(), group).await?;
    Ok((
        preview,
        db::groups::get(cx.db(), group).await?.removal_policy,
    ))
}

/// Moves the group to the trash.
#[server]
pub async fn delete_group(group: GroupId, policy: String) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditGroups, [group.into()]).await?;
    db::trash::delete(
        cx.db(),
        &cx.audit(),
        group,
        domain::groups::RemovalPolicy::parse(&policy)?,
    )
    .await?;
    leptos_axum::redirect("/groups");
    Ok(())
}

#[server]
pub async fn restore_group(group: GroupId) -> Result<(), AppError> {
    use domain::conflict::Conflict;
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditGroups, [group.into()]).await?;
    let restored = db::trash::restore(cx.db(), &cx.audit(), group).await;
    // The form has no field to show this at.
    let is_default_again = restored.map_err(|error| match error {
        db::Error::Taken(db::Taken::GroupName) => {
            AppError::Conflict(Conflict::RestoredNameTaken).with_status()
        }
        db::Error::Taken(db::Taken::Key) => {
            AppError::Conflict(Conflict::RestoredKeyTaken).with_status()
        }
        error => error.into(),
    })?;
    let told = if is_default_again {
        ""
    } else {
        "?done=restored-not-default"
    };
    leptos_axum::redirect(&format!("/groups/{group}/users{told}"));
    Ok(())
}

/// Returns one page of the group's log.
#[server(input = Json)]
pub async fn list_group_activity(
    group: GroupId,
    #[server(default)] filter: ActivityFilter,
    cursor: Option<String>,
) -> Result<Timeline, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ViewActivity, [group.into()]).await?;
    db::groups::get(cx.db(), group).await?;
    let filter = ActivityFilter {
        group: Some(group),
        ..filter
    };
    for target in db::access_scope::targets_of(&filter) {
        cx.ensure_in_scope(target).await?;
    }
    let cursor = cursor.map(domain::page::Cursor);
    Ok(db::activity::timeline(cx.db(), cx.scope, &filter, cursor.as_ref(), db::now()).await?)
}
