//! Who did what, in the order of time.
use super::{TableRows, people};
use crate::{Portal, person::Person};
use db::copying::Value;
use domain::{
    activity::{Activity, JoinedWith, SignInFactor},
    time::Timestamp,
};

/// A line, without what follows from its user.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: Timestamp,
    number: i64,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Added,
    MadeMember { group: i64 },
    Joined { group: i64 },
    SignedIn,
}

pub(super) fn all<'a>(portal: &'a Portal<'_>) -> TableRows<'a> {
    let mut events: Vec<Event> = people(portal).flat_map(|person| of(&person)).collect();
    events.sort_unstable();
    let lines = events.into_iter().map(|event| line(portal, event));
    let columns = &[
        "at",
        "actor_id",
        "actor_name",
        "verb",
        "group_id",
        "user_id",
        "detail",
        "address",
        "params",
    ];
    ("activity", columns, Box::new(lines))
}

fn of(person: &Person) -> Vec<Event> {
    let number = person.number;
    let event = |at, what| Event { at, number, what };
    let mut events = vec![event(person.created_at, What::Added)];
    for one in &person.memberships {
        let group = one.group;
        match one.via {
            "key" => events.push(event(one.at, What::Joined { group })),
            "hand" => events.push(event(one.at, What::MadeMember { group })),
            _ => {}
        }
    }
    events.extend(person.signed_in_at.map(|at| event(at, What::SignedIn)));
    events
}

fn line(portal: &Portal<'_>, event: Event) -> Vec<Value> {
    let person = Person::new(portal.plan, &portal.catalog, event.number);
    let user = person.full_name();
    let (activity, group, by_admin) = said(event.what, &user);
    let (actor, name) = if by_admin {
        (portal.admin.0, "Ada Okonkwo".to_owned())
    } else {
        (portal.id_of(&person), user)
    };
    vec![
        event.at.0.into(),
        actor.into(),
        name.into(),
        activity.kind().code().into(),
        group.map(|group| group + 1).into(),
        portal.id_of(&person).into(),
        "".into(),
        format!("192.0.2.{}", event.number % 250 + 1).into(),
        params(&activity).into(),
    ]
}

/// What is said, of which group, and whether the administrator did it.
fn said(what: What, user: &str) -> (Activity, Option<i64>, bool) {
    let user = user.to_owned();
    match what {
        What::Added => {
            let inactive = false;
            (Activity::UserAdded { user, inactive }, None, true)
        }
        What::MadeMember { group } => (Activity::MemberAdded { user }, Some(group), true),
        What::Joined { group } => {
            let with = JoinedWith::Key;
            (Activity::MemberJoined { with }, Some(group), false)
        }
        What::SignedIn => {
            let factor = Some(SignInFactor::Password);
            (Activity::SignedIn { factor }, None, false)
        }
    }
}

/// The parameters as the activity stores them.
fn params(activity: &Activity) -> Option<String> {
    let value = serde_json::to_value(activity).ok()?;
    value.get("params").map(ToString::to_string)
}
