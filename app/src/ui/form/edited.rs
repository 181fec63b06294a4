//! What the second editor of a form sees.
use crate::ui::{Icon, Svg, query_link};
use domain::{conflict::Conflict, edits::EditedMeanwhile, messages::refusals};
use leptos::prelude::*;

/// Shows what someone else saved, with the choice to replace it or to take it.
#[component]
pub fn EditedNotice(now: EditedMeanwhile) -> impl IntoView {
    let fields = now
        .changed
        .iter()
        .map(|field| {
            let now = if field.now.is_empty() {
                view! { <span class="italic">"empty"</span> }.into_any()
            } else {
                field.now.clone().into_any()
            };
            view! {
                <div>
                    <dt class="font-semibold">{field.label.clone()} " is now"</dt>
                    <dd class="whitespace-pre-wrap wrap-anywhere">{now}</dd>
                </div>
            }
        })
        .collect_view();
    let sentence = refusals::conflict(&Conflict::Edited(now));
    view! {
        <div role="alert" class="notice notice-error">
            <Svg icon=Icon::Alert class="mt-0.5 size-4" />
            <div class="grid min-w-0 gap-2">
                <p>{sentence}</p>
                <dl class="grid gap-2">{fields}</dl>
                <p>
                    <a class="link" href=move || query_link(&[]) rel="external" data-gives-up="">
                        "Load what is saved now"
                    </a>
                </p>
            </div>
        </div>
    }
}
