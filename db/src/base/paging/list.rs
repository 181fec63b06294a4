//! What is listed, in which order.
use super::{Position, seek_after};
use crate::{Db, Error, base::sql::Sql};
use sea_orm::{TryGetable, Value};
use std::{fmt::Display, hash::Hash, str::FromStr};

/// What identifies a row: of its own type for each table, a number in the database and in addresses.
pub(crate) trait Id:
    Copy + Display + Eq + FromStr + Hash + Into<i64> + Into<Value> + TryGetable + Send + Sync
{
}

impl<T> Id for T where
    T: Copy + Display + Eq + FromStr + Hash + Into<i64> + Into<Value> + TryGetable + Send + Sync
{
}

/// A table in the order in which it is listed.
#[derive(Clone, Copy)]
pub(crate) struct List {
    pub table: &'static str,
    pub order: Order,
    /// Whether it is listed from the end.
    pub reversed: bool,
}

impl List {
    pub(crate) const fn new(table: &'static str, order: Order) -> Self {
        let reversed = false;
        Self {
            table,
            order,
            reversed,
        }
    }

    pub(crate) const fn reversed(self, reversed: bool) -> Self {
        Self { reversed, ..self }
    }

    /// What its cursors are sealed for.
    pub(super) fn purpose(&self) -> String {
        let order = match self.order {
            Order::Text(column) | Order::Number(column) => format!("{}.{column}", self.table),
            Order::Newest => self.table.to_owned(),
        };
        if self.reversed {
            format!("{order}, reversed")
        } else {
            order
        }
    }

    /// Adds that a row of `t` comes after this one (or before it).
    pub(super) fn seek<I: Id>(&self, sql: Sql, before: bool, from: &Position<I>) -> Sql {
        let down = before != self.reversed;
        let Position { row, key } = from;
        match self.order {
            Order::Newest => {
                let than = if down { '>' } else { '<' };
                sql.add(&format!(" AND t.id {than} ?"), [(*row).into()])
            }
            Order::Text(column) => seek_after(sql, column, down, key.clone(), *row),
            Order::Number(column) => {
                let key: i64 = key.parse().unwrap_or_default();
                seek_after(sql, column, down, key, *row)
            }
        }
    }

    /// The columns of an `ORDER BY`.
    pub(super) fn columns(&self, backward: bool) -> String {
        let down = backward != self.reversed;
        match (self.order, down) {
            (Order::Newest, false) => "t.id DESC".to_owned(),
            (Order::Newest, true) => "t.id".to_owned(),
            (Order::Text(column) | Order::Number(column), false) => format!("t.{column}, t.id"),
            (Order::Text(column) | Order::Number(column), true) => {
                format!("t.{column} DESC, t.id DESC")
            }
        }
    }

    /// What a row of the page is ordered by; `None` if it was deleted.
    pub(super) async fn key<I: Id>(&self, db: &Db, id: I) -> Result<Option<String>, Error> {
        match self.order {
            Order::Text(column) => key_of(db, self.table, column, id).await,
            Order::Number(column) => {
                let key = key_of::<i64>(db, self.table, column, id).await?;
                Ok(key.map(|key| key.to_string()))
            }
            Order::Newest => Ok(Some(String::new())),
        }
    }

    pub(super) fn is_readable(&self, key: &str) -> bool {
        !matches!(self.order, Order::Number(_)) || key.parse::<i64>().is_ok()
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Order {
    /// By this text column, then by id. An index over (column, id, search) exists.
    Text(&'static str),
    /// By this numeric column, then by id.
    Number(&'static str),
    /// The highest id first.
    Newest,
}

/// Returns what a row is ordered by; `None` if the row was deleted.
pub(crate) async fn key_of<K: TryGetable>(
    db: &Db,
    table: &str,
    column: &str,
    id: impl Into<Value>,
) -> Result<Option<K>, Error> {
    Sql::new(db.read())
        .add(
            &format!("SELECT t.{column} FROM {table} t WHERE t.id = ?"),
            [id.into()],
        )
        .value(db.read())
        .await
}
