//! Work on an import that goes on by itself: how far it is, and Cancel.
use super::{CancelImport, opened::use_import};
use crate::ui::{Form, HiddenIds, ServerMutation, Submit};
use domain::{
    imports::{stored::ImportState, views::ImportView},
    numbers::thousands,
};
use leptos::prelude::*;

#[component]
pub fn Work(view: ImportView) -> impl IntoView {
    let (rows, processed) = (view.counts.rows, view.processed.min(view.counts.rows));
    let counted = !matches!(view.state, ImportState::Receiving | ImportState::Reading) && rows > 0;
    let sentence = sentence(view.state);
    let numbers = counted.then(|| format!(" {} of {} rows", thousands(processed), thousands(rows)));
    let value = counted.then(|| processed.to_string());
    let can_cancel = view.state == ImportState::Running;
    view! {
        <section class="panel mb-4 grid gap-3 p-6" aria-label="Progress">
            <p class="font-medium" role="status">
                {sentence}
                {numbers}
            </p>
            <progress
                class="progress progress-primary w-full"
                max=rows.max(1).to_string()
                value=value
                aria-label=sentence
            ></progress>
            <p class="muted text-sm">
                "You can leave this page: the work goes on, and the list is among your recent lists."
            </p>
            <div class="flex flex-wrap gap-2">
                {can_cancel.then(|| view! { <Cancel /> })} <noscript>
                    <a class="btn btn-sm" href="">
                        "Refresh"
                    </a>
                </noscript>
            </div>
        </section>
    }
}

const fn sentence(state: ImportState) -> &'static str {
    match state {
        ImportState::Receiving => "The list arrives…",
        ImportState::Reading => "The list is being read…",
        ImportState::Checking => "Each row is being checked…",
        ImportState::Undoing => "The changes are being undone…",
        _ => "The list is being applied…",
    }
}

#[component]
fn Cancel() -> impl IntoView {
    let import = use_import();
    let action = ServerMutation::<CancelImport>::new();
    import.reload_after(action);
    view! {
        <Form action id="cancel" class="contents">
            <HiddenIds ids=import.ids() />
            <Submit label="Cancel" class="btn btn-sm" />
        </Form>
    }
}
