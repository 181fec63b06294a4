//! The keys of the whole portal, and whether they are switched on.
use leptos::{prelude::*, wasm_bindgen::JsValue};

/// How long the first of two keys waits for the second, in milliseconds.
pub const PATIENCE: f64 = 1500.0;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// The list of keys.
    Keys,
    /// The page's own search.
    Search,
    /// The page's form for something new.
    Add,
    /// The first of two keys.
    Go,
    /// The second of two keys: the letter of a page.
    To(char),
}

/// Returns what the key asks for, if any; `after_go` if the first of two keys was pressed before it.
pub fn stroke(key: &str, after_go: bool) -> Option<Stroke> {
    match key {
        letter if after_go => letter
            .chars()
            .next()
            .filter(|_| letter.len() == 1)
            .map(Stroke::To),
        "?" => Some(Stroke::Keys),
        "/" => Some(Stroke::Search),
        "n" => Some(Stroke::Add),
        "g" => Some(Stroke::Go),
        _ => None,
    }
}

/// The name under which the browser keeps that single keys are switched off (WCAG 2.1.4).
const OFF: &str = "muster-keys-off";

fn storage() -> Option<JsValue> {
    let storage = js_sys::Reflect::get(&window(), &"localStorage".into()).ok()?;
    storage.is_object().then_some(storage)
}

pub fn are_off() -> bool {
    let off = storage().and_then(|storage| js_sys::Reflect::get(&storage, &OFF.into()).ok());
    off.is_some_and(|off| off.is_string())
}

/// Keeps the choice in this browser, as long as it keeps anything.
pub fn switch(on: bool) {
    let Some(storage) = storage() else {
        return;
    };
    let _ = if on {
        js_sys::Reflect::delete_property(&storage.into(), &OFF.into())
    } else {
        js_sys::Reflect::set(&storage, &OFF.into(), &"1".into())
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_keys_lead_to_a_page() {
        assert_eq!(stroke("g", false), Some(Stroke::Go));
        assert_eq!(stroke("g", true), Some(Stroke::To('g')));
        assert_eq!(stroke("n", true), Some(Stroke::To('n')));
        assert_eq!(stroke("n", false), Some(Stroke::Add));
        assert_eq!(stroke("Shift", true), None);
        assert_eq!(stroke("x", false), None);
    }
}
