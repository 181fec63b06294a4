//! The fields of a form: label, input, hint and error.
mod choice;
mod moment;
mod text;

pub use choice::{CheckField, RadioField, SelectField, SwitchField, select_options};
pub use moment::MomentField;
pub use text::{PasswordField, TextArea, TextField, TextFieldWith};

use leptos::prelude::*;

#[component]
fn FieldLabel(id: String, label: &'static str, required: bool) -> impl IntoView {
    view! {
        <label class="label-text" for=id>
            {label}
            {(!required).then(|| view! { <span class="muted font-normal">" · optional"</span> })}
        </label>
    }
}

/// The hint of a field, or its error.
#[component]
pub fn FieldNote(
    id: String,
    #[prop(into)] hint: Signal<String>,
    problem: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <p
            id=format!("{id}-note")
            class="text-sm"
            class:text-error=move || problem.with(Option::is_some)
            class:muted=move || problem.with(Option::is_none)
        >
            {move || problem.get().unwrap_or_else(|| hint.get())}
        </p>
    }
}
