//! What a row of a list says first: the linked name with badges, and the details below it.
use super::{Badge, NameLink};
use crate::session::use_may;
use domain::{
    ids::{CourseId, UserId},
    numbers::count,
    policy::Action,
};
use leptos::prelude::*;

/// The name and details of a course, with the badges of `children`.
#[component]
pub fn CourseHeadline(
    course: CourseId,
    name: String,
    category: Option<String>,
    active: bool,
    #[prop(optional)] units: Option<i64>,
    /// Whether the course is in the actor's scope, so that its page opens.
    #[prop(default = true)]
    within: bool,
    /// Whether the link covers the row.
    #[prop(optional)]
    stretched: bool,
    /// More details, on the line of the category.
    #[prop(optional)]
    more: Option<AnyView>,
    /// Shown below the details.
    #[prop(optional)]
    notes: Option<AnyView>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let lists = use_may(Action::ListCourses);
    let category = category.unwrap_or_else(|| "No category".into());
    let details = match units {
        Some(units) => format!("{category} · {}", count(units, "unit")),
        None => category,
    };
    let details = view! {
        {details}
        {more}
    };
    view! {
        <Headline
            name
            href=format!("/courses/{course}/edit")
            may=move || within && lists.get()
            stretched
            badges=badges(active, children)
            details=details.into_any()
            notes
        />
    }
}

/// The name and details of a user, with the badges of `children`.
#[component]
pub fn UserHeadline(
    user: UserId,
    name: String,
    login: String,
    #[prop(optional)] email: Option<String>,
    #[prop(optional)] user_type: Option<String>,
    active: bool,
    /// The tab of the user's page that the name opens.
    #[prop(default = "info")]
    tab: &'static str,
    /// Whether the user's page opens from here.
    #[prop(default = true.into(), into)]
    opens: Signal<bool>,
    /// Whether the row has no checkbox, whose place the headline then takes.
    #[prop(default = true.into(), into)]
    wide: Signal<bool>,
    /// Shown below the details.
    #[prop(optional)]
    notes: Option<AnyView>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let lists = use_may(Action::ListUsers);
    let details = [Some(login), email, user_type];
    let details: Vec<String> = details
        .into_iter()
        .flatten()
        .filter(|detail| !detail.is_empty())
        .collect();
    view! {
        <Headline
            name
            href=format!("/users/{user}/{tab}")
            may=move || lists.get() && opens.get()
            wide
            badges=badges(active, children)
            details=details.join(" · ").into_any()
            notes
        />
    }
}

/// Returns the badges of a row, and after them that it is inactive.
fn badges(active: bool, others: Option<Children>) -> AnyView {
    view! {
        {others.map(|others| others())}
        {(!active).then(|| view! { <Badge text="Inactive" /> })}
    }
    .into_any()
}

/// The first column of a row.
#[component]
pub fn Headline(
    name: String,
    href: String,
    /// Whether the name is a link.
    #[prop(default = true.into(), into)]
    may: Signal<bool>,
    /// Whether the link covers the row.
    #[prop(optional)]
    stretched: bool,
    /// Whether the row has no checkbox, whose place the headline then takes.
    #[prop(default = true.into(), into)]
    wide: Signal<bool>,
    badges: AnyView,
    details: AnyView,
    /// Shown below the details.
    #[prop(optional_no_strip)]
    notes: Option<AnyView>,
) -> impl IntoView {
    let class = if stretched {
        "link-row stretched wrap-anywhere"
    } else {
        "link-row wrap-anywhere"
    };
    view! {
        <div class="min-w-0" class:col-span-2=move || wide.get()>
            <p class="flex flex-wrap items-center gap-x-2 gap-y-1">
                <NameLink name href may class />
                {badges}
            </p>
            <p class="muted truncate text-sm">{details}</p>
            {notes}
        </div>
    }
}
