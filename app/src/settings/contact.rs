//! Whom users ask for help, for every component.
use leptos::prelude::*;

#[derive(Clone)]
struct Contact(ArcRwSignal<String>);

/// Passes the contact from the server through the page to the browser.
pub fn provide_contact(found: impl FnOnce() -> String) {
    let contact = SharedValue::new(found).into_inner();
    provide_context(Contact(ArcRwSignal::new(contact)));
}

/// The contact, empty if none is set; to be shown, or to be set after a change of the settings.
pub fn use_contact() -> RwSignal<String> {
    let Contact(contact) = expect_context();
    contact.into()
}

/// A line that says whom to ask; nothing if no contact is set.
#[component]
pub fn AskContact() -> impl IntoView {
    let contact = use_contact();
    view! {
        <Show when=move || !contact.read().is_empty()>
            <p class="muted text-sm wrap-anywhere">"Need help? " {contact}</p>
        </Show>
    }
}
