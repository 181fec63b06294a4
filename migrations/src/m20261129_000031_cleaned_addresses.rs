//! Logins and addresses are what one sees of them: invisible marks and full-width forms are gone, as the forms save
//! them from now on. One that would then be another user's stays, and the log names its user.
use sea_orm_migration::{
    prelude::*,
    sea_orm::{DatabaseBackend, Statement, TryGetable, Value},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        // Nearly all are ASCII, of which nothing is cleaned.
        let rows = Sql::new(
            connection.get_database_backend(),
            "SELECT id FROM users \
             WHERE octet_length(login) <> length(login) OR octet_length(email) <> length(email) ORDER BY id",
        );
        for row in connection.query_all_raw(rows.with([])).await? {
            let id = i64::try_get(&row, "", "id")?;
            for column in ["login", "email"] {
                clean_column(connection, id, column).await?;
            }
        }
        Ok(())
    }

    /// What was removed was seen by no one.
    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}

struct Sql(DatabaseBackend, String);

impl Sql {
    fn new(backend: DatabaseBackend, text: impl Into<String>) -> Self {
        Self(backend, text.into())
    }

    fn with<const N: usize>(self, values: [Value; N]) -> Statement {
        Statement::from_sql_and_values(self.0, self.1, values)
    }
}

async fn clean_column(
    connection: &SchemaManagerConnection<'_>,
    id: i64,
    column: &str,
) -> Result<(), DbErr> {
    let sql = |text: String| Sql::new(connection.get_database_backend(), text);
    let row = sql(format!("SELECT {column} AS text FROM users WHERE id = $1"));
    let Some(row) = connection.query_one_raw(row.with([id.into()])).await? else {
        return Ok(());
    };
    let text = String::try_get(&row, "", "text")?;
    let clean = cleaned(&text);
    let clean_folded = folding::case_fold(&clean);
    if clean == text || clean.is_empty() {
        return Ok(());
    }
    let twins = sql(
        "SELECT id FROM users WHERE id <> $1 AND (login_folded = $2 OR email_folded = $2)"
            .to_owned(),
    );
    let twin = twins.with([id.into(), clean_folded.as_str().into()]);
    if let Some(twin) = connection.query_one_raw(twin).await? {
        let twin = i64::try_get(&twin, "", "id")?;
        tracing::warn!(
            user = id,
            twin,
            "the {column} of this user looks like a login or address of another one; change one of them"
        );
        return Ok(());
    }
    // What is searched is made again by the next migration.
    let update = sql(format!(
        "UPDATE users SET {column} = $2, {column}_folded = $3 WHERE id = $1"
    ));
    let values = [id.into(), clean.into(), clean_folded.into()];
    connection.execute_raw(update.with(values)).await?;
    Ok(())
}

/// As the forms clean a login or an address now.
fn cleaned(text: &str) -> String {
    // Joiners are part of the spelling in scripts that are written connected.
    let is_joined = text.contains(|c| matches!(c, '\u{0600}'..='\u{0DFF}'));
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200C}' | '\u{200D}' if is_joined => cleaned.push(c),
            '\u{AD}'
            | '\u{034F}'
            | '\u{061C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFC}'
            | '\u{E0000}'..='\u{E01EF}' => {}
            c if c.is_whitespace() => {}
            '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => {
                cleaned.push('-')
            }
            '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{02BC}' | '\u{00B4}' => cleaned.push('\''),
            '\u{2024}' | '\u{3002}' | '\u{FE52}' | '\u{FF61}' => cleaned.push('.'),
            '\u{FE6B}' => cleaned.push('@'),
            '\u{FF01}'..='\u{FF5E}' => cleaned.extend(char::from_u32(u32::from(c) - 0xFEE0)),
            c => cleaned.push(c),
        }
    }
    cleaned
}
