use super::list_categories;
use crate::ui::{query_link_now, query_text};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Shows one category and those below it. Without a script its button sends the choice.
#[component]
pub fn CategoryFilter() -> impl IntoView {
    let categories = Resource::new_blocking(|| (), |()| list_categories());
    let (chosen, words) = (query_text("category"), query_text("q"));
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
            {move || (!words.read().is_empty()).then(|| view! { <input type="hidden" name="q" value=words.get()/> })}
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
