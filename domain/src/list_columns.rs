//! What the lists of groups, users and orders can be ordered by.
use crate::{
    sorting::{SortColumn, Sorting},
    string_enum::string_enum,
};
use serde::{Deserialize, Serialize};

/// Codes and heads of the columns, and the order of a list whose address says none.
macro_rules! sort_columns {
    ($name:ident as $sorting:ident by $direction:ident($default:ident)
     { $($variant:ident = $code:literal, $label:literal;)* }
     $(also $alias:literal = $way:ident($column:ident))?) => {
        string_enum!($name { $($variant = $code, $label;)* });

        /// The order of the list.
        pub type $sorting = Sorting<$name>;

        impl SortColumn for $name {
            const DEFAULT: $sorting = Sorting::$direction(Self::$default);

            fn code(self) -> &'static str {
                Self::code(self)
            }

            fn from_code(code: &str) -> Option<Self> {
                Self::from_code(code)
            }

            fn label(self) -> &'static str {
                Self::label(self)
            }

            fn is_highest_first(self) -> bool {
                self.code() != "name"
            }

            fn alias(code: &str) -> Option<$sorting> {
                let named: &[(&str, $sorting)] = &[$(($alias, Sorting::$way(Self::$column)))?];
                let mut named = named.iter();
                named.find(|(name, _)| *name == code).map(|(_, sorting)| *sorting)
            }
        }
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupColumn {
    Name,
    Members,
    Courses,
    NotEnrolled,
    Added,
}

sort_columns!(GroupColumn as GroupSorting by ascending(Name) {
    Name = "name", "Name";
    Members = "members", "Members";
    Courses = "courses", "Courses";
    NotEnrolled = "not_enrolled", "Not enrolled";
    Added = "added", "Added";
} also "newest" = descending(Added));

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserColumn {
    /// The last name, then the first.
    Name,
    LastSignIn,
}

sort_columns!(UserColumn as UserSorting by ascending(Name) {
    Name = "name", "Name";
    LastSignIn = "last_sign_in", "Last sign-in";
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderColumn {
    Date,
    Total,
}

sort_columns!(OrderColumn as OrderSorting by descending(Date) {
    Date = "date", "Date";
    Total = "total", "Total";
});
