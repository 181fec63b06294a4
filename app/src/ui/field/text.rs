//! Fields to type in.
use super::{FieldLabel, FieldNote};
use crate::{escape::escape, ui::form::use_form};
use leptos::{html, prelude::*};

/// A single line of text.
#[component]
pub fn TextField(
    name: &'static str,
    label: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] inputmode: &'static str,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let value = use_form().typed(name, value);
    view! { <TextFieldWith name label hint value=RwSignal::new(value) kind autocomplete inputmode required /> }
}

/// A single line of text with a value that other code reads or sets.
#[component]
pub fn TextFieldWith(
    name: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = String::new(), into)] hint: String,
    #[prop(default = "")] autocomplete: &'static str,
    #[prop(default = "")] inputmode: &'static str,
    #[prop(default = false)] required: bool,
    /// Shown to the right of the input.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let form = use_form();
    let some = |text: &'static str| (!text.is_empty()).then_some(text);
    let (id, problem) = (form.field_id(name), form.problem(name));
    let node = NodeRef::<html::Input>::new();
    follow_input(node, value);
    view! {
        <div class="field">
            <FieldLabel id=id.clone() label required />
            <div class="flex flex-wrap items-center gap-2">
                <input
                    node_ref=node
                    id=id.clone()
                    class="input min-w-0 grow basis-56"
                    type=kind
                    name=name
                    value=value.get_untracked()
                    on:input:target=move |event| value.set(event.target().value())
                    autocomplete=some(autocomplete)
                    inputmode=some(inputmode)
                    required=required
                    aria-invalid=move || problem.with(Option::is_some).to_string()
                    aria-describedby=format!("{id}-note")
                />
                {children.map(|children| children())}
            </div>
            <FieldNote id hint problem />
        </div>
    }
}

/// Keeps the input and the signal the same. At first the signal takes over the input's value, which
/// the user may have typed before the script loaded.
fn follow_input(node: NodeRef<html::Input>, value: RwSignal<String>) {
    Effect::new(move |begun: Option<bool>| {
        let Some(input) = node.get() else {
            return false;
        };
        let text = value.get();
        if input.value() != text {
            if begun == Some(true) {
                input.set_value(&text);
            } else {
                value.set(input.value());
            }
        }
        true
    });
}

/// A password. The server never sends back what was typed.
#[component]
pub fn PasswordField(
    name: &'static str,
    label: &'static str,
    autocomplete: &'static str,
    #[prop(default = "")] hint: &'static str,
    #[prop(default = true)] required: bool,
) -> impl IntoView {
    view! {
        <TextFieldWith
            name
            label
            hint
            value=RwSignal::new(String::new())
            kind="password"
            autocomplete
            required
        />
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    name: &'static str,
    label: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional)] hint: &'static str,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] required: bool,
    /// For code that fills in the text, for example from a file.
    #[prop(optional)]
    node: NodeRef<html::Textarea>,
) -> impl IntoView {
    let form = use_form();
    let (id, problem) = (form.field_id(name), form.problem(name));
    let value = escape(&form.typed(name, value));
    view! {
        <div class="field">
            <FieldLabel id=id.clone() label required />
            <textarea
                node_ref=node
                id=id.clone()
                class="textarea w-full"
                name=name
                rows=rows
                required=required
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=format!("{id}-note")
                inner_html=value
            ></textarea>
            <FieldNote id hint problem />
        </div>
    }
}
