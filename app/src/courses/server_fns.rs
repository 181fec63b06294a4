use crate::AppError;
use domain::{
    courses::{
        CategoryRow, ComparedUnit, CourseDeletion, CourseForm, CourseQuery, CourseRow,
        EditedCourse, UnitForm, UnitHistory,
    },
    edits::FormVersion,
    enrolments::LearnerRow,
    form_token::FormToken,
    ids::{CategoryId, CourseId, UnitId, UnitVersionId},
    money::Currency,
    page::{Page, Search},
};
use leptos::{prelude::*, server_fn::codec::Json};

#[server(input = Json)]
pub async fn list_courses(query: CourseQuery) -> Result<(Page<CourseRow>, Currency), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListCourses).await?;
    let page = db::courses::list(cx.db(), cx.scope, &query).await?;
    Ok((page, db::settings::currency(cx.db()).await?))
}

/// Returns a course for its editor, and whether it is the actor's to edit: a branch also has
/// courses that were created elsewhere.
#[server(input = Json)]
pub async fn get_course(course: CourseId) -> Result<EditedCourse, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ListCourses, [course.into()]).await?;
    let own = db::access_scope::Target::CourseToEdit(course);
    Ok(EditedCourse {
        course: db::courses::get(cx.db(), course).await?,
        currency: db::settings::currency(cx.db()).await?,
        own: db::access_scope::contains(cx.db(), cx.scope, own).await?,
    })
}

/// Returns one page of the course's learners and their progress.
#[server(input = Json)]
pub async fn list_learners(course: CourseId, search: Search) -> Result<Page<LearnerRow>, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ListCourses, [course.into()]).await?;
    Ok(db::learners::list(cx.db(), cx.scope, course, &search).await?)
}

/// Returns the category tree, for everyone who sees courses or groups.
#[server(input = Json)]
pub async fn list_categories() -> Result<Vec<CategoryRow>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListCategories).await?;
    Ok(db::categories::list(cx.db()).await?)
}

#[server(input = Json)]
pub async fn get_currency() -> Result<Currency, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    Ok(db::settings::currency(cx.db()).await?)
}

#[server]
pub async fn create_course(
    token: FormToken,
    #[server(flatten)] form: CourseForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCourses).await?;
    let currency = db::settings::currency(cx.db()).await?;
    let audit = cx.audit_for(&token, &form)?;
    let info = form.validate(currency)?;
    let course = db::courses::create(cx.db(), &audit, &info).await?;
    leptos_axum::redirect(&format!("/courses/{course}/edit?done=added"));
    Ok(())
}

#[server]
pub async fn update_course(
    course: CourseId,
    version: FormVersion,
    #[server(flatten)] form: CourseForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::access_scope::Target::CourseToEdit(course)],
    )
    .await?;
    let currency = db::settings::currency(cx.db()).await?;
    let info = form.validate(currency)?;
    db::courses::update(cx.db(), &cx.audit(), course, &version, &info).await?;
    Ok(())
}

/// Returns what deleting the course would end.
#[server(input = Json)]
pub async fn preview_course_deletion(course: CourseId) -> Result<CourseDeletion, AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::access_scope::Target::CourseToEdit(course)],
    )
    .await?;
    Ok(db::course_trash::preview(cx.db(), course).await?)
}

/// Moves the course to the trash.
#[server]
pub async fn delete_course(course: CourseId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::access_scope::Target::CourseToEdit(course)],
    )
    .await?;
    db::course_trash::delete(cx.db(), &cx.audit(), course).await?;
    leptos_axum::redirect("/courses");
    Ok(())
}

#[server]
pub async fn restore_course(course: CourseId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::access_scope::Target::CourseInTrash(course)],
    )
    .await?;
    let lost = db::course_trash::restore(cx.db(), &cx.audit(), course).await?;
    let told = if lost.is_empty() {
        String::new()
    } else {
        let (places, enrolments) = (lost.places.len(), lost.enrolments);
        format!("?lost-places={places}&lost-enrolments={enrolments}")
    };
    leptos_axum::redirect(&format!("/courses/{course}/edit{told}"));
    Ok(())
}

/// Adds a unit; with `split`, a text that is too long for one becomes several.
#[server]
pub async fn create_unit(
    course: CourseId,
    token: FormToken,
    #[server(flatten)] form: UnitForm,
    #[server(default)] split: bool,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::access_scope::Target::CourseToEdit(course)],
    )
    .await?;
    let audit = cx.audit_for(&token, &(course, &form, split))?;
    let new = match split {
        true => crate::server::unit_texts::split(form).await?,
        false => vec![form.validate()?],
    };
    let ids = db::units::create_all(cx.db(), &audit, course, &new).await?;
    for (id, unit) in ids.into_iter().zip(new) {
        crate::server::unit_texts::render_saved(cx.db(), id, unit.content).await;
    }
    Ok(())
}

#[server]
pub async fn update_unit(
    course: CourseId,
    unit: UnitId,
    version: FormVersion,
    #[server(flatten)] form: UnitForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::access_scope::Target::CourseToEdit(course)],
    )
    .await?;
    let info = form.validate()?;
    db::units::update(cx.db(), &cx.audit(), course, unit, &version, &info).await?;
    crate::server::unit_texts::render_saved(cx.db(), unit, info.content).await;
    Ok(())
}

/// Returns the versions of a unit, and one of them compared with the present text.
#[server(input = Json)]
pub async fn get_unit_versions(
    course: CourseId,
    unit: UnitId,
    version: Option<UnitVersionId>,
) -> Result<(UnitHistory, Option<ComparedUnit>), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::access_scope::Target::CourseToEdit(course)],
    )
    .await?;
    let mut history = db::unit_history::list(cx.db(), course, unit).await?;
    // The page has no use for the whole text.
    let present = std::mem::take(&mut history.unit.content);
    let Some(version) = version else {
        return Ok((history, None));
    };
    let earlier = db::unit_history::get(cx.db(), course, unit, version).await?;
    let compared = crate::server::comparing::compare(earlier, present).await?;
    Ok((history, Some(compared)))
}

/// Gives a unit the text of an earlier version, as a new version.
#[server]
pub async fn restore_unit(
    course: CourseId,
    unit: UnitId,
    version: FormVersion,
    earlier: UnitVersionId,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::access_scope::Target::CourseToEdit(course)],
    )
    .await?;
    let earlier = db::unit_history::get(cx.db(), course, unit, earlier).await?;
    let info = UnitForm::from(earlier).validate()?;
    db::units::update(cx.db(), &cx.audit(), course, unit, &version, &info).await?;
    crate::server::unit_texts::render_saved(cx.db(), unit, info.content).await;
    leptos_axum::redirect(&format!("/courses/{course}/units/{unit}/versions"));
    Ok(())
}

/// Moves a unit up or down.
#[server]
pub async fn reorder_unit(course: CourseId, unit: UnitId, up: bool) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::access_scope::Target::CourseToEdit(course)],
    )
    .await?;
    Ok(db::units::shift(cx.db(), &cx.audit(), course, unit, up).await?)
}

#[server]
pub async fn delete_unit(course: CourseId, unit: UnitId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::access_scope::Target::CourseToEdit(course)],
    )
    .await?;
    Ok(db::units::delete(cx.db(), &cx.audit(), course, unit).await?)
}

#[server]
pub async fn create_category(
    token: FormToken,
    name: String,
    #[server(default)] parent: String,
) -> Result<(), AppError> {
    use domain::{courses::CategoryName, field_error::FieldErrors};
    let cx = crate::server::authorize(domain::policy::Action::EditCategories).await?;
    let audit = cx.audit_for(&token, &(&name, &parent))?;
    let name = CategoryName::parse(&name).map_err(|code| FieldErrors::of("name", code))?;
    db::categories::create(cx.db(), &audit, parent.parse().ok(), &name).await?;
    Ok(())
}

#[server]
pub async fn rename_category(
    category: CategoryId,
    version: FormVersion,
    name: String,
) -> Result<(), AppError> {
    use domain::{courses::CategoryName, field_error::FieldErrors};
    let cx = crate::server::authorize(domain::policy::Action::EditCategories).await?;
    let name = CategoryName::parse(&name).map_err(|code| FieldErrors::of("name", code))?;
    Ok(db::categories::rename(cx.db(), &cx.audit(), category, &version, &name).await?)
}

#[server]
pub async fn delete_category(category: CategoryId) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCategories).await?;
    Ok(db::categories::delete(cx.db(), &cx.audit(), category).await?)
}
