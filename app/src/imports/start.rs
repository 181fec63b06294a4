//! What a checked list would do, and the button that does it.
use super::{
    DiscardImport, StartImport,
    labels::{effect, summary},
    opened::use_import,
    summary::Counts,
    upload::change_pasted,
};
use crate::ui::{Form, HiddenIds, ServerMutation, Submit};
use domain::imports::views::ImportView;
use leptos::prelude::*;

#[component]
pub fn StartBar(view: ImportView) -> impl IntoView {
    let effect = effect(view.kind, view.counts);
    let hint = hint(&view, effect.is_some());
    let counts = view.counts;
    view! {
        <section class="panel mb-4 overflow-hidden" aria-label="What the list does">
            <Counts counts is_open=true />
            <div class="flex flex-wrap items-center justify-between gap-3 p-4">
                <p class="muted max-w-xl text-sm">{hint}</p>
                <div class="flex flex-wrap gap-2">
                    <Discard />
                    <ChangePasted view />
                    {effect.map(|label| view! { <Start label /> })}
                </div>
            </div>
        </section>
    }
}

fn hint(view: &ImportView, has_effect: bool) -> String {
    if !has_effect {
        let found = summary(view.counts);
        return format!(
            "Nothing to add or update: {found}. Correct the rows, change the columns, or choose another list."
        );
    }
    let left_out = match view.counts.left_out {
        0 => "",
        1 => " The row that is left out can be corrected below, or downloaded afterwards.",
        _ => " Rows that are left out can be corrected below, or downloaded afterwards.",
    };
    format!("Nothing has changed yet. The import can be undone for 30 days.{left_out}")
}

/// Leads back to the text of a pasted list; nothing for a file.
#[component]
pub fn ChangePasted(view: ImportView) -> impl IntoView {
    change_pasted(&view).map(|href| {
        view! {
            <a class="btn btn-ghost" href=href>
                "Change the pasted list"
            </a>
        }
    })
}

#[component]
fn Start(label: String) -> impl IntoView {
    let import = use_import();
    let action = ServerMutation::<StartImport>::new();
    import.reload_after(action);
    view! {
        <Form action id="start" class="contents">
            <HiddenIds ids=import.ids() />
            <Submit label />
        </Form>
    }
}

#[component]
fn Discard() -> impl IntoView {
    let import = use_import();
    let action = ServerMutation::<DiscardImport>::new();
    view! {
        <Form action id="discard" class="contents">
            <HiddenIds ids=import.ids() />
            <Submit label="Start over" class="btn btn-ghost" />
        </Form>
    }
}
