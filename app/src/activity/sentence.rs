//! What a line says, with links.
use crate::{session::use_may, ui::NameLink};
use domain::{
    activity::{ActivityRow, SentencePart},
    ids::UserId,
    policy::Action,
};
use leptos::prelude::*;

/// Which pages the reader may open.
#[derive(Clone, Copy)]
pub struct Opens {
    users: Signal<bool>,
    groups: Signal<bool>,
    courses: Signal<bool>,
}

impl Opens {
    pub fn new() -> Self {
        Self {
            users: use_may(Action::ListUsers),
            groups: use_may(Action::ListGroups),
            courses: use_may(Action::ListCourses),
        }
    }
}

/// Who did it.
pub fn actor(name: String, user: Option<UserId>, opens: Opens) -> AnyView {
    let href = user.map(|user| format!("/users/{user}/info"));
    linked(name, href, opens.users)
}

/// What was done. Names are links while the pages exist.
#[component]
pub fn Sentence(
    parts: Vec<SentencePart>,
    /// Whose group, user and course are named.
    row: ActivityRow,
    opens: Opens,
    /// Whether the group has to be named: the page is not its own.
    names_group: bool,
) -> impl IntoView {
    let names = row.names;
    let user = row.user.filter(|_| names.user.is_some());
    let group = row.group.filter(|_| names.group.is_some());
    let course = row.course.filter(|_| names.course.is_some());
    let users_page = user.map(|user| format!("/users/{user}/info"));
    let groups_page = group.map(|group| format!("/groups/{group}/users"));
    let courses_page = course.map(|course| format!("/courses/{course}/edit"));
    let group_name = names.group.filter(|_| names_group);
    parts
        .into_iter()
        .map(|part| match (part, &group_name) {
            (SentencePart::User(name), _) => linked(name, users_page.clone(), opens.users),
            (SentencePart::Group(name), _) => linked(name, groups_page.clone(), opens.groups),
            (SentencePart::Course(name), _) => linked(name, courses_page.clone(), opens.courses),
            (SentencePart::TheGroup, Some(name)) => {
                linked(name.clone(), groups_page.clone(), opens.groups)
            }
            (part, _) => part.text().to_owned().into_any(),
        })
        .collect_view()
}

fn linked(name: String, href: Option<String>, may: Signal<bool>) -> AnyView {
    match href {
        Some(href) => view! { <NameLink name href may class="link-name" /> }.into_any(),
        None => view! { <span class="font-medium">{name}</span> }.into_any(),
    }
}
