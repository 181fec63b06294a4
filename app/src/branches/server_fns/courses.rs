use crate::AppError;
use domain::{
    branches::BranchCourseRow,
    groups::RemovalPolicy,
    ids::{BranchId, CourseId},
    page::{Page, Search},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// The Courses tab: all courses, and whether the branch has them.
#[server(input = Json)]
pub async fn list_branch_courses(
    branch: BranchId,
    search: Search,
) -> Result<Page<BranchCourseRow>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListBranches).await?;
    if !db::branches::exists(cx.db(), branch).await? {
        return Err(db::Error::NotFound.into());
    }
    Ok(db::branches::list_courses(cx.db(), branch, &search).await?)
}

/// **+**: adds a course to the branch and returns its updated row.
#[server]
pub async fn add_branch_course(
    branch: BranchId,
    course: CourseId,
) -> Result<BranchCourseRow, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditBranches).await?;
    Ok(db::branches::add_course(cx.db(), &cx.audit(), branch, course).await?)
}

/// Returns the groups that would lose the course, with the removal policy of each.
#[server(input = Json)]
pub async fn preview_branch_course_removal(
    branch: BranchId,
    course: CourseId,
) -> Result<(BranchCourseRow, Vec<(String, RemovalPolicy)>), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditBranches).await?;
    Ok(db::branches::removal_preview(cx.db(), branch, course).await?)
}

/// **-**: removes the course from the branch and its groups; `return_to` is the list without the
/// dialog.
#[server]
pub async fn remove_branch_course(
    branch: BranchId,
    course: CourseId,
    #[server(default)] return_to: String,
) -> Result<BranchCourseRow, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditBranches).await?;
    let row = db::branches::remove_course(cx.db(), &cx.audit(), branch, course).await?;
    // Concerns the groups that had the course, and their members.
    crate::server::redirect_to(&return_to);
    Ok(row)
}
