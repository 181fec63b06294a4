//! What a form says about its values, in an attribute of its element, which the style reads, too. A form is followed if
//! it has a [`crate::ui::FormFoot`].
use super::values::values_of;
use js_sys::{Array, Reflect};
use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event},
};

/// The attribute, and what it says.
const MARK: &str = "data-changes";
const NONE: &str = "none";
const UNSAVED: &str = "unsaved";
/// They were sent or given up: no one asks about them.
const RELEASED: &str = "released";

const FOLLOWED: &str = "form:has(.form-foot)";

/// The followed form around an element.
pub fn form_around(element: &Element) -> Option<Element> {
    element.closest(FOLLOWED).ok()?
}

/// The followed form around what an event happened to.
pub fn form_of(event: &Event) -> Option<Element> {
    form_around(event.target()?.dyn_ref()?)
}

/// Whether the form was looked at, and has its stored values.
pub fn is_unchanged(form: &Element) -> bool {
    says(form, NONE)
}

/// Compares the form with what is stored. One that came back refused shows nothing that is.
pub fn look(form: &Element) {
    let is_changed =
        returned_foot(form).is_some() || values_of(form).iter().any(|value| value.is_changed());
    mark(form, if is_changed { UNSAVED } else { NONE });
    let state = form.query_selector(".form-state").ok().flatten();
    let sentence = is_changed.then_some("Unsaved changes");
    // Said once, when it begins.
    if let Some(state) =
        state.filter(|state| state.text_content().as_deref() != sentence.or(Some("")))
    {
        state.set_text_content(sentence);
    }
}

fn returned_foot(form: &Element) -> Option<Element> {
    form.query_selector(".form-foot[data-came-back]").ok()?
}

/// The form that came back refused is saved.
pub fn forget_return(form: &Element) {
    if let Some(foot) = returned_foot(form) {
        let _ = foot.remove_attribute("data-came-back");
    }
}

/// Compares the form with what is stored, unless it is on its way. Returns whether it would be lost.
pub fn has_changes(form: &Element) -> bool {
    if !says(form, RELEASED) {
        look(form);
    }
    says(form, UNSAVED)
}

/// From now on no one asks about the form's changes, until it is looked at again.
pub fn release(form: &Element) {
    if has_changes(form) {
        mark(form, RELEASED);
    }
}

/// Whether leaving the page would lose something that was typed.
pub fn has_unsaved() -> bool {
    looked_at().iter().any(has_changes)
}

/// The first form whose changes would be lost.
pub fn first_unsaved() -> Option<Element> {
    looked_at().into_iter().find(has_changes)
}

/// From now on no one asks about any changes of the page.
pub fn release_all() {
    looked_at().iter().for_each(release);
}

/// Takes the releases of the page's forms back, as it stays.
pub fn look_at_all() {
    looked_at().iter().for_each(look);
}

fn looked_at() -> Vec<Element> {
    let forms = Reflect::get(&document(), &"forms".into()).unwrap_or_default();
    let forms = Array::from(&forms);
    let elements = forms
        .iter()
        .filter_map(|form| form.dyn_into::<Element>().ok());
    elements.filter(|form| form.has_attribute(MARK)).collect()
}

fn says(form: &Element, what: &str) -> bool {
    form.get_attribute(MARK).as_deref() == Some(what)
}

fn mark(form: &Element, what: &str) {
    let _ = form.set_attribute(MARK, what);
}
