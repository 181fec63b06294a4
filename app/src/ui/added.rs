//! Says on the next page that something was added.
use super::{Icon, Svg, query_link, query_text};
use crate::session::use_me;
use domain::policy::Action;
use leptos::prelude::*;

/// The parameter of the address that says what was just done, and its value after something was added. The name is
/// the page's own, so the address can put no words into the strip.
const DONE: (&str, &str) = ("done", "added");

/// Whether what the page shows was just added.
pub fn use_added() -> Memo<bool> {
    let done = query_text(DONE.0);
    Memo::new(move |_| *done.read() == DONE.1)
}

/// Returns the number behind `added-` in the address: what a list shows as just added.
pub fn use_added_row() -> Memo<Option<i64>> {
    let done = query_text(DONE.0);
    Memo::new(move |_| done.read().strip_prefix("added-")?.parse().ok())
}

/// What can be done next: its address, its label, and the action that it requires.
pub type NextStep = (String, &'static str, Action);

/// A strip with the name of what was added, and the next steps. **Close** is a link, so it works without a script.
#[component]
pub fn AddedStrip(
    /// "Group added."
    what: &'static str,
    #[prop(into)] name: Signal<String>,
    #[prop(into)] steps: Signal<Vec<NextStep>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let me = use_me();
    let may = move |action: Action| me.with(|me| me.as_ref().is_some_and(|me| me.may(action)));
    let links = move || {
        let steps = steps.get().into_iter();
        let steps = steps.filter(|(_, _, action)| may(*action));
        let link = |(href, label, _): NextStep| {
            view! {
                <a class="btn btn-sm" href=href>
                    {label}
                </a>
            }
        };
        steps.map(link).collect_view()
    };
    let close = move || query_link(&[(DONE.0, None)]);
    view! {
        <div class="added-strip">
            <Svg icon=Icon::Check class="mt-0.5 size-5" />
            <div class="grid min-w-0 flex-1 gap-2">
                <p role="status" class="wrap-anywhere">
                    <strong>{what}</strong>
                    " "
                    {name}
                </p>
                {children.map(|children| children())}
                <nav aria-label="Next steps" class="flex flex-wrap gap-2 empty:hidden">
                    {links}
                </nav>
            </div>
            <a class="btn btn-sm btn-ghost btn-square" href=close aria-label="Close the notice">
                <Svg icon=Icon::Close />
            </a>
        </div>
    }
}
