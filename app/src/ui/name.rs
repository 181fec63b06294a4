use leptos::prelude::*;

/// The name of an item, as a link for users who may open its page.
#[component]
pub fn NameLink(
    name: String,
    href: String,
    may: Signal<bool>,
    #[prop(default = "link-row wrap-anywhere")] class: &'static str,
) -> impl IntoView {
    move || {
        let name = name.clone();
        if may.get() {
            view! {
                <a class=class href=href.clone()>
                    {name}
                </a>
            }
            .into_any()
        } else {
            view! { <span class="min-w-0 font-medium wrap-anywhere">{name}</span> }.into_any()
        }
    }
}
