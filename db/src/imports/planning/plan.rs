//! The plan of a row: its verdict, and what applying it would do.
use crate::{access::passwords::AcceptedPassword, imports::sealing::Problem};
use domain::{
    field_error::FieldCode,
    groups::{GroupInfo, NewKey},
    ids::{BranchId, CourseId, GroupId, UserId},
    imports::{Record, columns::Field, stored::RowVerdict},
    money::Price,
    users::{NewUser, UserInfo},
};

/// A row as it is stored, opened.
pub(in crate::imports) struct OpenRow {
    pub place: i64,
    pub record: Record,
    pub open_quote: bool,
    pub is_word: bool,
    pub verdict: Option<RowVerdict>,
    pub problems: Vec<Problem>,
    pub user: Option<UserId>,
}

/// What would become of a row if it were applied now.
pub(in crate::imports) struct RowPlan {
    pub verdict: RowVerdict,
    pub problems: Vec<Problem>,
    /// Who or what it is, as pages show it.
    pub title: String,
    /// What else is known.
    pub details: String,
    pub changes: Vec<Change>,
    /// The user of the row, if they exist.
    pub user: Option<UserId>,
    /// The group or course of the row, if it exists.
    pub target: Option<i64>,
    /// What no other row may have.
    pub keys: Vec<String>,
    /// Everything the row says: rows with the same keys and content are the same.
    pub content: String,
    /// What it says of the user, without what they join: further rows of the same may add to that.
    pub person: Option<String>,
    /// Whether an active SuperAdmin of the whole portal would no longer be one.
    pub ends_super_admin: bool,
    pub effect: RowEffect,
}

/// What [`Change`] says where something is so.
pub(in crate::imports) const YES: &str = "yes";

/// What [`Change`] says of something that is so, or not.
pub(in crate::imports) const fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { YES } else { "no" }
}

/// A value that an update replaces.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(in crate::imports) struct Change {
    pub field: Field,
    pub before: String,
    pub after: String,
}

/// What applying the row does.
pub(in crate::imports) enum RowEffect {
    None,
    AddUser(Box<UserAddition>),
    UpdateUser(Box<UserUpdate>),
    /// A further row of a user whom an earlier row adds.
    JoinAdded(Box<UserAddition>),
    AddGroup(Box<GroupAddition>),
    UpdateGroup(Box<GroupUpdate>),
    AddCourses(Vec<CourseId>),
}

/// What users join, new or not.
#[derive(Default)]
pub(in crate::imports) struct Joins {
    pub groups: Vec<GroupId>,
    /// Groups to be created in the user's branch.
    pub new_groups: Vec<String>,
    pub courses: Vec<CourseId>,
}

impl Joins {
    pub(in crate::imports) fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.new_groups.is_empty() && self.courses.is_empty()
    }
}

pub(in crate::imports) struct UserAddition {
    pub user: NewUser,
    pub branch: Option<BranchId>,
    pub password: Option<AcceptedPassword>,
    pub joins: Joins,
}

pub(in crate::imports) struct UserUpdate {
    pub user: UserId,
    /// The fields, if one of them changes.
    pub info: Option<UserInfo>,
    pub active: Option<bool>,
    /// The branch to move to.
    pub branch: Option<BranchId>,
    pub old_branch: Option<BranchId>,
    pub joins: Joins,
}

pub(in crate::imports) struct GroupAddition {
    pub info: GroupInfo,
    pub branch: Option<BranchId>,
    pub key: Option<NewKey>,
    pub courses: Vec<CourseId>,
}

pub(in crate::imports) struct GroupUpdate {
    pub group: GroupId,
    pub description: Option<String>,
    pub price: Option<Price>,
    pub listed: Option<bool>,
    pub key: Option<NewKey>,
    pub courses: Vec<CourseId>,
}

impl RowPlan {
    /// A plan that does nothing.
    pub(in crate::imports) const fn new(verdict: RowVerdict, title: String) -> Self {
        Self {
            verdict,
            problems: Vec::new(),
            title,
            details: String::new(),
            changes: Vec::new(),
            user: None,
            target: None,
            keys: Vec::new(),
            content: String::new(),
            person: None,
            ends_super_admin: false,
            effect: RowEffect::None,
        }
    }

    pub(in crate::imports) fn left_out(title: String, problems: Vec<Problem>) -> Self {
        Self {
            problems,
            ..Self::new(RowVerdict::LeftOut, title)
        }
    }

    /// Says what the row names and does not get, if it is used at all.
    pub(in crate::imports) fn note(&mut self, unknown: Vec<Problem>) {
        if matches!(self.verdict, RowVerdict::Added | RowVerdict::Updated) {
            self.problems.extend(unknown);
        }
    }

    /// Leaves the row out after all.
    pub(in crate::imports) fn refuse(&mut self, code: FieldCode) {
        self.verdict = RowVerdict::LeftOut;
        self.problems = vec![Problem::of_row(code)];
        self.changes = Vec::new();
        self.effect = RowEffect::None;
        self.keys = Vec::new();
        self.ends_super_admin = false;
    }

    /// Makes it a further row of a user whom an earlier row adds or changes: only what they join is
    /// its own.
    pub(in crate::imports) fn only_join(&mut self) {
        self.effect = match std::mem::replace(&mut self.effect, RowEffect::None) {
            RowEffect::AddUser(one) if !one.joins.is_empty() => RowEffect::JoinAdded(one),
            RowEffect::UpdateUser(one) if !one.joins.is_empty() => {
                RowEffect::UpdateUser(Box::new(UserUpdate {
                    info: None,
                    active: None,
                    branch: None,
                    ..*one
                }))
            }
            _ => RowEffect::None,
        };
        let joins = |change: &Change| matches!(change.field, Field::Groups | Field::Courses);
        self.changes.retain(joins);
        self.ends_super_admin = false;
        self.verdict = match self.effect {
            RowEffect::None => RowVerdict::Unchanged,
            _ => RowVerdict::Updated,
        };
    }
}
