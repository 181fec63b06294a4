//! Branches, courses, groups and their keys.
use super::{Rows, TableRows};
use crate::{
    Error, Portal,
    catalog::{Course, Group},
    random::{DAYS, Draw, rng},
};
use db::{Db, copying::Value, keys};
use domain::{keys::GroupKey, messages::fields::sentence};
use folding::{case_fold, of_name};

/// The text of the units. Each course has others on its own pages.
const TEXT: &str = "# What this is about\n\nRead this, and try it on your own.\n\n- one\n- two\n";

const BRANCHES: &[&str] = &[
    "id",
    "name",
    "name_folded",
    "sort_name",
    "search",
    "created_at",
];
const COURSES: &[&str] = &[
    "id",
    "name",
    "name_folded",
    "sort_name",
    "search",
    "description",
    "price_minor",
    "active",
    "listed",
    "unit_count",
    "created_at",
];
const GROUPS: &[&str] = &[
    "id",
    "name",
    "name_folded",
    "sort_name",
    "search",
    "description",
    "branch_id",
    "price_minor",
    "listed",
    "enrolment_policy",
    "removal_policy",
    "created_at",
];
const KEYS: &[&str] = &[
    "id",
    "group_id",
    "lookup",
    "cipher",
    "paused",
    "maximum",
    "expires_at",
    "created_at",
];

pub(super) fn all<'a>(portal: &'a Portal<'_>, db: &Db) -> Result<Vec<TableRows<'a>>, Error> {
    let founded = portal.plan.now.plus_days(-DAYS).0;
    let keys = key_rows(portal, db, founded)?;
    Ok(vec![
        ("branches", BRANCHES, branches(portal, founded)),
        (
            "courses",
            COURSES,
            each(&portal.catalog.courses, move |id, course| {
                vec![course_row(id, course, founded)]
            }),
        ),
        (
            "units",
            &["course_id", "position", "name", "kind", "content"],
            each(&portal.catalog.courses, units),
        ),
        (
            "groups",
            GROUPS,
            each(&portal.catalog.groups, move |id, group| {
                vec![group_row(id, group, founded)]
            }),
        ),
        (
            "group_courses",
            &["group_id", "course_id", "position", "added_at"],
            each(&portal.catalog.groups, move |id, group| {
                courses_of(id, group, founded)
            }),
        ),
        (
            "branch_courses",
            &["branch_id", "course_id"],
            branch_courses(portal),
        ),
        ("group_keys", KEYS, Box::new(keys.into_iter())),
    ])
}

/// The rows of each course or group, whose ids are from 1.
fn each<'a, T: Sync>(
    all: &'a [T],
    rows: impl Fn(i64, &T) -> Vec<Vec<Value>> + Send + 'a,
) -> Rows<'a> {
    Box::new((1..).zip(all).flat_map(move |(id, one)| rows(id, one)))
}

/// The row of what is sorted and found by its name: id, name and what follows from it, and then its own columns.
fn named<const N: usize>(id: i64, name: &str, own: [Value; N]) -> Vec<Value> {
    let keys = of_name(name);
    let mut row = vec![
        id.into(),
        name.into(),
        case_fold(name).into(),
        keys.sort_name.into(),
        keys.search.into(),
    ];
    row.extend(own);
    row
}

fn branches<'a>(portal: &'a Portal<'_>, founded: i64) -> Rows<'a> {
    let row = move |id| named(id, &format!("Branch {id}"), [founded.into()]);
    Box::new((1..=portal.catalog.branches).map(row))
}

fn course_row(id: i64, course: &Course, founded: i64) -> Vec<Value> {
    let own = [
        "What you need to know, step by step.".into(),
        course.price.into(),
        course.active.into(),
        (course.price > 0).into(),
        course.units.into(),
        founded.into(),
    ];
    named(id, &course.name, own)
}

fn units(course: i64, of: &Course) -> Vec<Vec<Value>> {
    let unit = |position: i64| {
        vec![
            course.into(),
            position.into(),
            format!("Unit {position}").into(),
            "text".into(),
            TEXT.into(),
        ]
    };
    (1..=of.units).map(unit).collect()
}

fn group_row(id: i64, group: &Group, founded: i64) -> Vec<Value> {
    let own = [
        "For everyone who works here.".into(),
        group.branch.map(|branch| branch + 1).into(),
        group.price.into(),
        (group.price > 0).into(),
        if id % 3 == 0 {
            "manually"
        } else {
            "automatically"
        }
        .into(),
        if group.keeps {
            "keep_access"
        } else {
            "withdraw_access"
        }
        .into(),
        founded.into(),
    ];
    named(id, &group.name, own)
}

fn courses_of(id: i64, group: &Group, founded: i64) -> Vec<Vec<Value>> {
    let row = |(position, course): (i64, &i64)| {
        vec![
            id.into(),
            (course + 1).into(),
            position.into(),
            founded.into(),
        ]
    };
    (1..).zip(&group.courses).map(row).collect()
}

/// A branch has the courses of its groups.
fn branch_courses<'a>(portal: &'a Portal<'_>) -> Rows<'a> {
    let of_group = |group: &Group| {
        let branch = group.branch;
        let courses = group.courses.clone();
        let pair = move |course| branch.map(|branch| (branch + 1, course + 1));
        courses.into_iter().filter_map(pair).collect::<Vec<_>>()
    };
    let mut pairs: Vec<_> = portal.catalog.groups.iter().flat_map(of_group).collect();
    pairs.sort_unstable();
    pairs.dedup();
    Box::new(
        pairs
            .into_iter()
            .map(|(branch, course)| vec![branch.into(), course.into()]),
    )
}

/// Keys, some of which are paused or have expired. A key has the id of its group.
fn key_rows(portal: &Portal<'_>, db: &Db, founded: i64) -> Result<Vec<Vec<Value>>, Error> {
    let mut rows = Vec::new();
    for (id, group) in (1_i64..).zip(&portal.catalog.groups) {
        if !group.has_key {
            continue;
        }
        let rng = &mut rng(portal.plan.seed, Draw::Key, id);
        let key = GroupKey::parse(&format!("Join {id} {:05}", rng.u32(0..100_000)));
        let key = key.map_err(|code| Error::Data(sentence(&code)))?;
        let (lookup, cipher) = keys::sealed(db, &key)?;
        let expired = (id % 7 == 3).then(|| portal.plan.now.plus_days(-rng.i64(1..90)).0);
        rows.push(vec![
            id.into(),
            id.into(),
            lookup.into(),
            cipher.into(),
            (id % 11 == 5).into(),
            (id % 4 == 0).then_some(1_000_000_i64).into(),
            expired.into(),
            founded.into(),
        ]);
    }
    Ok(rows)
}
