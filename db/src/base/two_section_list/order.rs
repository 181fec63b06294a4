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

/// The row that others come after or before, and the name that it is ordered by, if any.
pub(crate) type Anchor<I> = (String, I);

impl SectionOrder {
    /// Returns the anchor at this row; `None` if the row was deleted.
    pub(super) async fn anchor<I: Id>(self, db: &Db, id: I) -> Result<Option<Anchor<I>>, Error> {
        let key = match self {
            Self::Name(table, column) => paging::key_of(db, table, column, id).await?,
            Self::Position { .. } => Some(String::new()),
        };
        Ok(key.map(|key| (key, id)))
    }

    /// Adds that a row comes after (or before) the anchor; none does if a course left the group.
    pub(super) fn seek_after<I: Id>(self, sql: Sql, backward: bool, (key, id): Anchor<I>) -> Sql {
        let than = if backward { '<' } else { '>' };
        match self {
            Self::Name(_, column) => paging::seek_after(sql, column, backward, key, id),
            Self::Position { group } => sql.add(
                &format!(
                    " AND (c.position, c.course_id) {than} (SELECT f.position, f.course_id \
                     FROM group_courses f WHERE f.group_id = ? AND f.course_id = ?)"
                ),
                [group.into(), id.into()],
            ),
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
