use crate::session::use_may;
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The tabs of an editor, each with its own URL. Tabs that the user may not see are left out.
#[component]
pub fn Tabs(
    /// The accessible name of the tabs.
    label: &'static str,
    /// The URL without the tab.
    #[prop(into)]
    of: Signal<String>,
    /// The tab's part of the URL, its name, and the action required to see it.
    parts: Vec<(&'static str, &'static str, Action)>,
) -> impl IntoView {
    let path = use_location().pathname;
    let tab = move |(part, label, action): (&'static str, &'static str, Action)| {
        let may = use_may(action);
        let href = Signal::derive(move || format!("{}/{part}", of.get()));
        let here = Signal::derive(move || path.with(|path| path.starts_with(&*href.read())));
        move || may.get().then(|| view! { <Tab href label here /> })
    };
    let tabs = parts.into_iter().map(tab).collect_view();
    view! {
        <nav aria-label=label class="tab-links">
            {tabs}
        </nav>
    }
}

/// Tabs for sibling pages. A tab is marked only on its own page, not on pages below it.
#[component]
pub fn PageTabs(
    /// The accessible name of the tabs.
    label: &'static str,
    /// URL and name of each page.
    pages: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let path = use_location().pathname;
    let tab = move |&(href, label): &(&'static str, &'static str)| {
        let here = Signal::derive(move || path.with(|path| path == href));
        view! { <Tab href label here /> }
    };
    let tabs = pages.iter().map(tab).collect_view();
    view! {
        <nav aria-label=label class="tab-links">
            {tabs}
        </nav>
    }
}

#[component]
fn Tab(
    #[prop(into)] href: Signal<String>,
    label: &'static str,
    here: Signal<bool>,
) -> impl IntoView {
    view! {
        <a class="tab-link" href=href aria-current=move || here.get().then_some("page")>
            {label}
        </a>
    }
}
