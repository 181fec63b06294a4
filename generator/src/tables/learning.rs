//! Enrolments, and what users have learnt.
use super::{TableRows, of_everyone};
use crate::{
    Portal,
    person::{Person, Progress},
};
use db::copying::Value;

pub(super) fn all<'a>(portal: &'a Portal<'_>) -> Vec<TableRows<'a>> {
    // The units are written course by course, so that the ids of a course's own follow those before it.
    let mut before = vec![0];
    for course in &portal.catalog.courses {
        before.push(before.last().copied().unwrap_or_default() + course.units);
    }
    vec![
        (
            "enrolments",
            &[
                "user_id",
                "course_id",
                "source",
                "group_id",
                "created_at",
                "given_by",
            ],
            of_everyone(portal, move |person| enrolments(portal, person)),
        ),
        (
            "progress",
            &[
                "user_id",
                "course_id",
                "started_at",
                "updated_at",
                "completed_at",
            ],
            of_everyone(portal, move |person| progress(portal, person)),
        ),
        (
            "unit_completions",
            &["user_id", "unit_id", "completed_at"],
            of_everyone(portal, move |person| completions(portal, &before, person)),
        ),
    ]
}

fn enrolments(portal: &Portal<'_>, person: &Person) -> Vec<Vec<Value>> {
    let rows = person.enrolments.iter().map(|one| {
        let given_by = (one.source == "direct").then_some(portal.admin.0);
        vec![
            portal.id_of(person).into(),
            (one.course + 1).into(),
            one.source.into(),
            one.group.map(|group| group + 1).into(),
            one.at.0.into(),
            given_by.into(),
        ]
    });
    rows.collect()
}

impl Progress {
    fn updated_at(&self) -> i64 {
        self.units.last().unwrap_or(&self.started_at).0
    }
}

fn progress(portal: &Portal<'_>, person: &Person) -> Vec<Vec<Value>> {
    let rows = person.progress.iter().map(|one| {
        vec![
            portal.id_of(person).into(),
            (one.course + 1).into(),
            one.started_at.0.into(),
            one.updated_at().into(),
            one.is_completed.then(|| one.updated_at()).into(),
        ]
    });
    rows.collect()
}

fn completions(portal: &Portal<'_>, before: &[i64], person: &Person) -> Vec<Vec<Value>> {
    let of_course = |one: &Progress| {
        let place = usize::try_from(one.course).ok();
        let first = place.and_then(|place| before.get(place)).copied();
        let first = first.unwrap_or_default();
        let row = |(unit, at): (i64, &domain::time::Timestamp)| {
            vec![portal.id_of(person).into(), unit.into(), at.0.into()]
        };
        (first + 1..).zip(&one.units).map(row).collect::<Vec<_>>()
    };
    person.progress.iter().flat_map(of_course).collect()
}
