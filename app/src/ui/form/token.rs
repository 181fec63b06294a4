//! What tells a form that adds from all others.
use super::use_form;
use crate::new_form_token;
use leptos::prelude::*;

/// The hidden field of a form that adds something: posted twice, it adds once. After a success it is another form,
/// which adds something else; after an error, also one on the way, it is still the same.
#[component]
pub fn TokenField() -> impl IntoView {
    let form = use_form();
    // A form that came back unsaved is the one that was sent.
    let sent = form.typed("token", String::new());
    let first = if sent.is_empty() {
        new_form_token()
    } else {
        sent
    };
    let token = Memo::new(
        move |last: Option<&String>| match (last, form.has_succeeded()) {
            (None, _) => first.clone(),
            (Some(last), false) => last.clone(),
            (Some(_), true) => new_form_token(),
        },
    );
    // The browser keeps what the server wrote until the form has succeeded.
    view! { <input type="hidden" autocomplete="off" name="token" value=move || token.get() /> }
}
