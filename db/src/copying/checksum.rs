//! Values as they are copied, and what tells whether two tables have the same rows.
use sha2::{Digest, Sha256};
use std::fmt;

/// A value as both engines have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Null,
    Integer(i64),
    Boolean(bool),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Boolean(truth)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, T::into)
    }
}

/// The sum of the hashes of rows: the same in every order, and it notices a row that is twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Checksum {
    rows: u64,
    sum: u128,
}

impl Checksum {
    /// Adds a row, whose values are in the order of its columns' names.
    pub(super) fn add(&mut self, row: &[Value]) {
        let mut hash = Sha256::new();
        for value in row {
            match value {
                Value::Null => hash.update([0]),
                Value::Integer(number) => {
                    hash.update([1]);
                    hash.update(number.to_be_bytes());
                }
                Value::Boolean(truth) => hash.update([2, u8::from(*truth)]),
                Value::Text(text) => add_long(&mut hash, 3, text.as_bytes()),
                Value::Bytes(bytes) => add_long(&mut hash, 4, bytes),
            }
        }
        let half = hash
            .finalize()
            .iter()
            .take(16)
            .fold(0, |sum: u128, byte| sum << 8 | u128::from(*byte));
        self.rows += 1;
        self.sum = self.sum.wrapping_add(half);
    }

    pub(super) const fn rows(&self) -> u64 {
        self.rows
    }
}

/// With its length, so that no two rows are written the same.
fn add_long(hash: &mut Sha256, tag: u8, bytes: &[u8]) {
    hash.update([tag]);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

impl fmt::Display for Checksum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.sum)
    }
}

#[cfg(test)]
mod tests {
    use super::{Checksum, Value};

    fn sum(rows: &[&[Value]]) -> Checksum {
        let mut sum = Checksum::default();
        for row in rows {
            sum.add(row);
        }
        sum
    }

    #[test]
    fn the_order_does_not_count_and_everything_else_does() {
        let text = |text: &str| Value::Text(text.to_owned());
        let (one, two) = (
            [Value::Integer(1), text("a")],
            [Value::Integer(2), text("b")],
        );
        assert_eq!(sum(&[&one, &two]), sum(&[&two, &one]));
        assert_ne!(sum(&[&one, &two]), sum(&[&one, &two, &two]));
        for (left, right) in [
            ([Value::Null, text("")], [text(""), Value::Null]),
            ([text("ab"), text("c")], [text("a"), text("bc")]),
            (
                [Value::Bytes(vec![97]), Value::Null],
                [text("a"), Value::Null],
            ),
            (
                [Value::Integer(1), Value::Null],
                [Value::Boolean(true), Value::Null],
            ),
        ] {
            assert_ne!(sum(&[&left]), sum(&[&right]), "{left:?}");
        }
    }
}
