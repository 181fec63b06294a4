//! What rows are found and ordered by: the one home of the columns `search` and `sort_name`.
use crate::{plain, sort_key, truncate_bytes};

/// The columns of a row that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// What lists order by, at most 800 bytes.
    pub sort_name: String,
    /// What searches look in, at most 1,700 bytes.
    pub search: String,
}

/// Returns the keys of a branch, category, course, group or user type.
pub fn of_name(name: &str) -> Keys {
    Keys {
        sort_name: sort_key(&[name]),
        search: searched(&[name]),
    }
}

/// Returns the keys of a user, who is listed by last name.
pub fn of_user(first: &str, last: &str, login: &str, email: &str) -> Keys {
    Keys {
        sort_name: sort_key(&[last, first]),
        search: searched(&[first, last, login, email]),
    }
}

/// Returns what an order is searched by, at most 1,700 bytes.
pub fn of_order(buyer: &str, email: &str, title: &str) -> String {
    searched(&[buyer, email, title])
}

fn searched(fields: &[&str]) -> String {
    truncate_bytes(plain(&fields.join(" ")), 1_700)
}
