//! The rows of a result: a page of them, and one to be corrected.
use super::{
    pages::{is_applied, opened_all},
    planning::{Change, OpenRow, Planner, RowPlan, plan},
    row_places::{Position, page},
    sealing::Problem,
    states::find,
    viewing::{DOTS, counts},
};
use crate::{
    Db, Error,
    base::entities::{
        import, import_row,
        user::{self, full_name},
    },
};
use domain::{
    field_error::FieldCode,
    ids::{ImportId, UserId},
    imports::{
        columns::{Columns, Field},
        problems::RowProblem,
        stored::RowVerdict,
        views::{ChangeView, ImportRowView, ProblemView},
    },
    messages::fields,
    page::{Cursor, Page},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// Returns a page of rows, those with a verdict, or all: left-out rows first, otherwise in the
/// list's order.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn rows(
    db: &Db,
    import: ImportId,
    verdict: Option<RowVerdict>,
    cursor: Option<&Cursor>,
) -> Result<Page<ImportRowView>, Error> {
    let row = find(db.read(), import).await?;
    let counts = counts(&row);
    let total = match verdict {
        None => counts.rows,
        Some(RowVerdict::Added) => counts.added,
        Some(RowVerdict::Updated) => counts.updated,
        Some(RowVerdict::Unchanged) => counts.unchanged,
        Some(RowVerdict::LeftOut) => counts.left_out,
    };
    let page = page(db, import, verdict, cursor, total).await?;
    let views = views(db, &row, &page.rows).await?;
    Ok(page.with_rows(views))
}

/// Returns the rows at these places, in this order.
async fn views(
    db: &Db,
    import: &import::Model,
    places: &[Position],
) -> Result<Vec<ImportRowView>, Error> {
    let stored = import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(import.id))
        .filter(import_row::Column::Place.is_in(places.iter().map(|(_, place)| *place)))
        .all(db.read())
        .await?;
    let mut by_place: HashMap<i64, import_row::Model> =
        stored.into_iter().map(|row| (row.place, row)).collect();
    let stored: Vec<_> = places
        .iter()
        .filter_map(|(_, place)| by_place.remove(place))
        .collect();
    let rows = opened_all(db.secrets(), &stored)?;
    let planner = Planner::of(db, import).await?;
    let plans = plan(&planner, db.read(), &rows).await?;
    let names = names(db, &stored).await?;
    let mut views = Vec::with_capacity(rows.len());
    for ((row, plan), stored) in rows.into_iter().zip(plans).zip(&stored) {
        let mut view = view(&planner, row, plan);
        if is_applied(import.state) {
            show_applied(db, stored, &names, &mut view)?;
        }
        views.push(view);
    }
    Ok(views)
}

/// What was decided is shown, and the names as they are now.
fn view(planner: &Planner, row: OpenRow, plan: RowPlan) -> ImportRowView {
    let verdict = row.verdict.unwrap_or(plan.verdict);
    let problems = if row.verdict.is_some() {
        &row.problems
    } else {
        &plan.problems
    };
    let problems = problems
        .iter()
        .map(|problem| problem_view(planner.columns(), &row, problem));
    let changes = plan
        .changes
        .iter()
        .filter(|_| verdict == RowVerdict::Updated);
    ImportRowView {
        place: row.place,
        line: i64::try_from(row.record.line).unwrap_or(i64::MAX),
        verdict,
        title: plan.title,
        details: plan.details,
        changes: changes.map(change_view).collect(),
        problems: problems.collect(),
        user: row.user.or(plan.user),
    }
}

fn change_view(change: &Change) -> ChangeView {
    ChangeView {
        field: change.field.label().to_owned(),
        before: change.before.clone(),
        after: change.after.clone(),
    }
}

pub(super) fn problem_view(columns: &Columns, row: &OpenRow, problem: &Problem) -> ProblemView {
    let place = problem.field.and_then(|field| {
        let named = place_of_name(columns, row, field, &problem.code);
        named.or_else(|| place_of(columns, row, field))
    });
    let column = place.and_then(|place| columns.0.get(place));
    let heading = column.map_or("", |column| &column.heading);
    let label = problem.field.map_or("", Field::label);
    let cell = match (place, column) {
        (Some(_), Some(column)) if column.is_secret() => DOTS.to_owned(),
        (Some(place), _) => row.record.cell(place).to_owned(),
        (None, _) => String::new(),
    };
    ProblemView {
        column: if heading.is_empty() { label } else { heading }.to_owned(),
        cell,
        reason: fields::sentence(&problem.code),
    }
}

/// Returns the column, of several for a field, whose cell has the name that the problem is about.
fn place_of_name(
    columns: &Columns,
    row: &OpenRow,
    field: Field,
    code: &FieldCode,
) -> Option<usize> {
    use RowProblem as P;
    let FieldCode::Row(
        P::UnknownGroup(name)
        | P::SeveralGroups(name)
        | P::UnknownCourse(name)
        | P::SeveralCourses(name)
        | P::UnknownBranch(name),
    ) = code
    else {
        return None;
    };
    let mut places = columns.places(field);
    places.find(|place| row.record.cell(*place).contains(name))
}

/// Returns the column whose cell gave the value of a field; a name may come from the full name, a
/// login from the address.
fn place_of(columns: &Columns, row: &OpenRow, field: Field) -> Option<usize> {
    let instead: &[Field] = match field {
        Field::FirstName | Field::LastName => &[Field::FullName],
        Field::Login => &[Field::Email],
        Field::Email => &[Field::Login],
        _ => &[],
    };
    let fields = || std::iter::once(&field).chain(instead);
    let filled = |place: &usize| !row.record.cell(*place).trim().is_empty();
    fields()
        .find_map(|field| columns.places(*field).find(filled))
        .or_else(|| fields().find_map(|field| columns.places(*field).next()))
}

/// What a row that was applied has changed, and whom.
fn show_applied(
    db: &Db,
    stored: &import_row::Model,
    names: &HashMap<UserId, String>,
    view: &mut ImportRowView,
) -> Result<(), Error> {
    view.user = stored.user_id;
    if let Some(name) = stored.user_id.and_then(|user| names.get(&user)) {
        view.title.clone_from(name);
    }
    let changes: Vec<Change> = match &stored.traces {
        Some(traces) => super::traces::open(db.secrets(), traces)?.changes,
        None => Vec::new(),
    };
    view.changes = changes.iter().map(change_view).collect();
    Ok(())
}

async fn names(db: &Db, rows: &[import_row::Model]) -> Result<HashMap<UserId, String>, Error> {
    let users: Vec<UserId> = rows.iter().filter_map(|row| row.user_id).collect();
    let users = user::Entity::find()
        .filter(user::Column::Id.is_in(users))
        .all(db.read())
        .await?;
    Ok(users
        .into_iter()
        .map(|user| (user.id, full_name(&user.first_name, &user.last_name)))
        .collect())
}
