use crate::AppError;
use domain::{
    courses::{CategoryRow, CourseRow, EditedCourse, UnitKind},
    enrolments::LearnerRow,
    ids::{CategoryId, CourseId, UnitId},
    money::Currency,
    page::{Page, Search},
};
use leptos::{prelude::*, server_fn::codec::Json};

#[server(input = Json)]
pub async fn list_courses(
    search: Search,
    category: Option<CategoryId>,
) -> Result<(Page<CourseRow>, Currency), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListCourses).await?;
    let page = db::courses::list(cx.db(), cx.realm, &search, category).await?;
    Ok((page, db::settings::currency(cx.db()).await?))
}

/// Returns a course for its editor, and whether it is the actor's to edit: a branch also has
/// courses that were created elsewhere.
#[server(input = Json)]
pub async fn get_course(course: CourseId) -> Result<EditedCourse, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ListCourses, [course.into()]).await?;
    let own = db::realm::Thing::OwnCourse(course);
    Ok(EditedCourse {
        course: db::courses::get(cx.db(), course).await?,
        currency: db::settings::currency(cx.db()).await?,
        own: db::realm::holds(cx.db(), cx.realm, own).await?,
    })
}

/// Returns one page of the course's learners and their progress.
#[server(input = Json)]
pub async fn list_learners(course: CourseId, search: Search) -> Result<Page<LearnerRow>, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ListCourses, [course.into()]).await?;
    Ok(db::learners::list(cx.db(), cx.realm, course, &search).await?)
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
    name: String,
    #[server(default)] description: String,
    #[server(default)] category: String,
    #[server(default)] price: String,
    #[server(default)] active: bool,
) -> Result<(), AppError> {
    use domain::{
        courses::{CourseInfo, TypedCourse},
        problem::Problems,
    };
    let cx = crate::server::authorize(domain::policy::Action::EditCourses).await?;
    let currency = db::settings::currency(cx.db()).await?;
    let typed = TypedCourse {
        name: &name,
        description: &description,
        category: &category,
        price: &price,
        active,
    };
    let mut problems = Problems::default();
    let Some(info) = CourseInfo::parse(&mut problems, currency, &typed) else {
        return Err(problems.into());
    };
    let course = db::courses::create(cx.db(), &cx.by(), &info).await?;
    leptos_axum::redirect(&format!("/courses/{course}/edit"));
    Ok(())
}

/// Saves the course's form and returns its new version.
#[server]
pub async fn update_course(
    course: CourseId,
    version: i64,
    name: String,
    #[server(default)] description: String,
    #[server(default)] category: String,
    #[server(default)] price: String,
    #[server(default)] active: bool,
) -> Result<i64, AppError> {
    use domain::{
        courses::{CourseInfo, TypedCourse},
        problem::Problems,
    };
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::realm::Thing::OwnCourse(course)],
    )
    .await?;
    let currency = db::settings::currency(cx.db()).await?;
    let typed = TypedCourse {
        name: &name,
        description: &description,
        category: &category,
        price: &price,
        active,
    };
    let mut problems = Problems::default();
    let Some(info) = CourseInfo::parse(&mut problems, currency, &typed) else {
        return Err(problems.into());
    };
    db::courses::update(cx.db(), &cx.by(), course, version, &info).await?;
    cx.tell(domain::live::Notice::Anything).await;
    Ok(version + 1)
}

#[server]
pub async fn add_unit(
    course: CourseId,
    name: String,
    kind: UnitKind,
    #[server(default)] content: String,
) -> Result<(), AppError> {
    use domain::{courses::NewUnit, problem::Problems};
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::realm::Thing::OwnCourse(course)],
    )
    .await?;
    let mut problems = Problems::default();
    let Some(unit) = NewUnit::parse(&mut problems, &name, kind, &content) else {
        return Err(problems.into());
    };
    db::units::add(cx.db(), &cx.by(), course, &unit.name, &unit.content).await?;
    Ok(())
}

#[server]
pub async fn update_unit(
    course: CourseId,
    unit: UnitId,
    name: String,
    kind: UnitKind,
    #[server(default)] content: String,
) -> Result<(), AppError> {
    use domain::{courses::NewUnit, problem::Problems};
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::realm::Thing::OwnCourse(course)],
    )
    .await?;
    let mut problems = Problems::default();
    let Some(typed) = NewUnit::parse(&mut problems, &name, kind, &content) else {
        return Err(problems.into());
    };
    db::units::update(cx.db(), &cx.by(), course, unit, &typed.name, &typed.content).await?;
    Ok(())
}

/// Moves a unit up or down.
#[server]
pub async fn shift_unit(course: CourseId, unit: UnitId, up: bool) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::realm::Thing::OwnCourse(course)],
    )
    .await?;
    Ok(db::units::shift(cx.db(), &cx.by(), course, unit, up).await?)
}

#[server]
pub async fn delete_unit(course: CourseId, unit: UnitId) -> Result<(), AppError> {
    let cx = crate::server::authorize_on(
        domain::policy::Action::EditCourses,
        [db::realm::Thing::OwnCourse(course)],
    )
    .await?;
    Ok(db::units::delete(cx.db(), &cx.by(), course, unit).await?)
}

#[server]
pub async fn create_category(
    name: String,
    #[server(default)] parent: String,
) -> Result<(), AppError> {
    use domain::{courses::CategoryName, problem::Problem};
    let cx = crate::server::authorize(domain::policy::Action::EditCategories).await?;
    let name = CategoryName::parse(&name).map_err(|error| Problem::new("name", error))?;
    db::categories::create(cx.db(), &cx.by(), parent.parse().ok(), &name).await?;
    Ok(())
}

#[server]
pub async fn rename_category(category: CategoryId, name: String) -> Result<(), AppError> {
    use domain::{courses::CategoryName, problem::Problem};
    let cx = crate::server::authorize(domain::policy::Action::EditCategories).await?;
    let name = CategoryName::parse(&name).map_err(|error| Problem::new("name", error))?;
    Ok(db::categories::rename(cx.db(), &cx.by(), category, &name).await?)
}

#[server]
pub async fn delete_category(category: CategoryId) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditCategories).await?;
    Ok(db::categories::delete(cx.db(), &cx.by(), category).await?)
}
