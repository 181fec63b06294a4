//! What is typed in a form that is made again, as when the list around it is fetched again: the new form takes it over.
use super::{
    marks::{has_changes, look},
    values::{Value, hidden_fields, values_of},
};
use leptos::{prelude::*, web_sys::Element};
use std::cell::RefCell;

/// The field that says what a form was made from.
const VERSION: &str = "version";

/// What is different in each form that is made again.
const FRESH: [&str; 2] = [VERSION, "token"];

struct Kept {
    /// What the form changes.
    subject: String,
    version: Option<String>,
    values: Vec<Value>,
}

thread_local! {
    /// In the browser only, and for a moment only.
    static KEPT: RefCell<Vec<Kept>> = const { RefCell::new(Vec::new()) };
}

/// What the form was made from.
pub fn version_of(form: &Element) -> Option<String> {
    let mut fields = hidden_fields(form);
    fields.find_map(|(name, version)| (name == VERSION).then_some(version))
}

/// Keeps what would be lost in a form that goes, for another that comes in its place in this moment.
pub fn keep(form: &Element, version: Option<String>) {
    if !has_changes(form) {
        return;
    }
    let kept = Kept {
        subject: subject(form),
        version,
        values: values_of(form),
    };
    KEPT.with_borrow_mut(|all| all.push(kept));
    request_animation_frame(|| request_animation_frame(|| KEPT.with_borrow_mut(Vec::clear)));
}

/// Takes over what the form in the same place had.
pub fn take_over(form: &Element) {
    let subject = subject(form);
    let kept = KEPT.with_borrow_mut(|all| {
        let at = all.iter().position(|kept| kept.subject == subject)?;
        Some(all.swap_remove(at))
    });
    let Some(kept) = kept else { return };
    let fields = values_of(form);
    if fields.len() != kept.values.len() {
        return;
    }
    // So that a save still does not overwrite what someone else changed meanwhile.
    if let (Some(version), Ok(Some(field))) = (kept.version, form.query_selector("[name=version]"))
    {
        let _ = field.set_attribute("value", &version);
    }
    for (old, new) in kept.values.iter().zip(&fields) {
        if old.is_changed() {
            new.show_as(old);
        }
    }
    look(form);
    // Such as the line of a unit, which is closed at first.
    if let Ok(Some(around)) = form.closest("details") {
        let _ = around.set_attribute("open", "");
    }
}

/// What the form changes: its address, and the ids in its hidden fields.
fn subject(form: &Element) -> String {
    let ids = hidden_fields(form).filter(|(name, _)| !FRESH.contains(&&**name));
    let ids = ids.map(|(name, value)| format!(" {name}={value}"));
    form.get_attribute("action")
        .into_iter()
        .chain(ids)
        .collect()
}
