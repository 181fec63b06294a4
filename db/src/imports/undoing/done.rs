//! Rows that an undo takes back.
use crate::{base::entities::import_row, imports::traces::Traces};
use domain::imports::problems::RowProblem;
use std::collections::HashMap;

/// A row that was applied, with what it changed.
pub(super) struct Done {
    pub row: import_row::Model,
    pub traces: Traces,
}

/// What an undo leaves, by the places of its rows.
pub(super) type Left = HashMap<i64, RowProblem>;
