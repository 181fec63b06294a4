//! The focus of what an act replaced: a form that is rendered again, a button that is another one
//! now, a dialog that closed.
use super::{focus, is_lost, stops::stops_in};
use crate::ui::waiting::Waiting;
use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys::Element};

/// What last had the focus, and where it was.
#[derive(Clone)]
struct Stop {
    element: Element,
    /// What it was in, from the inside out.
    around: Vec<Element>,
    /// Finds the mark of its form, also in the form's replacement.
    form: Option<String>,
    name: String,
    label: String,
    /// The dialog or toast that it is in, and what had the focus before that opened.
    overlay: Option<Element>,
    before: Option<Box<Stop>>,
}

/// What stands over the page for a while.
const OVERLAYS: &str = "dialog, .toast-item";

/// Focuses what took the place of the element that had the focus.
pub fn return_lost_focus(waiting: Waiting) {
    Effect::new(move || {
        let last = StoredValue::new_local(None::<Stop>);
        // What is near, until the replacement is rendered.
        let waits_at = StoredValue::new_local(None::<Element>);
        window_event_listener(ev::focusin, move |event| {
            let target = event.target().and_then(|target| target.dyn_into().ok());
            if let Some(element) = target {
                last.update_value(|last| *last = Some(Stop::new(element, last.take())));
            }
        });
        Effect::new(move || {
            waiting.track_replacements();
            let look = move || {
                let lost = last.get_value();
                let Some(lost) = lost.filter(|last| !last.element.is_connected()) else {
                    return;
                };
                let waits = waits_at.get_value();
                let waits = waits.is_some() && waits == document().active_element();
                if !is_lost() && !waits {
                    return;
                }
                if let Some(next) = lost.replacement() {
                    focus(&next);
                } else if let Some(near) = lost.nearest().filter(|_| !waits) {
                    focus(&near);
                    waits_at.set_value(Some(near));
                    last.set_value(Some(lost));
                }
            };
            // Once the replacement is rendered.
            request_animation_frame(move || request_animation_frame(look));
        });
    });
}

impl Stop {
    fn new(element: Element, last: Option<Self>) -> Self {
        let mut around = Vec::new();
        let mut outer = element.parent_element();
        while let Some(one) = outer {
            outer = one.parent_element();
            around.push(one);
        }
        let overlay = element.closest(OVERLAYS).ok().flatten();
        let before = last.filter(|_| overlay.is_some()).and_then(Self::below);
        Self {
            form: mark_of_form(&element),
            name: element.get_attribute("name").unwrap_or_default(),
            label: label(&element),
            around,
            overlay,
            before,
            element,
        }
    }

    /// The last stop on the page itself.
    fn below(self) -> Option<Box<Self>> {
        match self.overlay {
            Some(_) => self.before,
            None => Some(Box::new(self)),
        }
    }

    /// What the focus returns to when the overlay is gone.
    fn returns_to(&self) -> Option<&Self> {
        let overlay = self.overlay.as_ref()?;
        self.before.as_deref().filter(|_| !overlay.is_connected())
    }

    fn replacement(&self) -> Option<Element> {
        match self.returns_to() {
            Some(before) if before.element.is_connected() => Some(before.element.clone()),
            Some(before) => before.replacement(),
            None => self.in_same_form().or_else(|| self.with_same_label()),
        }
    }

    fn nearest(&self) -> Option<Element> {
        self.returns_to()
            .unwrap_or(self)
            .heading()
            .or_else(|| document().get_element_by_id("main"))
    }

    fn in_same_form(&self) -> Option<Element> {
        let mark = self.form.as_ref()?;
        let form = document()
            .query_selector(mark)
            .ok()??
            .closest("form")
            .ok()??;
        let field = format!("[name=\"{}\"]:not([type=hidden])", self.name);
        let same = (!self.name.is_empty())
            .then(|| form.query_selector(&field).ok()?)
            .flatten();
        let button = || {
            form.query_selector("button[type=submit]:not([hidden])")
                .ok()?
        };
        same.or_else(button)
    }

    /// What still surrounds the place.
    fn place(&self) -> Option<&Element> {
        self.around.iter().find(|one| one.is_connected())
    }

    fn with_same_label(&self) -> Option<Element> {
        let place = self.place()?;
        let is_same = |stop: &Element| !self.label.is_empty() && label(stop) == self.label;
        stops_in(place).into_iter().find(is_same)
    }

    /// The heading of the panel around the place.
    fn heading(&self) -> Option<Element> {
        let panel = self.place()?.closest("section, form, dialog").ok()??;
        let heading = panel.query_selector("h1, h2, h3").ok()??;
        let _ = heading.set_attribute("tabindex", "-1");
        Some(heading)
    }
}

/// Every form of a page differs in its action or in the `id` that it sends.
fn mark_of_form(element: &Element) -> Option<String> {
    let form = element.closest("form").ok()??;
    let mark = form
        .query_selector("input[type=hidden][name=form]")
        .ok()??;
    let action = form.get_attribute("action")?;
    let id = mark.get_attribute("value")?;
    Some(format!(
        "form[action=\"{action}\"] input[name=form][value=\"{id}\"]"
    ))
}

/// The accessible name of a button or a link.
fn label(element: &Element) -> String {
    let label = element.get_attribute("aria-label");
    label.unwrap_or_else(|| element.text_content().unwrap_or_default().trim().to_owned())
}
