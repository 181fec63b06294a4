use crate::AppError;
use domain::{
    groups::RemovalPolicy,
    ids::{CourseId, GroupId},
    members::{GroupCourseQuery, GroupCourseRow, RemovalPreview},
    page::Page,
};
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns one page of courses, and the names of those of the group's that are free for everyone.
#[server(input = Json)]
pub async fn list_group_courses(
    group: GroupId,
    query: GroupCourseQuery,
) -> Result<(Page<GroupCourseRow>, Vec<String>), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ListGroups, [group.into()]).await?;
    let page = db::group_courses::list(cx.db(), cx.scope, group, &query).await?;
    Ok((
        page,
        db::group_courses::free_for_everyone(cx.db(), group).await?,
    ))
}

/// **+**: adds a course to the group and returns its updated row.
#[server]
pub async fn add_group_course(
    group: GroupId,
    course: CourseId,
) -> Result<GroupCourseRow, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditMembers,
        [group.into(), course.into()],
    )
    .await?;
    db::group_courses::add(cx.db(), &cx.audit(), group, course).await?;
    Ok(db::group_courses::get(cx.db(), cx.scope, group, course).await?)
}

/// Returns what removing the course would change.
#[server(input = Json)]
pub async fn preview_course_removal(
    group: GroupId,
    course: CourseId,
) -> Result<(RemovalPreview, RemovalPolicy), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditMembers,
        [group.into(), course.into()],
    )
    .await?;
    let preview = db::group_courses::removal_preview(cx.db(), group, course).await?;
    Ok((
        preview,
        db::groups::get(cx.db(), group).await?.removal_policy,
    ))
}

/// **-**: removes a course from the group; `return_to` is the list without the dialog.
#[server]
pub async fn remove_group_course(
    group: GroupId,
    course: CourseId,
    policy: String,
    #[server(default)] return_to: String,
) -> Result<GroupCourseRow, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditMembers,
        [group.into(), course.into()],
    )
    .await?;
    db::group_courses::remove(
        cx.db(),
        &cx.audit(),
        group,
        course,
        RemovalPolicy::parse(&policy)?,
    )
    .await?;
    crate::server::redirect_to(&return_to);
    Ok(db::group_courses::get(cx.db(), cx.scope, group, course).await?)
}

/// Moves a course up or down in the group's order.
#[server]
pub async fn reorder_group_course(
    group: GroupId,
    course: CourseId,
    up: bool,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditMembers,
        [group.into(), course.into()],
    )
    .await?;
    db::group_courses::shift(cx.db(), group, course, up).await?;
    Ok(())
}
