use crate::ui::Needs;
use domain::policy::Action;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// A page of the settings: the tabs, and what is below them for who may see it.
#[component]
pub fn Tabbed(title: &'static str, children: ChildrenFn) -> impl IntoView {
    let path = use_location().pathname;
    let tab = move |href: &'static str, label: &'static str| {
        let here = move || path.with(|path| path == href);
        view! { <a class="tab-link" href=href aria-current=move || here().then_some("page")>{label}</a> }
    };
    view! {
        <Title text=title/>
        <Needs action=Action::EditSettings>
            <h1 class="page-title mb-4">"Settings"</h1>
            <nav aria-label="Settings" class="tab-links">
                {tab("/settings", "General")}
                {tab("/settings/users", "Users")}
                {tab("/settings/mailbox", "Mailbox")}
            </nav>
            {children()}
        </Needs>
    }
}
