use crate::AppError;
use domain::{
    groups::{MemberRemovalForm, RemovalPolicy},
    ids::{GroupId, UserId},
    members::{MemberQuery, MemberRow, RemovalPreview},
    page::Page,
};
use leptos::{prelude::*, server_fn::codec::Json};

#[server(input = Json)]
pub async fn list_members(group: GroupId, query: MemberQuery) -> Result<Page<MemberRow>, AppError> {
    use domain::{members::MemberFilter, policy::Action};
    let cx = crate::server::authorize_on(Action::ListGroups, [group.into()]).await?;
    let only_members = !cx.actor.may_see_non_members();
    let filter = match query.filter {
        MemberFilter::All | MemberFilter::NotMembers if only_members => MemberFilter::Members,
        filter => filter,
    };
    let query = MemberQuery { filter, ..query };
    let mut page = db::members::list(cx.db(), group, &query).await?;
    let rows = page.rows.into_iter();
    page.rows = rows.map(|row| row.for_reader(&cx.actor)).collect();
    Ok(page)
}

/// **+**: adds a user to the group and returns their updated row.
#[server]
pub async fn add_member(group: GroupId, user: UserId) -> Result<MemberRow, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditMembers,
        [group.into(), user.into()],
    )
    .await?;
    db::members::add(cx.db(), &cx.audit(), group, user).await?;
    Ok(db::members::get(cx.db(), group, user).await?)
}

/// Returns what removing the member would change.
#[server(input = Json)]
pub async fn preview_member_removal(
    group: GroupId,
    user: UserId,
) -> Result<(RemovalPreview, RemovalPolicy), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditMembers,
        [group.into(), user.into()],
    )
    .await?;
    let preview = db::members::removal_preview(cx.db(), group, user).await?;
    Ok((
        preview,
        db::groups::get(cx.db(), group).await?.removal_policy,
    ))
}

/// **-**: removes a member from the group; `return_to` is the list without the dialog.
#[server]
pub async fn remove_member(
    group: GroupId,
    user: UserId,
    #[server(flatten)] form: MemberRemovalForm,
    #[server(default)] return_to: String,
) -> Result<MemberRow, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditMembers,
        [group.into(), user.into()],
    )
    .await?;
    let (policy, readmission) = form.validate()?;
    db::members::remove_with(cx.db(), &cx.audit(), group, user, policy, readmission).await?;
    crate::server::redirect_to(&return_to);
    let row = db::members::get(cx.db(), group, user).await?;
    Ok(row.for_reader(&cx.actor))
}

/// **Synchronize**: enrols the member in the group courses they lack.
#[server]
pub async fn synchronize_member(group: GroupId, user: UserId) -> Result<MemberRow, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::AssignCourses,
        [group.into(), user.into()],
    )
    .await?;
    db::members::synchronize(cx.db(), &cx.audit(), group, user).await?;
    Ok(db::members::get(cx.db(), group, user).await?)
}

/// Withdraws the enrolments that the group gave this member.
#[server]
pub async fn unassign_member(group: GroupId, user: UserId) -> Result<MemberRow, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::AssignCourses,
        [group.into(), user.into()],
    )
    .await?;
    db::members::unassign(cx.db(), &cx.audit(), group, user).await?;
    Ok(db::members::get(cx.db(), group, user).await?)
}
