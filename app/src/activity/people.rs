//! Choosing the person whose lines are shown.
use crate::{
    ui::{ResourceView, ServerResource, query_link, query_text},
    users::list_users,
};
use domain::{ids::UserId, page::Search};
use leptos::prelude::*;

/// How many people are offered.
const OFFERED: usize = 8;

/// The users whose names, logins or addresses have the words that are searched for, as links to their lines.
#[component]
pub fn PeopleFound() -> impl IntoView {
    let words = query_text("q");
    let people = ServerResource::optional(
        move || Some(words.get()).filter(|words| !words.trim().is_empty()),
        found,
    );
    view! { <ResourceView of=people view=move |found| found.map(offer) /> }
}

type Person = (UserId, String, String);

async fn found(text: String) -> Result<Vec<Person>, crate::AppError> {
    let search = Search { text, cursor: None };
    let page = list_users(search, Default::default(), None, Default::default()).await?;
    let people = page.rows.into_iter().take(OFFERED);
    Ok(people
        .map(|user| (user.id, user.name, user.email))
        .collect())
}

fn offer(people: Vec<Person>) -> AnyView {
    if people.is_empty() {
        return view! { <p class="toolbar muted text-sm">"No one found"</p> }.into_any();
    }
    let people = people
        .into_iter()
        .map(|(user, name, email)| {
            let href =
                move || query_link(&[("user", Some(user.to_string())), ("q", None), ("at", None)]);
            let label = format!("Show only user {name}");
            view! {
                <li class="min-w-0 max-w-full">
                    <a class="btn btn-sm max-w-full" href=href title=email aria-label=label>
                        <span class="truncate">{name}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="toolbar" aria-label="People found">
            {people}
        </ul>
    }
    .into_any()
}
