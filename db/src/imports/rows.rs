//! The rows of a result: a page of them, and one to be corrected.
use super::{
    pages::{is_applied, opened, opened_all},
    planning::{Change, OpenRow, Planner, RowPlan, plan},
    sealing::Problem,
    states::find,
    viewing::{DOTS, counts},
};
use crate::{
    Db, Error,
    base::{
        entities::{
            import, import_row,
            user::{self, full_name},
        },
        paging::SeekRequest,
        sql::Sql,
    },
};
use domain::{
    ids::{ImportId, UserId},
    imports::{
        columns::{Columns, Field},
        stored::{ROWS_PER_PAGE, RowVerdict},
        views::{CellForm, ChangeView, ImportRowForm, ImportRowView, ProblemView},
    },
    messages::fields,
    page::{Cursor, Direction, Page},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Value};
use std::collections::HashMap;

/// Where a row is: those left out come first, unless one verdict was asked for.
type Position = (bool, i64);

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
    let mut ask = SeekRequest::read(cursor.map(|cursor| cursor.0.as_str()), position);
    let mut places = places(db, import, verdict, ask).await?;
    if places.is_empty() && ask.from.is_some() {
        ask = SeekRequest::FIRST;
        places = self::places(db, import, verdict, ask).await?;
    }
    let counts = counts(&row);
    let total = match verdict {
        None => counts.rows,
        Some(RowVerdict::Added) => counts.added,
        Some(RowVerdict::Updated) => counts.updated,
        Some(RowVerdict::Unchanged) => counts.unchanged,
        Some(RowVerdict::LeftOut) => counts.left_out,
    };
    let page = paged(places, ask, total);
    let views = views(db, &row, &page.rows).await?;
    Ok(Page {
        rows: views,
        total: page.total,
        previous: page.previous,
        next: page.next,
    })
}

fn position(text: &str) -> Option<Position> {
    let (left_out, place) = text.split_once('-')?;
    Some((left_out == "0", place.parse().ok()?))
}

fn written((left_out, place): Position) -> String {
    format!("{}-{place}", if left_out { '0' } else { '1' })
}

/// Returns the places of one page and one more, in the requested direction.
async fn places(
    db: &Db,
    import: ImportId,
    verdict: Option<RowVerdict>,
    ask: SeekRequest<Position>,
) -> Result<Vec<Position>, Error> {
    let backward = ask.direction == Direction::Backward;
    let sections: &[bool] = match (verdict, backward) {
        (Some(RowVerdict::LeftOut), _) => &[true],
        (Some(_), _) => &[false],
        (None, false) => &[true, false],
        (None, true) => &[false, true],
    };
    let mut found = Vec::new();
    let mut from = ask.from;
    for &left_out in sections {
        // A section before the position has been passed.
        let passed = from.is_some_and(|(at, _)| at != left_out);
        if passed && sections.len() > 1 && sections[0] == left_out {
            continue;
        }
        let start = from
            .take()
            .filter(|(at, _)| *at == left_out)
            .map(|(_, place)| place);
        let most = ROWS_PER_PAGE + 1 - i64::try_from(found.len()).unwrap_or(0);
        let section = section(db, import, verdict, left_out, backward, start, most).await?;
        found.extend(section.into_iter().map(|place| (left_out, place)));
    }
    Ok(found)
}

async fn section(
    db: &Db,
    import: ImportId,
    verdict: Option<RowVerdict>,
    left_out: bool,
    backward: bool,
    from: Option<i64>,
    most: i64,
) -> Result<Vec<i64>, Error> {
    let sql = Sql::new(db.read()).add(
        "SELECT t.place FROM import_rows t WHERE t.import_id = ?",
        [import.into()],
    );
    let sql = match (verdict, left_out) {
        (Some(verdict), _) => sql.add(" AND t.verdict = ?", [verdict.into()]),
        (None, true) => sql.add(" AND t.verdict = ?", [RowVerdict::LeftOut.into()]),
        (None, false) => sql.add(
            " AND (t.verdict <> ? OR t.verdict IS NULL)",
            [RowVerdict::LeftOut.into()],
        ),
    };
    let (than, order) = if backward { ("<", " DESC") } else { (">", "") };
    let start: Value = from.unwrap_or_default().into();
    sql.when(from.is_some(), &format!(" AND t.place {than} ?"), [start])
        .add(&format!(" ORDER BY t.place{order} LIMIT ?"), [most.into()])
        .column(db.read())
        .await
}

/// Makes a page of at most [`ROWS_PER_PAGE`] rows found in the requested direction.
fn paged(mut found: Vec<Position>, ask: SeekRequest<Position>, total: i64) -> Page<Position> {
    let size = usize::try_from(ROWS_PER_PAGE).unwrap_or(usize::MAX);
    let more = found.len() > size;
    found.truncate(size);
    let backward = ask.direction == Direction::Backward;
    if backward {
        found.reverse();
    }
    let (earlier, later) = if backward {
        (more, true)
    } else {
        (ask.from.is_some(), more)
    };
    let first = found.first().filter(|_| earlier);
    let last = found.last().filter(|_| later);
    Page {
        previous: first.map(|row| Cursor::before(written(*row))),
        next: last.map(|row| Cursor::after(written(*row))),
        rows: found,
        total,
    }
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
    let place = problem
        .field
        .and_then(|field| place_of(columns, row, field));
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

/// Returns a row as fields to be corrected, one for each column.
///
/// # Errors
/// [`Error::NotFound`], also once its cells are no longer kept.
pub async fn row(db: &Db, import: ImportId, place: i64) -> Result<ImportRowForm, Error> {
    let found = find(db.read(), import).await?;
    let row = import_row::Entity::find_by_id((import, place))
        .one(db.read())
        .await?
        .filter(|row| row.cells.is_some())
        .ok_or(Error::NotFound)?;
    let row = opened(db.secrets(), &row)?;
    let list = found.stored_list(db.secrets())?;
    let width = list.columns.0.len().max(row.record.cells.len());
    let cell = |place: usize| {
        let column = list.columns.0.get(place);
        let heading = column.map_or("", |column| &column.heading);
        let is_password = column.is_some_and(domain::imports::columns::Column::is_secret);
        let value = if is_password {
            ""
        } else {
            row.record.cell(place)
        };
        CellForm {
            label: match heading {
                "" => (place + 1).to_string(),
                heading => heading.to_owned(),
            },
            value: value.to_owned(),
            is_password,
        }
    };
    Ok(ImportRowForm {
        place,
        line: i64::try_from(row.record.line).unwrap_or(i64::MAX),
        cells: (0..width).map(cell).collect(),
    })
}
