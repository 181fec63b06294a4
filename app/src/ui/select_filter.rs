use super::{ServerResource, query_link_untracked, query_text};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// A filter with many choices; the chosen one stands in the address. Without a script its button
/// sends the choice.
#[component]
pub fn SelectFilter(
    /// The name in the query string.
    name: &'static str,
    /// What is filtered by, for the screen reader.
    label: &'static str,
    /// What nothing chosen shows.
    all: &'static str,
    /// Value and text of each choice; where there is none, there is no filter.
    options: ServerResource<Vec<(String, String)>>,
) -> impl IntoView {
    let query = use_query_map();
    let none = move || {
        options
            .get()
            .is_some_and(|found| found.is_ok_and(|found| found.is_empty()))
    };
    let form = move || {
        view! {
            <form method="get" class="flex items-center gap-1">
                {move || query.get().into_iter()
                    .filter(|(other, _)| other != name && !matches!(other.as_ref(), "at" | "flash"))
                    .map(|(name, value)| view! { <input type="hidden" name=name.to_string() value=value/> })
                    .collect_view()}
                <Choices name label all options/>
                <noscript><button class="btn btn-sm">"Show"</button></noscript>
            </form>
        }
    };
    view! { <Transition>{move || (!none()).then(form)}</Transition> }
}

#[component]
fn Choices(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    options: ServerResource<Vec<(String, String)>>,
) -> impl IntoView {
    let chosen = query_text(name);
    let navigate = use_navigate();
    let choose = move |code: String| {
        let link = query_link_untracked(&[(name, Some(code)), ("at", None)]);
        navigate(
            &link,
            NavigateOptions {
                scroll: false,
                ..Default::default()
            },
        );
    };
    let options = move || {
        let found = options.get().and_then(Result::ok).unwrap_or_default();
        found.into_iter().map(|(code, text)| {
            let selected = code == chosen.get_untracked();
            // Also where back or a link changes the address.
            let is_chosen = { let code = code.clone(); move || *chosen.read() == code };
            view! { <option value=code selected=selected prop:selected=is_chosen>{text}</option> }
        }).collect_view()
    };
    view! {
        <select name=name class="select select-sm w-auto max-w-56" aria-label=label autocomplete="off"
            on:change:target=move |event| choose(event.target().value())>
            <option value="">{all}</option>
            {options}
        </select>
    }
}
