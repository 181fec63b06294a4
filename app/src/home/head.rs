//! The heading of the home pages.
use crate::session::use_me;
use leptos::prelude::*;

/// The heading above the tiles, with the actor's name.
#[component]
pub fn HomeHead() -> impl IntoView {
    let me = use_me();
    let name = move || {
        me.with(|me| {
            me.as_ref()
                .map(|actor| actor.name.clone())
                .unwrap_or_default()
        })
    };
    view! {
        <h1 class="page-title mb-1">"Home"</h1>
        <p class="muted mb-6">"Signed in as " {name} "."</p>
    }
}
