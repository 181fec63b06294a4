//! Statements that the query builder cannot express, composed of reviewed fragments of text and
//! bound values: one text for both engines wherever they agree.
use crate::Error;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, TryGetable, Value};

/// A statement being composed. Every `?` in a fragment takes one of the values that come with it;
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

    pub(crate) fn text(self, fragment: &str) -> Self {
        self.add(fragment, [])
    }

    /// Adds a fragment with as many `?` as it has values.
    pub(crate) fn add<const N: usize>(mut self, fragment: &str, values: [Value; N]) -> Self {
        debug_assert_eq!(fragment.matches('?').count(), N, "{fragment}");
        let mut parts = fragment.split('?');
        self.text.push_str(parts.next().unwrap_or_default());
        for (part, value) in parts.zip(values) {
            self.values.push(value);
            self.text.push_str(&format!("${}", self.values.len()));
            self.text.push_str(part);
        }
        self
    }

    /// Adds the fragment if `condition` holds.
    pub(crate) fn when<const N: usize>(
        self,
        condition: bool,
        fragment: &str,
        values: [Value; N],
    ) -> Self {
        if condition {
            self.add(fragment, values)
        } else {
            self
        }
    }

    /// Adds a subselect of one column `id` with these ids. They are one bound value, so that the
    /// statement stays the same and prepared for any number of them.
    pub(crate) fn ids<T: Copy + Into<i64>>(self, ids: &[T]) -> Self {
        let ids = ids.iter().map(|id| (*id).into().to_string());
        let list = ids.collect::<Vec<_>>().join(",");
        let fragment = if self.is_sqlite() {
            "(SELECT value AS id FROM json_each(?))"
        } else {
            "(SELECT CAST(value AS BIGINT) AS id FROM jsonb_array_elements_text(CAST(? AS jsonb)))"
        };
        self.add(fragment, [format!("[{list}]").into()])
    }

    /// Adds a subselect of one column `text` with these texts, as one bound value.
    pub(crate) fn texts(self, texts: &[String]) -> Self {
        let list = serde_json::Value::from(texts).to_string();
        let fragment = if self.is_sqlite() {
            "(SELECT value AS text FROM json_each(?))"
        } else {
            "(SELECT value AS text FROM jsonb_array_elements_text(CAST(? AS jsonb)))"
        };
        self.add(fragment, [list.into()])
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

    /// Every row, its columns read by their names.
    pub(crate) async fn all<T: FromQueryResult>(
        self,
        connection: &impl ConnectionTrait,
    ) -> Result<Vec<T>, Error> {
        let rows = connection.query_all_raw(self.statement()).await?;
        Ok(rows
            .iter()
            .map(|row| T::from_query_result(row, ""))
            .collect::<Result<_, _>>()?)
    }

    /// The first row, its columns read by their names.
    pub(crate) async fn one<T: FromQueryResult>(
        self,
        connection: &impl ConnectionTrait,
    ) -> Result<Option<T>, Error> {
        let row = connection.query_one_raw(self.statement()).await?;
        Ok(row.map(|row| T::from_query_result(&row, "")).transpose()?)
    }

    /// The only column of every row.
    pub(crate) async fn column<T: TryGetable>(
        self,
        connection: &impl ConnectionTrait,
    ) -> Result<Vec<T>, Error> {
        let rows = connection.query_all_raw(self.statement()).await?;
        Ok(rows
            .iter()
            .map(|row| row.try_get_by_index(0))
            .collect::<Result<_, _>>()?)
    }

    /// The only column of the first row.
    pub(crate) async fn value<T: TryGetable>(
        self,
        connection: &impl ConnectionTrait,
    ) -> Result<Option<T>, Error> {
        let row = connection.query_one_raw(self.statement()).await?;
        Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
    }

    /// The only column of the only row.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no row.
    pub(crate) async fn number(self, connection: &impl ConnectionTrait) -> Result<i64, Error> {
        self.value(connection).await?.ok_or(Error::NotFound)
    }

    fn statement(self) -> Statement {
        Statement::from_sql_and_values(self.backend, self.text, self.values)
    }
}
