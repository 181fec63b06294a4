use domain::{days::ago, time::Timestamp};
use leptos::{prelude::*, wasm_bindgen::JsValue};

/// A time in UTC, or in the user's time zone once the browser has rendered it.
#[component]
pub fn LocalTime(
    at: Timestamp,
    /// Shows only the date.
    #[prop(optional)]
    day: bool,
) -> impl IntoView {
    let text = RwSignal::new(if day { at.day() } else { at.readable() });
    let title = exact(at);
    Effect::new(move || {
        let time = (!day).then_some(("timeStyle", "short"));
        let styles = [Some(("dateStyle", "medium")), time];
        text.set(written(at, styles.into_iter().flatten()));
    });
    view! {
        <time datetime=at.iso() title=title>
            {text}
        </time>
    }
}

/// How long ago a time was, which needs no time zone. The time itself is its tooltip.
#[component]
pub fn RelativeTime(at: Timestamp, now: Signal<Timestamp>) -> impl IntoView {
    view! {
        <time class="whitespace-nowrap" datetime=at.iso() title=exact(at)>
            {move || ago(at, now.get())}
        </time>
    }
}

/// A time in UTC, or in the user's time zone, which it names, once the browser has rendered it.
fn exact(at: Timestamp) -> RwSignal<String> {
    let text = RwSignal::new(at.readable());
    Effect::new(move || text.set(written(at, [("dateStyle", "long"), ("timeStyle", "full")])));
    text
}

/// Returns the moment as the browser writes it, on its own clock.
fn written(
    at: Timestamp,
    styles: impl IntoIterator<Item = (&'static str, &'static str)>,
) -> String {
    let options = js_sys::Object::new();
    for (name, value) in styles {
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    String::from(js_date(at).to_locale_string("en-GB", &options))
}

pub fn js_date(at: Timestamp) -> js_sys::Date {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of this millennium fit 53 bits"
    )]
    let milliseconds = at.0 as f64;
    js_sys::Date::new(&JsValue::from_f64(milliseconds))
}
