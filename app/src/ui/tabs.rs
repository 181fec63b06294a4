use crate::session::use_may;
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The parts of an editor, each with an address of its own. What the reader may not see is not
/// offered.
#[component]
pub fn Tabs(
    /// What the parts are of, for the screen reader.
    label: &'static str,
    /// The address before the part.
    #[prop(into)]
    of: Signal<String>,
    /// The part as it stands in the address, its name, and what it takes to see it.
    parts: Vec<(&'static str, &'static str, Action)>,
) -> impl IntoView {
    let path = use_location().pathname;
    let tab = move |(part, label, action): (&'static str, &'static str, Action)| {
        let may = use_may(action);
        let href = Signal::derive(move || format!("{}/{part}", of.get()));
        let here = Signal::derive(move || path.with(|path| path.starts_with(&*href.read())));
        move || may.get().then(|| view! { <Tab href label here/> })
    };
    let tabs = parts.into_iter().map(tab).collect_view();
    view! { <nav aria-label=label class="tab-links">{tabs}</nav> }
}

/// Pages side by side. A tab is marked on its own page, and not on what is below it.
#[component]
pub fn PageTabs(
    /// What the pages are of, for the screen reader.
    label: &'static str,
    /// The address of each, and its name.
    pages: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let path = use_location().pathname;
    let tab = move |&(href, label): &(&'static str, &'static str)| {
        let here = Signal::derive(move || path.with(|path| path == href));
        view! { <Tab href label here/> }
    };
    let tabs = pages.iter().map(tab).collect_view();
    view! { <nav aria-label=label class="tab-links">{tabs}</nav> }
}

#[component]
fn Tab(
    #[prop(into)] href: Signal<String>,
    label: &'static str,
    here: Signal<bool>,
) -> impl IntoView {
    view! { <a class="tab-link" href=href aria-current=move || here.get().then_some("page")>{label}</a> }
}
