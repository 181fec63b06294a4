//! The order of a list, as its address says it: `members`, or `-members` for the highest first.
use serde::{Deserialize, Serialize};

/// A column that a list can be ordered by.
pub trait SortColumn: Copy + PartialEq + Sized + 'static {
    /// The order that no address contains.
    const DEFAULT: Sorting<Self>;

    fn code(self) -> &'static str;

    fn from_code(code: &str) -> Option<Self>;

    /// The head of the column.
    fn label(self) -> &'static str;

    /// Whether the first click on the head shows the highest values.
    fn is_highest_first(self) -> bool;

    /// The order that has another code, too.
    fn alias(code: &str) -> Option<Sorting<Self>>;
}

/// A column, and in which direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sorting<C> {
    pub by: C,
    pub descending: bool,
}

impl<C> Sorting<C> {
    pub const fn ascending(by: C) -> Self {
        let descending = false;
        Self { by, descending }
    }

    pub const fn descending(by: C) -> Self {
        let descending = true;
        Self { by, descending }
    }
}

impl<C: SortColumn> Default for Sorting<C> {
    fn default() -> Self {
        C::DEFAULT
    }
}

impl<C: SortColumn> Sorting<C> {
    /// Reads a code of the address; any other text means the default.
    pub fn read(code: &str) -> Self {
        if let Some(sorting) = C::alias(code) {
            return sorting;
        }
        let (descending, column) = match code.strip_prefix('-') {
            Some(column) => (true, column),
            None => (false, code),
        };
        C::from_code(column).map_or(C::DEFAULT, |by| Self { by, descending })
    }

    /// The code in the address.
    pub fn code(self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.by.code())
    }

    /// The order that the head of this column leads to.
    #[must_use]
    pub fn after_click(self, on: C) -> Self {
        let descending = if self.by == on {
            !self.descending
        } else {
            on.is_highest_first()
        };
        Self { by: on, descending }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list_columns::{GroupColumn, GroupSorting};

    #[test]
    fn an_address_says_the_order() {
        for column in GroupColumn::ALL {
            for sorting in [Sorting::ascending(*column), Sorting::descending(*column)] {
                assert_eq!(GroupSorting::read(&sorting.code()), sorting);
            }
        }
        let members = GroupSorting::read("-members");
        assert_eq!(members, Sorting::descending(GroupColumn::Members));
        for unknown in ["", "-", "--members", "price", "Members"] {
            assert_eq!(
                GroupSorting::read(unknown),
                GroupColumn::DEFAULT,
                "{unknown}"
            );
        }
        let newest = GroupSorting::read("newest");
        assert_eq!(newest, Sorting::descending(GroupColumn::Added));
    }

    #[test]
    fn a_head_turns_its_own_order_around() {
        let by_name = GroupSorting::default();
        let turned = by_name.after_click(GroupColumn::Name);
        assert_eq!(turned, Sorting::descending(GroupColumn::Name));
        assert_eq!(turned.after_click(GroupColumn::Name), by_name);
        let most = by_name.after_click(GroupColumn::Members);
        assert_eq!(most.code(), "-members");
        assert_eq!(most.after_click(GroupColumn::Members).code(), "members");
    }
}
