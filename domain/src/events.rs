//! Change events for open pages: what they name, and which of them a line of the activity means.
use crate::ids::{CourseId, GroupId, OrderId, UserId};
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

impl ListKind {
    /// Returns the lists that an action of this verb changes.
    pub fn of_activity(verb: &str) -> &'static [Self] {
        let noun = verb.split('.').next().unwrap_or_default();
        match (noun, verb) {
            (_, "course.give" | "course.withdraw" | "course.take") => &[Self::Learners],
            (_, "group.delete" | "group.restore" | "group.purge") => {
                &[Self::Groups, Self::Learners]
            }
            (_, "order.pay" | "order.refund") => &[Self::Orders, Self::Learners],
            (_, "branch.course") => &[Self::Branches, Self::Courses],
            (_, "user.sign_out" | "user.end_session" | "user.password") => &[],
            (_, "user.act_as" | "user.stop_acting") => &[],
            ("user" | "portal", _) => &[Self::Users],
            ("group" | "instructor", _) => &[Self::Groups],
            ("member" | "group_course", _) => &[Self::Learners],
            ("course" | "unit" | "category", _) => &[Self::Courses],
            ("order", _) => &[Self::Orders],
            ("coupon", _) => &[Self::Coupons],
            ("branch", _) => &[Self::Branches],
            ("user_type", _) => &[Self::UserTypes],
            ("settings", _) => &[Self::Settings],
            _ => &[],
        }
    }
}

/// Whether an action of this verb reaches so many users and groups that no list of them is made.
pub fn concerns_everyone(verb: &str) -> bool {
    matches!(
        verb,
        "user.delete"
            | "user.move"
            | "group.move"
            | "branch.delete"
            | "user_type.edit"
            | "user_type.delete"
            | "mass_action.finish"
            | "mass_action.cancel"
    )
}
