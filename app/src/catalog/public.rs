use crate::ui::CheckField;
use leptos::prelude::*;

/// Whether strangers may look at the catalog: a field named `public_catalog`, for the settings.
#[component]
pub fn PublicCatalogField(value: bool) -> impl IntoView {
    view! {
        <CheckField name="public_catalog" label="Public catalog" value
            hint="Whoever has the address may look at courses and bundles. Taking or buying one still needs an account."/>
    }
}
