//! What can have the focus.
use js_sys::{Array, Function, Reflect};
use leptos::{
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// The links and buttons inside that are shown, in their order.
pub fn stops_in(root: &Element) -> Vec<Element> {
    let all = Reflect::get(root, &"querySelectorAll".into()).ok();
    let all = all.and_then(|all| all.dyn_into::<Function>().ok());
    let found = all.and_then(|all| all.call1(root, &"a[href], button".into()).ok());
    let is_shown = |stop: &HtmlElement| stop.offset_width() > 0;
    found
        .map(|found| Array::from(&found))
        .unwrap_or_default()
        .iter()
        .filter_map(|stop| stop.dyn_into().ok())
        .filter(is_shown)
        .map(Element::from)
        .collect()
}
