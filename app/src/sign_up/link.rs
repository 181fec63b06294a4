use super::get_sign_up_offer;
use crate::ui::{ResourceResultView, ServerResource, query_encode};
use domain::settings::SignUpMode;
use leptos::prelude::*;

/// **Create an account**, only where guests can sign up. `next` is the path to open afterwards.
#[component]
pub fn SignUpLink(next: String, #[prop(default = "link")] class: &'static str) -> impl IntoView {
    let options = ServerResource::new(|| (), |()| get_sign_up_offer());
    let href = StoredValue::new(if next.is_empty() {
        "/sign-up".to_owned()
    } else {
        format!("/sign-up?next={}", query_encode(&next))
    });
    view! {
        <ResourceResultView
            of=options
            view=move |options| {
                let open = options.is_ok_and(|options| options.sign_up != SignUpMode::Off);
                open.then(|| {
                    view! {
                        <a class=class href=href.get_value()>
                            "Create an account"
                        </a>
                    }
                })
            }
        />
    }
}
