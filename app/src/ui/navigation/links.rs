//! What happens to a link before the router follows it.
use super::{address::Address, listen::listen_first, navigator::Navigation, scroll::ScrollPlace};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlAnchorElement, MouseEvent},
};

/// The attribute of a dialog with the address that closes it.
const CLOSE: &str = "data-close";

pub fn follow_links(navigation: Navigation, place: ScrollPlace) {
    let pressed = StoredValue::new(false);
    listen_first("pointerdown", move |event| {
        pressed.set_value(backdrop_of(&event).is_some())
    });
    listen_first("click", move |event| {
        place.keep();
        // Not a press that began inside, such as a selection of text.
        let backdrop = backdrop_of(&event).filter(|_| pressed.get_value());
        if let Some(close) = backdrop {
            navigation.close(&close);
        } else if let Some(link) = link_of(&event) {
            before(navigation, &event, &link);
        }
    });
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The address that closes the dialog, for an event beside its box.
fn backdrop_of(event: &Event) -> Option<String> {
    let target = target(event)?;
    target
        .class_list()
        .contains("dialog")
        .then(|| target.get_attribute(CLOSE))?
}

/// The link that the router follows, if the event is such a click.
fn link_of(event: &Event) -> Option<HtmlAnchorElement> {
    let click = event.dyn_ref::<MouseEvent>()?;
    let is_plain = click.button() == 0
        && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    let link = target(event)?.closest("a[href]").ok()??;
    let is_inside = link
        .get_attribute("target")
        .is_none_or(|target| target == "_self")
        && !link.has_attribute("download")
        && link
            .get_attribute("rel")
            .is_none_or(|rel| !rel.contains("external"));
    if is_plain && is_inside {
        link.dyn_into().ok()
    } else {
        None
    }
}

fn before(navigation: Navigation, event: &Event, link: &HtmlAnchorElement) {
    let here = Address::here();
    let Some(there) = Address::of(&link.href()) else {
        return;
    };
    if there.path != here.path {
        let to = format!("{}{}{}", there.path, there.search, link.hash());
        if !navigation.may_go(&to) {
            event.prevent_default();
        }
        return;
    }
    if here.is_same_place(&there) {
        let _ = link.set_attribute("noscroll", "");
    } else {
        let _ = link.remove_attribute("noscroll");
    }
    let close = closes(link).filter(|close| Address::of(close).as_ref() == Some(&there));
    if let Some(close) = close {
        event.prevent_default();
        navigation.close(&close);
    }
}

/// The address that closes the dialog around a link.
fn closes(link: &HtmlAnchorElement) -> Option<String> {
    link.closest(".dialog").ok()??.get_attribute(CLOSE)
}
