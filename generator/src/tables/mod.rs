//! The rows of each table, in the order in which they are written.
mod activity;
mod catalog;
mod learning;
mod orders;
mod users;

use crate::{Error, Portal, person::Person};
use db::{Db, copying::Value};

pub(crate) type Rows<'a> = Box<dyn Iterator<Item = Vec<Value>> + Send + 'a>;

/// A table's name, the columns that have no default, and its rows.
pub(crate) type TableRows<'a> = (&'static str, &'static [&'static str], Rows<'a>);

/// What is counted next to the rows.
pub(crate) const COUNTS: [&str; 3] = [
    "UPDATE groups SET member_count = (SELECT count(*) FROM group_members m WHERE m.group_id = groups.id), \
     course_count = (SELECT count(*) FROM group_courses c WHERE c.group_id = groups.id)",
    // Those whom the group has, times its courses, without what they have of it.
    "UPDATE groups SET drift = course_count * (SELECT count(*) FROM group_members m JOIN users u ON u.id = m.user_id \
     WHERE m.group_id = groups.id AND u.active) - (SELECT count(*) FROM enrolments e JOIN users u ON u.id = e.user_id \
     WHERE e.group_id = groups.id AND e.source = 'group' AND u.active)",
    "UPDATE group_keys SET used = (SELECT count(*) FROM redemptions r WHERE r.key_id = group_keys.id)",
];

/// Returns what is written, the rows of which are made while they are written.
pub(crate) fn all<'a>(portal: &'a Portal<'_>, db: &Db) -> Result<Vec<TableRows<'a>>, Error> {
    let mut all = catalog::all(portal, db)?;
    all.extend(users::all(portal));
    all.extend(learning::all(portal));
    all.extend(orders::all(portal));
    all.push(activity::all(portal));
    Ok(all)
}

/// Returns the rows that each user has, in the order of their numbers.
fn of_everyone<'a>(
    portal: &'a Portal<'_>,
    rows: impl Fn(&Person) -> Vec<Vec<Value>> + Send + 'a,
) -> Rows<'a> {
    Box::new(people(portal).flat_map(move |person| rows(&person)))
}

fn people<'a>(portal: &'a Portal<'_>) -> impl Iterator<Item = Person> + Send + 'a {
    (0..portal.plan.users).map(|number| Person::new(portal.plan, &portal.catalog, number))
}
