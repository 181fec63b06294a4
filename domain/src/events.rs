//! Change events for open pages: what they name. What an activity changes is in the table of its kinds.
use crate::ids::{CourseId, GroupId, ImportId, OrderId, UserId};
use serde::{Deserialize, Serialize};

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ChangeEvent {
    /// One user's groups, courses or rights.
    User(UserId),
    /// A group's numbers, members, courses or mass actions.
    Group(GroupId),
    /// A course or its units.
    Course(CourseId),
    Order(OrderId),
    /// How far an import is, or its rows.
    Import(ImportId),
    /// The rows of a list, or what they show.
    List(ListKind),
    /// Anything: reload. Also sent where events may have been lost.
    Resync,
}

/// A list that changes as a whole, of which no single row could be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ListKind {
    Users,
    Groups,
    /// The courses, and their categories.
    Courses,
    /// The learners of courses, and their progress.
    Learners,
    Orders,
    Coupons,
    /// What is for sale, and for how much.
    Catalog,
    Branches,
    UserTypes,
    Settings,
    /// The mailbox.
    Mails,
}

/// An open page: a random number that the browser makes at each page load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageId(pub u64);

/// The header with which a request names the page that it comes from.
pub const PAGE_HEADER: &str = "muster-page";

impl PageId {
    /// Reads what the header or the address of the event stream contains.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}
