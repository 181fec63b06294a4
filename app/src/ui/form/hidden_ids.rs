use leptos::prelude::*;

/// What a form changes: the ids by the names of their fields.
pub type Ids = Vec<(&'static str, String)>;

/// The hidden fields of a form that say what it changes.
#[component]
pub fn HiddenIds(ids: Ids) -> impl IntoView {
    ids.into_iter()
        .map(|(name, id)| view! { <input type="hidden" name=name value=id /> })
        .collect_view()
}
