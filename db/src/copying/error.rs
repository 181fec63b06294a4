//! Why a copy was not made.
use crate::Error;
use sea_orm::sqlx;

/// Why nothing was copied. The target is as empty as before.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error("the target has users: only an empty database can take a copy")]
    NotEmpty,
    #[error("the source has no portal: its schema is empty")]
    NoPortal,
    #[error(
        "the schemas differ: the source's last step is {from}, the target's {into}. Bring both up to date with \
         `muster migrate` of the same version"
    )]
    Versions { from: String, into: String },
    #[error("the schemas differ: {0}")]
    Schema(String),
    #[error("the table {table} could not be copied: {cause}")]
    Table { table: String, cause: sqlx::Error },
    #[error("rows of {0} refer to rows that do not exist: run `muster doctor` on the source")]
    Dangling(String),
    #[error("the copy of the table {0} is not equal to it")]
    Unequal(String),
    #[error(transparent)]
    Sqlx(#[from] sqlx::Error),
    #[error(transparent)]
    Database(#[from] Error),
}

impl CopyError {
    pub(super) fn of_table(table: &str, cause: sqlx::Error) -> Self {
        let table = table.to_owned();
        Self::Table { table, cause }
    }
}
