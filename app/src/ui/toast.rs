//! Short messages about the outcome of an act, announced by screen readers.
use leptos::prelude::*;
use std::time::Duration;

/// How long a toast is shown.
const SHOWN: Duration = Duration::from_secs(6);

#[derive(Clone, Copy)]
struct ToastList(RwSignal<Vec<(u32, String)>>);

pub fn provide_toasts() {
    provide_context(ToastList(RwSignal::new(Vec::new())));
}

/// Shows a message for a while.
pub fn toast(sentence: impl Into<String>) {
    let Some(ToastList(list)) = use_context() else {
        return;
    };
    let number =
        list.with_untracked(|list| list.last().map_or(0, |(number, _)| number.wrapping_add(1)));
    list.update(|list| list.push((number, sentence.into())));
    set_timeout(
        move || list.update(|list| list.retain(|(other, _)| *other != number)),
        SHOWN,
    );
}

/// The area where toasts appear.
#[component]
pub fn Toasts() -> impl IntoView {
    let ToastList(list) = expect_context();
    view! {
        <div role="status" aria-live="polite" class="toasts">
            <For each=move || list.get() key=|(number, _)| *number let((_, sentence))>
                <p class="toast-item">{sentence}</p>
            </For>
        </div>
    }
}
