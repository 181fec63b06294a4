//! The question before a page with unsaved changes is left.
use crate::ui::{navigation::Navigation, open_modally};
use leptos::{
    ev::PointerEvent,
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event},
};

/// Where the question comes, over every page.
#[component]
pub fn LeaveQuestion() -> impl IntoView {
    let navigation: Navigation = expect_context();
    let is_asked = Memo::new(move |_| navigation.is_asking());
    move || is_asked.get().then(|| view! { <Question navigation /> })
}

/// A modal dialog without an address of its own, as the page stays where it is.
#[component]
fn Question(navigation: Navigation) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    open_modally(node);
    let cancel = move |event: Event| {
        event.prevent_default();
        navigation.stay();
    };
    // Only a press on the backdrop has the dialog itself as its target.
    let press = move |event: PointerEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|target| target.class_list().contains("dialog")) {
            navigation.stay();
        }
    };
    view! {
        <dialog
            node_ref=node
            class="dialog"
            aria-labelledby="leave-title"
            aria-describedby="leave-text"
            on:cancel=cancel
            on:pointerdown=press
        >
            <div class="dialog-box">
                <h2 id="leave-title" class="mb-4 text-lg font-semibold">
                    "Leave without saving?"
                </h2>
                <p id="leave-text" class="mb-5">
                    "You have unsaved changes on this page. If you leave, they’re lost."
                </p>
                <div class="dialog-answers">
                    <button type="button" class="btn btn-ghost" on:click=move |_| navigation.stay()>
                        "Stay"
                    </button>
                    <button type="button" class="btn btn-error" on:click=move |_| navigation.leave()>
                        "Leave without saving"
                    </button>
                </div>
            </div>
        </dialog>
    }
}
