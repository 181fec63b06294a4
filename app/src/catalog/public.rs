use crate::ui::CheckField;
use leptos::prelude::*;

/// Whether guests may browse the catalog: the field `public_catalog` of the settings.
#[component]
pub fn PublicCatalogField(value: bool) -> impl IntoView {
    view! {
        <CheckField
            name="public_catalog"
            label="Public catalog"
            value
            hint="Anyone with the address can browse courses and bundles. Getting or buying one needs an account."
        />
    }
}
