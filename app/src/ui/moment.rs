use domain::time::Timestamp;
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
    let title = RwSignal::new(at.readable());
    Effect::new(move || {
        let time = (!day).then_some(("timeStyle", "short"));
        let styles = [Some(("dateStyle", "medium")), time];
        text.set(written(at, styles.into_iter().flatten()));
        // This one names the zone.
        title.set(written(at, [("dateStyle", "long"), ("timeStyle", "full")]));
    });
    view! {
        <time datetime=at.iso() title=title>
            {text}
        </time>
    }
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
