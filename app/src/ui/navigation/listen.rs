//! Listeners that hear of an event before everything else.
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::Event,
};

/// Calls `then` with each event of the window as long as the page lives: before the router and all components, unless
/// it happens to the window itself, where who listened earlier comes first.
pub fn listen_first(name: &str, then: impl FnMut(Event) + 'static) {
    let listener = Closure::<dyn FnMut(Event)>::new(then);
    let listener_of_window = listener.as_ref().unchecked_ref();
    let _ = window().add_event_listener_with_callback_and_bool(name, listener_of_window, true);
    listener.forget();
}
