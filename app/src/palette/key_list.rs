//! The list of keys.
use super::keys;
use crate::{pages::PAGES, session::use_visible};
use leptos::prelude::*;

#[component]
pub fn KeyList() -> impl IntoView {
    let pages = PAGES
        .iter()
        .filter(|page| use_visible(page.action).get_untracked())
        .map(|page| view! { <Keys keys=vec!["g".to_owned(), page.letter.to_string()] what=page.name /> })
        .collect_view();
    let on = RwSignal::new(!keys::are_off());
    view! {
        <div class="grid gap-5 p-6">
            <h2 class="text-lg font-semibold">"Keys"</h2>
            <dl class="grid gap-x-8 gap-y-1 sm:grid-cols-2">
                <Keys
                    keys=vec!["Ctrl".to_owned(), "K".to_owned()]
                    what="Go to a page, a group, a user or a course"
                />
                <Keys keys=vec!["Ctrl".to_owned(), "S".to_owned()] what="Save what you changed" />
                <Keys keys=vec!["/".to_owned()] what="Search in the page’s list" />
                <Keys keys=vec!["n".to_owned()] what="Add what the page lists" />
                <Keys keys=vec!["?".to_owned()] what="These keys" />
                {pages}
            </dl>
            <label class="flex items-start gap-3 text-sm">
                <input
                    type="checkbox"
                    class="checkbox checkbox-sm"
                    prop:checked=on
                    on:change=move |event| {
                        on.set(event_target_checked(&event));
                        keys::switch(on.get_untracked());
                    }
                />
                <span>
                    "Single keys are on in this browser"
                    <span class="muted block">
                        "Ctrl+K and Ctrl+S always work. Single keys do nothing while you type."
                    </span>
                </span>
            </label>
        </div>
    }
}

/// Keys to press one after the other, or together, and what they do.
#[component]
fn Keys(keys: Vec<String>, what: &'static str) -> impl IntoView {
    let keys = keys
        .into_iter()
        .map(|key| view! { <kbd class="key">{key}</kbd> })
        .collect_view();
    view! {
        <div class="flex items-center justify-between gap-4 py-1 text-sm">
            <dt>{what}</dt>
            <dd class="flex shrink-0 gap-1">{keys}</dd>
        </div>
    }
}
