use super::{FieldLabel, FieldNote};
use crate::ui::{form::use_form, moment::js_date};
use domain::time::Timestamp;
use js_sys::{Array, Date, Intl::DateTimeFormat, Object, Reflect};
use leptos::{html, prelude::*, wasm_bindgen::JsValue};

/// A moment, on the user's own clock; in UTC until the script knows that clock. What is sent is UTC.
#[component]
pub fn MomentField(
    name: &'static str,
    label: &'static str,
    /// As [`Timestamp::input_value`] writes it.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let form = use_form();
    let (id, problem) = (form.field_id(name), form.problem(name));
    let utc = RwSignal::new(form.typed(name, value));
    let zone = RwSignal::new(None::<String>);
    let skipped = RwSignal::new(None::<String>);
    let node = NodeRef::<html::Input>::new();
    let hint = Signal::derive(move || hint(zone.get(), skipped.get()));
    Effect::new(move || {
        let (Some(input), Some(own)) = (node.get(), own_zone()) else {
            return;
        };
        // Until now it was read as UTC, and may have been typed as such.
        utc.set(input.value());
        let (stored, typed) = (input.default_value(), input.value());
        input.set_default_value(&on_own_clock(&stored));
        input.set_value(&on_own_clock(&typed));
        zone.set(Some(own));
    });
    let typed = move || node.get_untracked().map(|input| input.value());
    let understand = move |_| {
        let typed = typed().unwrap_or_default();
        // Without a zone it is sent, and read, as it is.
        utc.set(if zone.read_untracked().is_some() {
            in_utc(&typed)
        } else {
            typed
        });
    };
    // Only when the field is left: while a date is typed it is many others.
    let settle = move |_| {
        let Some(input) = node.get_untracked() else {
            return;
        };
        if zone.read_untracked().is_none() {
            return;
        }
        let meant = on_own_clock(&utc.get_untracked());
        let is_skipped = meant != input.value();
        skipped.set(is_skipped.then(|| input.value()));
        if is_skipped {
            // Setting the same value again would remove a date that is half typed.
            input.set_value(&meant);
        }
    };
    view! {
        <div class="field">
            <FieldLabel id=id.clone() label required=false />
            <input
                node_ref=node
                id=id.clone()
                class="input w-full"
                type="datetime-local"
                name=move || zone.read().is_none().then_some(name)
                value=utc.get_untracked()
                on:input=understand
                on:blur=settle
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=format!("{id}-note")
            />
            <Show when=move || zone.read().is_some()>
                <input type="hidden" name=name prop:value=utc />
            </Show>
            <FieldNote id hint problem />
        </div>
    }
}

fn hint(zone: Option<String>, skipped: Option<String>) -> String {
    let Some(zone) = zone else {
        return "Time zone: UTC".to_owned();
    };
    match skipped {
        Some(time) => {
            let time = time.split_once('T').map_or("", |(_, time)| time);
            format!(
                "Time zone: {zone}. On that day the clocks skip {time}; the time above is meant."
            )
        }
        None => format!("Time zone: {zone}"),
    }
}

/// The name of the browser's time zone, such as `Europe/Berlin`.
fn own_zone() -> Option<String> {
    let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &JsValue::from_str("timeZone"))
        .ok()?
        .as_string()
}

/// Returns the value of an input in UTC as one on the browser's clock; empty if it is no moment.
fn on_own_clock(utc: &str) -> String {
    let Some(at) = Timestamp::parse_input(utc) else {
        return String::new();
    };
    let date = js_date(at);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

/// Returns the value of an input on the browser's clock as one in UTC; empty if it is no moment.
fn in_utc(local: &str) -> String {
    // As a text without a zone it is read on the browser's own clock.
    let milliseconds = Date::parse(local);
    if milliseconds.is_nan() {
        return String::new();
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "dates are whole milliseconds, at most 53 bits"
    )]
    Timestamp(milliseconds as i64).input_value()
}
