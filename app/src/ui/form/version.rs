//! What a form that edits was made from.
use super::use_form;
use crate::AppError;
use domain::{conflict::Conflict, edits::FormVersion};
use leptos::prelude::*;

/// The hidden field that says what a form was made from. After a conflict it says what was saved meanwhile, so that
/// saving again replaces that.
#[component]
pub fn VersionField(#[prop(into)] version: Signal<FormVersion>) -> impl IntoView {
    let form = use_form();
    // A form that came back unsaved is still made from what it was made from.
    let sent = form.typed("version", String::new());
    let first = if sent.is_empty() {
        version.get_untracked()
    } else {
        sent.into()
    };
    let last = Memo::new(move |last: Option<&(FormVersion, FormVersion)>| {
        let saved = version.get();
        let known = match (form.error().get(), last) {
            (Some(AppError::Conflict(Conflict::Edited(now))), _) => now.version,
            (_, None) => first.clone(),
            (_, Some((before, known))) if *before == saved => known.clone(),
            _ => saved.clone(),
        };
        (saved, known)
    });
    let known = move || last.with(|(_, known)| known.as_str().to_owned());
    view! { <input type="hidden" name="version" value=known /> }
}
