//! Fields to choose in.
use super::{FieldLabel, FieldNote};
use crate::ui::form::use_form;
use leptos::prelude::*;

/// A choice from a list. It is marked as optional only if it has an empty choice.
#[component]
pub fn SelectField(
    name: &'static str,
    label: &'static str,
    /// Value and text of each choice.
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let form = use_form();
    let (id, problem) = (form.field_id(name), form.problem(name));
    let value = form.typed(name, value);
    let required = required || options.iter().all(|(code, _)| !code.is_empty());
    let options = select_options(options, &value);
    view! {
        <div class="field">
            <FieldLabel id=id.clone() label required />
            <select
                id=id.clone()
                name=name
                class="select w-full"
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=format!("{id}-note")
            >
                {options}
            </select>
            <FieldNote id hint problem />
        </div>
    }
}

/// Makes the options of a list, by value and text, with this value chosen.
pub fn select_options(options: Vec<(String, String)>, chosen: &str) -> impl IntoView + use<> {
    options
        .into_iter()
        .map(|(code, text)| {
            let selected = code == chosen;
            view! {
                <option value=code selected=selected>
                    {text}
                </option>
            }
        })
        .collect_view()
}

/// A choice of a few options, each with an explanation.
#[component]
pub fn RadioField(
    name: &'static str,
    legend: &'static str,
    /// Value, text, and explanation of each choice.
    options: Vec<(&'static str, &'static str, &'static str)>,
    #[prop(into)] value: String,
) -> impl IntoView {
    let value = use_form().typed(name, value);
    let options = options
        .into_iter()
        .map(|(code, text, meaning)| {
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        class="radio radio-sm mt-0.5"
                        name=name
                        value=code
                        checked=code == value
                    />
                    <span>
                        <span class="font-medium">{text}</span>
                        <span class="muted block text-sm">{meaning}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend class="label-text">{legend}</legend>
            <div class="grid gap-2">{options}</div>
        </fieldset>
    }
}

/// A choice of two as a switch, with what follows from the one that is chosen.
#[component]
pub fn SwitchField(
    name: &'static str,
    label: &'static str,
    /// What is sent if it is on; else nothing is.
    code: &'static str,
    value: bool,
    on: &'static str,
    off: &'static str,
) -> impl IntoView {
    let checked = use_form().ticked(name, value);
    view! {
        <label class="choice">
            <input
                type="checkbox"
                role="switch"
                class="toggle toggle-sm mt-0.5"
                name=name
                value=code
                checked=checked
            />
            <span>
                <span class="font-medium">{label}</span>
                // The style shows the one that applies, without a script, too.
                <span class="choice-on muted text-sm">{on}</span>
                <span class="choice-off muted text-sm">{off}</span>
            </span>
        </label>
    }
}

/// A checkbox.
#[component]
pub fn CheckField(
    name: &'static str,
    label: &'static str,
    value: bool,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let checked = use_form().ticked(name, value);
    view! {
        <label class="choice">
            <input
                type="checkbox"
                class="checkbox checkbox-sm mt-0.5"
                name=name
                value="true"
                checked=checked
            />
            <span>
                <span class="font-medium">{label}</span>
                <span class="muted block text-sm">{hint}</span>
            </span>
        </label>
    }
}
