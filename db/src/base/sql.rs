//! Statements that the query builder cannot express, composed of reviewed pieces of text and
//! bound values: one text for both engines wherever they agree.
use crate::Error;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};

/// A statement being composed. Every `?` in a piece takes one of the values that come with it;
/// what people typed is only ever a value.
#[derive(Clone)]
pub(crate) struct Sql {
    backend: DbBackend,
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub(crate) fn new(connection: &impl ConnectionTrait) -> Self {
        Self {
            backend: connection.get_database_backend(),
            text: String::new(),
            values: Vec::new(),
        }
    }

    pub(crate) fn text(self, piece: &str) -> Self {
        self.add(piece, [])
    }

    /// Adds a piece with as many `?` as it has values.
    pub(crate) fn add<const N: usize>(mut self, piece: &str, values: [Value; N]) -> Self {
        debug_assert_eq!(piece.matches('?').count(), N, "{piece}");
        let mut parts = piece.split('?');
        self.text.push_str(parts.next().unwrap_or_default());
        for (part, value) in parts.zip(values) {
            self.values.push(value);
            self.text.push_str(&format!("${}", self.values.len()));
            self.text.push_str(part);
        }
        self
    }

    /// Adds the piece if `condition` holds.
    pub(crate) fn when<const N: usize>(
        self,
        condition: bool,
        piece: &str,
        values: [Value; N],
    ) -> Self {
        if condition {
            self.add(piece, values)
        } else {
            self
        }
    }

    /// Adds a subselect of one column `id` with these ids. They are one bound value, so that the
    /// statement stays the same and prepared for any number of them.
    pub(crate) fn ids(self, ids: &[i64]) -> Self {
        let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let piece = if self.is_sqlite() {
            "(SELECT value AS id FROM json_each(?))"
        } else {
            "(SELECT CAST(value AS BIGINT) AS id FROM jsonb_array_elements_text(CAST(? AS jsonb)))"
        };
        self.add(piece, [format!("[{list}]").into()])
    }

    /// Adds a subselect of one column `text` with these texts, as one bound value.
    pub(crate) fn texts(self, texts: &[String]) -> Self {
        let list = serde_json::Value::from(texts).to_string();
        let piece = if self.is_sqlite() {
            "(SELECT value AS text FROM json_each(?))"
        } else {
            "(SELECT value AS text FROM jsonb_array_elements_text(CAST(? AS jsonb)))"
        };
        self.add(piece, [list.into()])
    }

    /// Adds ` AND` for each word: the column must contain it literally.
    pub(crate) fn words(mut self, column: &str, words: &[String]) -> Self {
        let find = if self.is_sqlite() { "instr" } else { "strpos" };
        for word in words {
            self = self.add(
                &format!(" AND {find}({column}, ?) > 0"),
                [word.clone().into()],
            );
        }
        self
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.backend == DbBackend::Sqlite
    }

    /// Runs the statement; returns how many rows it wrote.
    pub(crate) async fn execute(self, connection: &impl ConnectionTrait) -> Result<u64, Error> {
        let result = connection.execute_raw(self.statement()).await?;
        Ok(result.rows_affected())
    }

    pub(crate) async fn rows(
        self,
        connection: &impl ConnectionTrait,
    ) -> Result<Vec<QueryResult>, Error> {
        Ok(connection.query_all_raw(self.statement()).await?)
    }

    pub(crate) async fn row(
        self,
        connection: &impl ConnectionTrait,
    ) -> Result<Option<QueryResult>, Error> {
        Ok(connection.query_one_raw(self.statement()).await?)
    }

    /// The first column of the only row.
    pub(crate) async fn number(self, connection: &impl ConnectionTrait) -> Result<i64, Error> {
        match self.row(connection).await? {
            Some(row) => Ok(row.try_get_by_index(0)?),
            None => Err(Error::NotFound),
        }
    }

    /// The first column of every row.
    pub(crate) async fn numbers(
        self,
        connection: &impl ConnectionTrait,
    ) -> Result<Vec<i64>, Error> {
        let rows = self.rows(connection).await?;
        Ok(rows
            .iter()
            .map(|row| row.try_get_by_index(0))
            .collect::<Result<_, _>>()?)
    }

    fn statement(self) -> Statement {
        Statement::from_sql_and_values(self.backend, self.text, self.values)
    }
}
