use super::{ServerResource, query_link_untracked, query_text};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// A filter with many choices. The current one is in the URL. Without JavaScript a button sends it.
#[component]
pub fn SelectFilter(
    /// The name of the query parameter.
    name: &'static str,
    /// The accessible name of the filter.
    label: &'static str,
    /// The text for no choice.
    all: &'static str,
    /// Value and text of each choice. Without choices the filter is hidden.
    options: ServerResource<Vec<(String, String)>>,
) -> impl IntoView {
    let none = move || {
        options
            .get()
            .is_some_and(|found| found.is_ok_and(|found| found.is_empty()))
    };
    let form = move || {
        view! {
            <FilterForm name>
                <FilterSelect name label all>
                    <Choices name options />
                </FilterSelect>
            </FilterForm>
        }
    };
    view! { <Transition>{move || (!none()).then(form)}</Transition> }
}

/// The form of a filter, which keeps the other filters. Without JavaScript a button sends it.
#[component]
pub fn FilterForm(
    /// The name of the query parameter.
    name: &'static str,
    /// The names of more fields in it.
    #[prop(optional)]
    also: &'static [&'static str],
    children: Children,
) -> impl IntoView {
    let query = use_query_map();
    let is_field = move |other: &str| other == name || also.contains(&other);
    view! {
        <form method="get" class="flex flex-wrap items-center gap-2">
            {move || {
                query
                    .get()
                    .into_iter()
                    .filter(|(other, _)| !is_field(other) && !matches!(other.as_ref(), "at" | "flash"))
                    .map(|(name, value)| view! { <input type="hidden" name=name.to_string() value=value /> })
                    .collect_view()
            }}
            {children()}
            <noscript>
                <button class="btn btn-sm">"Show"</button>
            </noscript>
        </form>
    }
}

/// The choices of a filter: `children` are options, and the first one is no choice.
#[component]
pub fn FilterSelect(
    /// The name of the query parameter.
    name: &'static str,
    /// The accessible name of the filter.
    label: &'static str,
    /// The text for no choice.
    all: &'static str,
    children: Children,
) -> impl IntoView {
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
    view! {
        <select
            name=name
            class="select select-sm w-auto max-w-56"
            aria-label=label
            autocomplete="off"
            on:change:target=move |event| choose(event.target().value())
        >
            <option value="">{all}</option>
            {children()}
        </select>
    }
}

#[component]
fn Choices(name: &'static str, options: ServerResource<Vec<(String, String)>>) -> impl IntoView {
    let chosen = query_text(name);
    move || {
        let found = options.get().and_then(Result::ok).unwrap_or_default();
        found
            .into_iter()
            .map(|(code, text)| view! { <FilterOption code text chosen /> })
            .collect_view()
    }
}

/// A choice of a filter. It follows the URL when a link or the back button changes it.
#[component]
pub fn FilterOption(
    code: String,
    #[prop(into)] text: String,
    /// The query parameter.
    chosen: Memo<String>,
) -> impl IntoView {
    let selected = code == chosen.get_untracked();
    let is_chosen = {
        let code = code.clone();
        move || *chosen.read() == code
    };
    view! {
        <option value=code selected=selected prop:selected=is_chosen>
            {text}
        </option>
    }
}
