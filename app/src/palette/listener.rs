//! What the frame has of the palette: the button, the keys, and the place where the window comes.
use super::{
    PaletteState, Shown,
    keys::{self, PATIENCE, Stroke},
};
use crate::{
    pages::PAGES,
    parts,
    session::use_me,
    ui::{Icon, Navigation, Svg, focus},
};
use domain::policy::Action;
use leptos::{
    ev,
    prelude::*,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, KeyboardEvent},
};

/// Where typing means text.
const FIELDS: &str =
    "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/// To be called once, around the button and the window.
pub fn provide_palette() {
    let state = PaletteState(RwSignal::new(None));
    provide_context(state);
    follow_keys(state);
}

/// Where the window comes, once its part of the WASM is loaded.
#[component]
pub fn PaletteFrame() -> impl IntoView {
    let state: PaletteState = expect_context();
    let is_open = Memo::new(move |_| state.0.read().is_some());
    move || is_open.get().then(|| parts::Palette.loaded())
}

/// Opens the palette. Without a script there is none.
#[component]
pub fn PaletteButton() -> impl IntoView {
    let state: PaletteState = expect_context();
    view! {
        <button
            type="button"
            class="btn btn-ghost btn-sm btn-square script-only"
            aria-label="Go to"
            aria-keyshortcuts="Control+K"
            title="Go to (Ctrl+K)"
            on:click=move |_| show(state, Shown::Finder)
        >
            <Svg icon=Icon::Search />
        </button>
    }
}

fn show(state: PaletteState, what: Shown) {
    spawn_local(async move {
        if parts::Palette.load().await {
            let _ = state.0.try_set(Some(what));
        }
    });
}

fn follow_keys(state: PaletteState) {
    let me = use_me();
    let navigation: Navigation = expect_context();
    Effect::new(move || {
        // When the first of two keys was pressed.
        let went = StoredValue::new(None::<f64>);
        let listener = window_event_listener(ev::keydown, move |event| {
            if event.default_prevented()
                || event.is_composing()
                || me.with_untracked(Option::is_none)
            {
                return;
            }
            if is_chord(&event) {
                event.prevent_default();
                toggle(state);
            } else if let Some(stroke) = single_key(&event, went) {
                let may = |action| {
                    me.with_untracked(|me| {
                        me.as_ref().is_some_and(|actor| actor.is_visible(action))
                    })
                };
                event.prevent_default();
                if let Some(to) = follow(state, stroke, may) {
                    navigation.visit(&to);
                }
            }
        });
        on_cleanup(move || listener.remove());
    });
}

fn toggle(state: PaletteState) {
    if state.0.get_untracked().is_some() {
        state.close();
    } else {
        show(state, Shown::Finder);
    }
}

/// What a key asks for that is pressed alone and belongs to nothing else. `went` is when the first of two was pressed.
fn single_key(event: &KeyboardEvent, went: StoredValue<Option<f64>>) -> Option<Stroke> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || is_busy(event) || keys::are_off()
    {
        return None;
    }
    let waits = |at: f64| event.time_stamp() - at < PATIENCE;
    let stroke = keys::stroke(&event.key(), went.get_value().is_some_and(waits));
    went.set_value((stroke == Some(Stroke::Go)).then(|| event.time_stamp()));
    stroke
}

/// Does what the key asks for, or returns the address that it leads to.
fn follow(state: PaletteState, stroke: Stroke, may: impl Fn(Action) -> bool) -> Option<String> {
    match stroke {
        Stroke::Go => {}
        Stroke::Keys => show(state, Shown::Keys),
        Stroke::Search => {
            if let Some(search) = first("main input[type=search]") {
                focus(&search);
            }
        }
        Stroke::Add => return address("main a[href$='/new']"),
        Stroke::To(letter) => {
            let page = PAGES.iter().find(|page| page.letter == letter)?;
            return may(page.action).then(|| page.href.to_owned());
        }
    }
    None
}

/// Control and K, on a Mac Command and K.
fn is_chord(event: &KeyboardEvent) -> bool {
    let control = event.ctrl_key() || event.meta_key();
    control && !event.alt_key() && !event.shift_key() && event.key().eq_ignore_ascii_case("k")
}

/// Whether a key belongs to a field or a dialog.
fn is_busy(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let types = target.is_some_and(|target| matches!(target.closest(FIELDS), Ok(Some(_))));
    types || first("dialog[open]").is_some()
}

fn first(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// The address of the first such link in sight.
fn address(selector: &str) -> Option<String> {
    let link = first(selector)?;
    let in_sight = link
        .dyn_ref::<HtmlElement>()
        .is_some_and(|link| link.offset_parent().is_some());
    link.get_attribute("href").filter(|_| in_sight)
}
