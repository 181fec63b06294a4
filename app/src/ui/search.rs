use super::{Icon, Svg, query_link_untracked, query_text, waiting::Waiting};
use leptos::{html, leptos_dom::helpers::debounce, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use std::time::Duration;

/// A search box that searches while typing, or on Enter without JavaScript. The words are the query
/// parameter `q`.
#[component]
pub fn SearchBox(label: &'static str) -> impl IntoView {
    let navigate = use_navigate();
    let words = query_text("q");
    let sent = StoredValue::new(words.get_untracked());
    let node = NodeRef::<html::Input>::new();
    // A link or the back button can change the words, too.
    Effect::new(move || {
        let now = words.get();
        if let Some(input) = node.get().filter(|_| sent.with_value(|sent| *sent != now)) {
            input.set_value(&now);
            sent.set_value(now);
        }
    });
    let search = move |text: String| {
        sent.set_value(text.clone());
        let link = query_link_untracked(&[("q", Some(text)), ("at", None)]);
        navigate(
            &link,
            NavigateOptions {
                replace: true,
                scroll: false,
                ..Default::default()
            },
        );
    };
    let mut typed = debounce(Duration::from_millis(200), search.clone());
    // What was typed before the page was hydrated, too.
    let enter = move || {
        if let Some(input) = node.get_untracked() {
            search(input.value());
        }
    };
    let waiting = use_context::<Waiting>();
    let is_waiting = move || waiting.is_some_and(|waiting| waiting.is_old());
    let others = use_query_map().with_untracked(|query| {
        query
            .clone()
            .into_iter()
            .filter(|(name, _)| !matches!(name.as_ref(), "q" | "at" | "flash"))
            .map(
                |(name, value)| view! { <input type="hidden" name=name.to_string() value=value /> },
            )
            .collect_view()
    });
    view! {
        <form
            role="search"
            method="get"
            class="relative min-w-48 flex-1"
            on:submit=move |event| {
                event.prevent_default();
                enter();
            }
        >
            {others}
            <span class="pointer-events-none absolute inset-y-0 left-3 z-1 grid place-items-center \
            text-base-content/60">
                {move || {
                    if is_waiting() {
                        view! { <span class="loading loading-spinner loading-xs"></span> }.into_any()
                    } else {
                        view! { <Svg icon=Icon::Search /> }.into_any()
                    }
                }}
            </span>
            <input
                node_ref=node
                type="search"
                name="q"
                class="input w-full pl-9"
                placeholder=label
                aria-label=label
                autocomplete="off"
                value=words.get_untracked()
                on:input:target=move |event| typed(event.target().value())
            />
        </form>
    }
}
