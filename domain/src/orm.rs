//! How choices are stored: each is a text column that holds its code.
use sea_orm::{ColIdx, DbErr, QueryResult, TryGetError, TryGetable};

/// Reads a code.
///
/// # Errors
/// A code that `parse` does not know; the error names the column.
pub(crate) fn read_code<T, I: ColIdx>(
    row: &QueryResult,
    column: I,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, TryGetError> {
    let code = String::try_get_by(row, column)?;
    parse(&code).ok_or_else(|| {
        TryGetError::DbErr(DbErr::Type(format!(
            "column {column:?}: unknown code {code:?}"
        )))
    })
}

/// Makes a type with `code` and `from_code` the type of a column.
macro_rules! stored_as_code {
    ($name:ident) => {
        impl From<$name> for sea_orm::Value {
            fn from(choice: $name) -> Self {
                choice.code().into()
            }
        }

        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(
                row: &sea_orm::QueryResult,
                column: I,
            ) -> Result<Self, sea_orm::TryGetError> {
                $crate::orm::read_code(row, column, Self::from_code)
            }
        }

        impl sea_orm::sea_query::ValueType for $name {
            fn try_from(value: sea_orm::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
                let code = <String as sea_orm::sea_query::ValueType>::try_from(value)?;
                Self::from_code(&code).ok_or(sea_orm::sea_query::ValueTypeErr)
            }

            fn type_name() -> String {
                stringify!($name).to_owned()
            }

            fn array_type() -> sea_orm::sea_query::ArrayType {
                sea_orm::sea_query::ArrayType::String
            }

            fn column_type() -> sea_orm::sea_query::ColumnType {
                sea_orm::sea_query::ColumnType::Text
            }
        }

        impl sea_orm::sea_query::Nullable for $name {
            fn null() -> sea_orm::Value {
                sea_orm::Value::String(None)
            }
        }

        impl sea_orm::IntoActiveValue<$name> for $name {
            fn into_active_value(self) -> sea_orm::ActiveValue<$name> {
                sea_orm::ActiveValue::Set(self)
            }
        }
    };
}
pub(crate) use stored_as_code;
