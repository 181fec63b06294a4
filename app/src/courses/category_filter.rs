use super::list_categories;
use crate::{
    catalog::list_catalog_categories,
    ui::{query_link_now, query_text},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// Whose list is filtered: each has a right of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    #[default]
    Courses,
    Catalog,
}

/// Shows one category and those below it. Without a script its button sends the choice.
#[component]
pub fn CategoryFilter(#[prop(default = Of::Courses)] of: Of) -> impl IntoView {
    let categories = Resource::new_blocking(
        move || of,
        |of| async move {
            match of {
                Of::Courses => list_categories().await,
                Of::Catalog => list_catalog_categories().await,
            }
        },
    );
    let (chosen, query) = (query_text("category"), use_query_map());
    let navigate = use_navigate();
    let choose = move |code: String| {
        let link = query_link_now(&[("category", Some(code)), ("at", None)]);
        navigate(
            &link,
            NavigateOptions {
                scroll: false,
                ..Default::default()
            },
        );
    };
    view! {
        <form method="get" class="flex items-center gap-1">
            {move || query.get().into_iter()
                .filter(|(name, _)| !matches!(name.as_ref(), "category" | "at" | "flash"))
                .map(|(name, value)| view! { <input type="hidden" name=name.to_string() value=value/> })
                .collect_view()}
            <Transition>
                {move || {
                    let choose = choose.clone();
                    let options = categories.get().and_then(Result::ok).unwrap_or_default().into_iter().map(|one| {
                        let code = one.id.to_string();
                        let selected = code == chosen.get_untracked();
                        // Also where back or a link changes the address.
                        let is_chosen = { let code = code.clone(); move || *chosen.read() == code };
                        view! { <option value=code selected=selected prop:selected=is_chosen>{one.path}</option> }
                    }).collect_view();
                    view! {
                        <select name="category" class="select select-sm w-auto max-w-56" aria-label="Category" autocomplete="off"
                            on:change:target=move |event| choose(event.target().value())>
                            <option value="">"All categories"</option>
                            {options}
                        </select>
                    }
                }}
            </Transition>
            <noscript><button class="btn btn-sm">"Show"</button></noscript>
        </form>
    }
}
