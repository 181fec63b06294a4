//! The catalog: courses and bundles on offer.
use crate::{
    ids::{CategoryId, CourseId, GroupId, OrderId},
    money::Price,
    page::Search,
    string_enum::string_enum,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The order of the catalog's lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatalogSort {
    /// By date, the newest first.
    #[default]
    Newest,
    Name,
    /// The cheapest first.
    Price,
}

string_enum!(CatalogSort {
    Newest = "newest", "Newest";
    Name = "name", "By name";
    Price = "price", "By price";
});

/// The query of a catalog list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CatalogQuery {
    pub search: Search,
    /// Only this category and those below it; a bundle is in the categories of its courses.
    pub category: Option<CategoryId>,
    pub sort: CatalogSort,
}

/// A course that learners can get for free or buy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogCourse {
    pub id: CourseId,
    pub name: String,
    pub description: String,
    pub category: Option<String>,
    pub price: Price,
    pub units: i64,
    /// Whether the reader has it.
    pub mine: bool,
    /// The reader's order of it that is waiting for payment.
    pub waiting: Option<OrderId>,
}

/// A group with a price and an active course, in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleRow {
    pub id: GroupId,
    pub name: String,
    pub description: String,
    pub price: Price,
    /// Its active courses.
    pub courses: i64,
    /// Whether the reader is a member.
    pub member: bool,
}

/// One bundle, with its courses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    pub id: GroupId,
    pub name: String,
    pub description: String,
    pub price: Price,
    pub added_at: Timestamp,
    pub member: bool,
    /// The reader's order of it that is waiting for payment.
    pub waiting: Option<OrderId>,
    /// The reader's paid order of it.
    pub bought: Option<OrderId>,
    pub courses: Vec<BundleCourse>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleCourse {
    pub id: CourseId,
    pub name: String,
    pub description: String,
    pub units: i64,
    /// Whether the reader has it already.
    pub mine: bool,
}

/// Whether a group is sold in the catalog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BundleState {
    /// It has no price.
    #[default]
    NoBundle,
    /// It has a price, and is not listed.
    Draft,
    /// It is listed, and has no active course.
    NoActiveCourse,
    InCatalog,
}

impl BundleState {
    pub const fn of(price: Price, listed: bool, has_active_course: bool) -> Self {
        match (price.is_zero(), listed, has_active_course) {
            (true, ..) => Self::NoBundle,
            (false, false, _) => Self::Draft,
            (false, true, false) => Self::NoActiveCourse,
            (false, true, true) => Self::InCatalog,
        }
    }

    /// Returns what a list says of a group with a price that is not in the catalog.
    pub const fn badge(self) -> Option<&'static str> {
        match self {
            Self::NoBundle | Self::InCatalog => None,
            Self::Draft => Some("Draft"),
            Self::NoActiveCourse => Some("Not in the catalog"),
        }
    }

    /// Returns why a group with a price is not in the catalog.
    pub const fn why_not(self) -> Option<&'static str> {
        match self {
            Self::NoBundle | Self::InCatalog => None,
            Self::Draft => Some("Not in the catalog: this bundle is a draft"),
            Self::NoActiveCourse => Some("Not in the catalog: no active course"),
        }
    }
}
