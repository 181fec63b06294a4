//! Files that are made when they are asked for.
use crate::Portal;
use app::server::Caller;
use axum::{
    Extension,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    ids::{GroupId, MassActionId},
    policy::Action,
};

/// Who was skipped by a mass action, and why.
pub async fn skipped(
    State(portal): State<Portal>,
    Extension(caller): Extension<Caller>,
    Path((group, action)): Path<(i64, i64)>,
) -> Response {
    let Some(actor) = caller.actor else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    if !actor.may(Action::ListGroups) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match db::mass_actions::skipped(&portal.app.db, GroupId(group), MassActionId(action)).await {
        Ok(rows) => csv_file(
            "skipped.csv",
            ["Login", "Name", "Reason"],
            rows.into_iter()
                .map(|(login, name, reason)| [login, name, reason]),
        ),
        Err(db::Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "download failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A CSV file. A cell that a spreadsheet would take for a formula gets a quote before it.
fn csv_file<const N: usize>(
    name: &str,
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Response {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(head).and_then(|()| {
        for row in rows {
            writer.write_record(row.map(defused))?;
        }
        Ok(())
    });
    match (written, writer.into_inner()) {
        (Ok(()), Ok(bytes)) => {
            let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned());
            let attached = (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            );
            ([kind, attached], bytes).into_response()
        }
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn defused(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::defused;

    #[test]
    fn formulas_are_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert!(defused(formula.into()).starts_with('\''), "{formula:?}");
        }
        assert_eq!(defused("Ana".into()), "Ana");
    }
}
