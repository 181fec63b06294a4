//! Users and their memberships.
use super::{TableRows, of_everyone};
use crate::{Portal, person::Person};
use db::copying::Value;
use domain::users::full_name;
use folding::{case_fold, of_user};

pub(super) fn all<'a>(portal: &'a Portal<'_>) -> Vec<TableRows<'a>> {
    vec![
        (
            "users",
            &[
                "id",
                "login",
                "login_folded",
                "email",
                "email_folded",
                "first_name",
                "last_name",
                "sort_name",
                "search",
                "password_hash",
                "user_type_id",
                "active",
                "branch_id",
                "created_at",
                "version",
                "state",
                "origin",
                "last_sign_in_at",
            ],
            of_everyone(portal, move |person| vec![user(portal, person)]),
        ),
        (
            "group_members",
            &["group_id", "user_id", "via", "added_at"],
            of_everyone(portal, move |person| members(portal, person)),
        ),
        (
            "redemptions",
            &["key_id", "user_id", "redeemed_at"],
            of_everyone(portal, move |person| redemptions(portal, person)),
        ),
    ]
}

impl Portal<'_> {
    pub(super) const fn id_of(&self, person: &Person) -> i64 {
        self.first + person.number
    }
}

impl Person {
    pub(super) fn full_name(&self) -> String {
        full_name(&self.name.first, &self.name.last)
    }
}

fn user(portal: &Portal<'_>, person: &Person) -> Vec<Value> {
    let name = &person.name;
    let keys = of_user(&name.first, &name.last, &name.login, &name.email);
    let user_type = if person.is_instructor {
        portal.instructor
    } else {
        portal.learner
    };
    vec![
        portal.id_of(person).into(),
        name.login.as_str().into(),
        case_fold(&name.login).into(),
        name.email.as_str().into(),
        case_fold(&name.email).into(),
        name.first.as_str().into(),
        name.last.as_str().into(),
        keys.sort_name.into(),
        keys.search.into(),
        portal.password_hash.as_str().into(),
        user_type.into(),
        person.active.into(),
        person.branch.map(|branch| branch + 1).into(),
        person.created_at.0.into(),
        1_i64.into(),
        "settled".into(),
        "managed".into(),
        person.signed_in_at.map_or(0, |at| at.0).into(),
    ]
}

fn members(portal: &Portal<'_>, person: &Person) -> Vec<Vec<Value>> {
    let rows = person.memberships.iter().map(|one| {
        vec![
            (one.group + 1).into(),
            portal.id_of(person).into(),
            one.via.into(),
            one.at.0.into(),
        ]
    });
    rows.collect()
}

fn redemptions(portal: &Portal<'_>, person: &Person) -> Vec<Vec<Value>> {
    let by_key = person.memberships.iter().filter(|one| one.via == "key");
    let rows = by_key.map(|one| {
        vec![
            (one.group + 1).into(),
            portal.id_of(person).into(),
            one.at.0.into(),
        ]
    });
    rows.collect()
}
