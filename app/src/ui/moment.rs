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
    let text = at.readable();
    let shown = if day {
        text.split(' ').next().unwrap_or_default().to_owned()
    } else {
        text
    };
    let text = RwSignal::new(shown);
    Effect::new(move || {
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds of this millennium fit 53 bits"
        )]
        let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
        let options = js_sys::Object::new();
        let styles = [("dateStyle", "medium"), ("timeStyle", "short")];
        for (name, value) in styles.into_iter().take(if day { 1 } else { 2 }) {
            let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
        }
        text.set(String::from(date.to_locale_string("en-GB", &options)));
    });
    view! {
        <time datetime=at.iso() title=at.readable()>
            {text}
        </time>
    }
}
