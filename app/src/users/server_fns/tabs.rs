use crate::AppError;
use domain::{
    courses::RememberedCourse,
    enrolments::UserCourseRow,
    ids::{CourseId, UserId},
    members::{MemberQuery, UserGroupRow},
    page::{Page, Search},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// The Groups tab: all groups, with the user's membership in each.
#[server(input = Json)]
pub async fn list_user_groups(
    user: UserId,
    query: MemberQuery,
) -> Result<Page<UserGroupRow>, AppError> {
    use domain::policy::Action;
    crate::server::authorize_on(Action::ListUsers, [user.into()]).await?;
    let cx = crate::server::authorize(Action::ListGroups).await?;
    Ok(db::users::list_groups(cx.db(), cx.scope, user, &query).await?)
}

/// The Courses tab: all courses, with the reasons why the user has them.
#[server(input = Json)]
pub async fn list_user_courses(
    user: UserId,
    search: Search,
) -> Result<Page<UserCourseRow>, AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::ListUsers, [user.into()]).await?;
    Ok(db::users::list_courses(cx.db(), cx.scope, user, &search).await?)
}

/// Returns the courses that the user completed before they were deleted.
#[server(input = Json)]
pub async fn list_remembered_courses(user: UserId) -> Result<Vec<RememberedCourse>, AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::ListUsers, [user.into()]).await?;
    Ok(db::learning::remembered_courses(cx.db(), user).await?)
}

/// **+**: enrols the user directly; returns the updated row.
#[server]
pub async fn grant_course(user: UserId, course: CourseId) -> Result<UserCourseRow, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditUsers,
        [user.into(), course.into()],
    )
    .await?;
    db::direct_enrolments::grant(cx.db(), &cx.audit(), user, course).await?;
    Ok(db::users::get_course(cx.db(), user, course).await?)
}

/// **-**: removes the user's direct enrolment; returns the updated row.
#[server]
pub async fn revoke_course(user: UserId, course: CourseId) -> Result<UserCourseRow, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditUsers,
        [user.into(), course.into()],
    )
    .await?;
    db::direct_enrolments::revoke(cx.db(), &cx.audit(), user, course).await?;
    Ok(db::users::get_course(cx.db(), user, course).await?)
}
