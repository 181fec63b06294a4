//! The order of a section's rows, and the rows after or before one of them.
use crate::{
    Db, Error,
    base::{
        paging::{self, Id},
        sql::Sql,
    },
};
use domain::ids::GroupId;

#[derive(Clone, Copy)]
pub(crate) enum SectionOrder {
    /// By a table's column, then by id.
    Name(&'static str, &'static str),
    /// By the position of the courses `c` of this group.
    Position { group: GroupId },
}

/// The row that others come after or before, and the name or position that it is ordered by.
pub(crate) type Anchor<I> = (String, I);

impl SectionOrder {
    /// What cursors of the order are sealed for.
    pub(super) fn purpose(self) -> String {
        match self {
            Self::Name(table, column) => format!("{table}.{column}"),
            Self::Position { group } => format!("group_courses of {group}"),
        }
    }

    /// Returns what this row is ordered by; `None` if it was deleted.
    pub(super) async fn key<I: Id>(self, db: &Db, id: I) -> Result<Option<String>, Error> {
        match self {
            Self::Name(table, column) => paging::key_of(db, table, column, id).await,
            Self::Position { group } => {
                let position: Option<i64> = Sql::new(db.read())
                    .add(
                        "SELECT position FROM group_courses WHERE group_id = ? AND course_id = ?",
                        [group.into(), id.into()],
                    )
                    .value(db.read())
                    .await?;
                Ok(position.map(|position| position.to_string()))
            }
        }
    }

    /// Adds that a row comes after (or before) the anchor.
    pub(super) fn seek_after<I: Id>(self, sql: Sql, backward: bool, (key, id): Anchor<I>) -> Sql {
        let than = if backward { '<' } else { '>' };
        match self {
            Self::Name(_, column) => paging::seek_after(sql, column, backward, key, id),
            Self::Position { .. } => {
                let position: i64 = key.parse().unwrap_or_default();
                sql.add(
                    &format!(" AND (c.position, c.course_id) {than} (?, ?)"),
                    [position.into(), id.into()],
                )
            }
        }
    }

    pub(super) fn by(self, backward: bool) -> String {
        let turned = if backward { " DESC" } else { "" };
        match self {
            Self::Name(_, column) => {
                format!(" ORDER BY t.{column}{turned}, t.id{turned} LIMIT ?")
            }
            Self::Position { .. } => {
                format!(" ORDER BY c.position{turned}, c.course_id{turned} LIMIT ?")
            }
        }
    }
}
