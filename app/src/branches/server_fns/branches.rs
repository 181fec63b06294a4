use crate::AppError;
use domain::{
    branches::{BranchDetails, BranchRow},
    edits::FormVersion,
    face::BranchFaceForm,
    form_token::FormToken,
    groups::GroupRow,
    ids::{BranchId, BranchOption},
    page::{Page, Search},
};
use leptos::{prelude::*, server_fn::codec::Json};

#[server(input = Json)]
pub async fn list_branches(search: Search) -> Result<Page<BranchRow>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListBranches).await?;
    Ok(db::branches::list(cx.db(), &search).await?)
}

/// Returns all branches, as options of a form or a filter.
#[server(input = Json)]
pub async fn list_branch_options() -> Result<Vec<BranchOption>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListBranches).await?;
    Ok(db::branches::options(cx.db()).await?)
}

#[server(input = Json)]
pub async fn get_branch(branch: BranchId) -> Result<BranchDetails, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListBranches).await?;
    Ok(db::branches::get(cx.db(), branch).await?)
}

/// **Add branch**: saves, then redirects to the branch's Courses tab.
#[server]
pub async fn create_branch(token: FormToken, name: String) -> Result<(), AppError> {
    use domain::{branches::BranchName, field_error::FieldErrors};
    let cx = crate::server::authorize(domain::policy::Action::EditBranches).await?;
    let audit = cx.audit_for(&token, &name)?;
    let name = BranchName::parse(&name).map_err(|code| FieldErrors::of("name", code))?;
    let branch = db::branches::create(cx.db(), &audit, &name).await?;
    leptos_axum::redirect(&format!("/branches/{branch}/courses?done=added"));
    Ok(())
}

#[server]
pub async fn rename_branch(
    branch: BranchId,
    version: FormVersion,
    name: String,
) -> Result<FormVersion, AppError> {
    use domain::{branches::BranchName, field_error::FieldErrors};
    let cx = crate::server::authorize(domain::policy::Action::EditBranches).await?;
    let name = BranchName::parse(&name).map_err(|code| FieldErrors::of("name", code))?;
    // Users of the branch see its name in their menu.
    Ok(db::branches::rename(cx.db(), &cx.audit(), branch, &version, &name).await?)
}

/// Saves what users of the branch see of the portal.
#[server]
pub async fn update_branch_face(
    branch: BranchId,
    version: FormVersion,
    #[server(flatten)] form: BranchFaceForm,
) -> Result<FormVersion, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditBranches).await?;
    let face = form.validate()?;
    Ok(db::branches::set_face(cx.db(), &cx.audit(), branch, &version, &face).await?)
}

/// Deletes the branch; its users, courses and groups move to the main portal.
#[server]
pub async fn delete_branch(branch: BranchId) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditBranches).await?;
    db::branches::delete(cx.db(), &cx.audit(), branch).await?;
    leptos_axum::redirect("/branches");
    Ok(())
}

/// Returns one page of the groups of the branch and the main portal whose names match.
#[server(input = Json)]
pub async fn find_branch_default_groups(
    branch: BranchId,
    search: Search,
) -> Result<Page<GroupRow>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditBranches).await?;
    Ok(db::groups::list_for_default(cx.db(), Some(branch), &search, db::now()).await?)
}

/// Sets the group that new users of the branch join; an empty id means none.
#[server]
pub async fn set_branch_default_group(
    branch: BranchId,
    #[server(default)] group: String,
) -> Result<(), AppError> {
    use domain::ids::GroupId;
    let cx = crate::server::authorize(domain::policy::Action::EditBranches).await?;
    let group: Option<GroupId> =
        domain::ids::parse_optional_id(&group).ok_or(db::Error::NotFound)?;
    db::branches::set_default_group(cx.db(), &cx.audit(), branch, group).await?;
    Ok(())
}
