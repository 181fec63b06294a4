//! The rules about enrolments, each defined once: as a piece of SQL for lists and statements, and
//! in Rust for rows that were read already.
use crate::base::{
    entities::{group, user},
    sql::Sql,
};
use domain::{enrolments::EnrolmentSource, ids::BranchId};

/// The source as an SQL literal, so that both engines plan for the word itself.
pub(super) fn literal(source: EnrolmentSource) -> String {
    format!("'{}'", source.code())
}

/// Condition that the enrolment with this alias has this source.
pub(crate) fn has_source(alias: &str, source: EnrolmentSource) -> String {
    format!("{alias}.source = {}", literal(source))
}

/// Condition that a group grants the enrolment with this alias to a member.
pub(crate) fn group_enrolment(alias: &str) -> String {
    has_source(alias, EnrolmentSource::Group)
}

/// Condition that the enrolment with this alias can be removed from its user alone.
pub(super) fn revocable(alias: &str) -> String {
    let sources: Vec<String> = EnrolmentSource::ALL
        .iter()
        .filter(|source| source.is_revocable())
        .map(|source| literal(*source))
        .collect();
    format!("{alias}.source IN ({})", sources.join(", "))
}

/// Whether the user is a member of the group. `group` and `user` are columns, not of an `m`, or
/// `?`.
pub(crate) fn is_member(group: &str, user: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = {group} AND m.user_id = {user})"
    )
}

/// Whether the user is a member who joined with a key. `group` and `user` are columns, not of an `m`,
/// or `?`.
pub(crate) fn joined_by_key(group: &str, user: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = {group} AND m.user_id = {user} \
         AND m.via = 'key')"
    )
}

/// Whether the group's keys are refused to the user. `group` and `user` are columns, not of an `x`,
/// or `?`.
pub(crate) fn is_shut_out(group: &str, user: &str) -> String {
    format!("EXISTS (SELECT 1 FROM shut_outs x WHERE x.group_id = {group} AND x.user_id = {user})")
}

/// Whether the user has the course, for any reason. `user` and `course` are columns, not of an
/// `e`, or `?`.
pub(crate) fn has_course(user: &str, course: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM enrolments e WHERE e.user_id = {user} AND e.course_id = {course})"
    )
}

/// The number of courses that a user has from a group. `group` and `user` are columns or `?`.
pub(crate) fn enrolled_courses(group: &str, user: &str) -> String {
    format!(
        "(SELECT count(*) FROM enrolments e WHERE e.group_id = {group} AND e.user_id = {user} \
         AND {})",
        group_enrolment("e")
    )
}

/// The number of the group's courses that a member lacks: what **Synchronize** adds. All three
/// are columns or `?`.
pub(crate) fn missing_courses(course_count: &str, group: &str, user: &str) -> String {
    format!("{course_count} - {}", enrolled_courses(group, user))
}

/// Adds that a member is out of sync: active, and lacks a course of the group.
fn out_of_sync(active: &str, group: &str, user: &str, course_count: &str) -> String {
    let enrolled = enrolled_courses(group, user);
    format!(" AND {active} AND {enrolled} < {course_count}")
}

/// Condition that a user of the branch `user` can be in a group of the branch `group`: a branch's
/// group takes only users of that branch. Both are columns or `?`.
pub(super) fn may_join_group_of_branch(group: &str, user: &str) -> String {
    format!("({group} IS NULL OR {group} = {user})")
}

/// Whether a user of this branch can be in the group, as [`may_join_group_of_branch`].
pub(crate) fn may_join(group: &group::Model, branch: Option<BranchId>) -> bool {
    group.branch_id.is_none() || group.branch_id == branch
}

/// Condition that a user with this alias could not be in a group of the branch `?`.
pub(crate) fn outside_branch(user: &str) -> String {
    format!("coalesce({user}.branch_id, 0) <> ?")
}

impl Sql {
    /// Adds that the user with this alias is out of sync with the group.
    pub(crate) fn users_out_of_sync(self, alias: &str, group: &group::Model) -> Self {
        self.add(
            &out_of_sync(&format!("{alias}.active"), "?", &format!("{alias}.id"), "?"),
            [group.id.into(), group.course_count.into()],
        )
    }

    /// Adds that the user is out of sync with the group with this alias.
    pub(crate) fn groups_out_of_sync(self, alias: &str, user: &user::Model) -> Self {
        let (id, courses) = (format!("{alias}.id"), format!("{alias}.course_count"));
        self.add(
            &out_of_sync("?", &id, "?", &courses),
            [user.active.into(), user.id.into()],
        )
    }

    /// Adds that the user with this alias can be in the group.
    pub(crate) fn users_who_may_join(self, alias: &str, group: &group::Model) -> Self {
        match group.branch_id {
            None => self,
            Some(branch) => self.add(&format!(" AND {alias}.branch_id = ?"), [branch.into()]),
        }
    }

    /// Adds that a user of this branch can be in the group with this alias.
    pub(crate) fn groups_joinable_from(self, alias: &str, branch: Option<BranchId>) -> Self {
        let column = format!("{alias}.branch_id");
        match branch {
            None => self.text(&format!(" AND {column} IS NULL")),
            Some(branch) => {
                let may_join = may_join_group_of_branch(&column, "?");
                self.add(&format!(" AND {may_join}"), [branch.into()])
            }
        }
    }
}
