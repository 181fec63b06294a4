//! Writing a table of PostgreSQL: `COPY`, while nothing refers to anything.
use super::{
    checksum::{Checksum, Value},
    rows::Rows,
    schema::Table,
};
use data_encoding::HEXLOWER;
use sea_orm::sqlx::{self, PgConnection};

/// So many bytes are sent at a time.
const AT_ONCE: usize = 1 << 20;

pub(super) async fn write(
    connection: &mut PgConnection,
    table: &Table,
    mut rows: Rows<'_>,
) -> Result<Checksum, sqlx::Error> {
    let (name, columns) = (table.quoted(), table.column_list());
    let statement = format!("COPY {name} ({columns}) FROM STDIN");
    let mut copy = connection.copy_in_raw(&statement).await?;
    let mut lines = String::new();
    let mut sum = Checksum::default();
    while let Some(row) = rows.next().await? {
        sum.add(&row);
        add_line(&mut lines, &row);
        if lines.len() >= AT_ONCE {
            copy.send(lines.as_bytes()).await?;
            lines.clear();
        }
    }
    copy.send(lines.as_bytes()).await?;
    copy.finish().await?;
    Ok(sum)
}

/// A row in the text format of `COPY`.
fn add_line(lines: &mut String, row: &[Value]) {
    for (place, value) in row.iter().enumerate() {
        if place > 0 {
            lines.push('\t');
        }
        match value {
            Value::Null => lines.push_str("\\N"),
            Value::Integer(number) => lines.push_str(&number.to_string()),
            Value::Boolean(truth) => lines.push(if *truth { 't' } else { 'f' }),
            Value::Text(text) => add_escaped(lines, text),
            Value::Bytes(bytes) => {
                lines.push_str("\\\\x");
                HEXLOWER.encode_append(bytes, lines);
            }
        }
    }
    lines.push('\n');
}

fn add_escaped(lines: &mut String, text: &str) {
    for part in text.split_inclusive(['\\', '\n', '\r', '\t']) {
        let last = part.chars().last();
        let escaped = match last {
            Some('\\') => "\\\\",
            Some('\n') => "\\n",
            Some('\r') => "\\r",
            Some('\t') => "\\t",
            _ => {
                lines.push_str(part);
                continue;
            }
        };
        lines.push_str(&part[..part.len() - 1]);
        lines.push_str(escaped);
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, add_line};

    #[test]
    fn what_copy_reads_as_marks_is_escaped() {
        let mut lines = String::new();
        let row = [
            Value::Text("a\\b\tc\nd\r".into()),
            Value::Text("\\N".into()),
            Value::Null,
            Value::Text(String::new()),
            Value::Bytes(vec![0, 255]),
            Value::Boolean(true),
            Value::Integer(-7),
        ];
        add_line(&mut lines, &row);
        assert_eq!(lines, "a\\\\b\\tc\\nd\\r\t\\\\N\t\\N\t\t\\\\x00ff\tt\t-7\n");
    }
}
