use crate::AppError;
use domain::{
    enrolments::UserCourseRow,
    ids::{CourseId, UserId},
    members::{MemberQuery, UserGroupRow},
    page::{Page, Search},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// The Groups tab: every group, and how the user stands in it.
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

/// The Courses tab: every course, and why the user has it.
#[server(input = Json)]
pub async fn list_user_courses(
    user: UserId,
    search: Search,
) -> Result<Page<UserCourseRow>, AppError> {
    let cx = crate::server::authorize_on(domain::policy::Action::ListUsers, [user.into()]).await?;
    Ok(db::users::list_courses(cx.db(), cx.scope, user, &search).await?)
}

/// **+**: gives the user a course directly; answers its row as it is now.
#[server]
pub async fn grant_course(user: UserId, course: CourseId) -> Result<UserCourseRow, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditUsers,
        [user.into(), course.into()],
    )
    .await?;
    db::direct_enrolments::grant(cx.db(), &cx.audit(), user, course).await?;
    cx.tell(domain::events::ChangeEvent::User(user)).await;
    Ok(db::users::get_course(cx.db(), user, course).await?)
}

/// **-**: withdraws what the user has of the course for himself.
#[server]
pub async fn revoke_course(user: UserId, course: CourseId) -> Result<UserCourseRow, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditUsers,
        [user.into(), course.into()],
    )
    .await?;
    db::direct_enrolments::revoke(cx.db(), &cx.audit(), user, course).await?;
    cx.tell(domain::events::ChangeEvent::User(user)).await;
    Ok(db::users::get_course(cx.db(), user, course).await?)
}
