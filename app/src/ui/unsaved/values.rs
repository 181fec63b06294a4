//! The values of a form, and the stored ones. HTML itself has both: what a field shows, and its default, which is what
//! the page was made from.
use js_sys::{Array, Reflect};
use leptos::{
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{Element, Event, EventTarget},
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// Never written into the page, as a default would be.
    Secret,
    /// The current password: it proves who saves, and is no change.
    Proof,
    Tick,
    List,
}

/// What a field of a form showed when it was read.
#[derive(Clone)]
pub struct Value {
    field: JsValue,
    kind: Kind,
    read: JsValue,
}

/// Reads the fields in which something is typed or chosen. A search is none of them, nor is a box that only selects
/// others.
pub fn values_of(form: &Element) -> Vec<Value> {
    let fields = Array::from(&get(form, "elements"));
    fields.iter().filter_map(Value::of).collect()
}

/// The hidden fields of a form, by name.
pub fn hidden_fields(form: &Element) -> impl Iterator<Item = (String, String)> {
    let text = |field: &JsValue, name: &str| get(field, name).as_string();
    let fields = Array::from(&get(form, "elements")).into_iter();
    let hidden = fields.filter(move |field| text(field, "type").as_deref() == Some("hidden"));
    hidden.filter_map(move |field| Some((text(&field, "name")?, text(&field, "value")?)))
}

/// Shows the stored values again, and says so to what follows the fields.
pub fn restore(form: &Element) {
    for value in values_of(form).iter().filter(|value| value.is_changed()) {
        value.show(&value.stored());
    }
}

impl Value {
    fn of(field: JsValue) -> Option<Self> {
        let is = |name: &str, text: &str| get(&field, name).as_string().as_deref() == Some(text);
        let kind = match get(&field, "type").as_string()?.as_str() {
            "hidden" | "submit" | "button" | "reset" | "output" | "fieldset" | "search" => {
                return None;
            }
            "checkbox" | "radio" if is("name", "") => return None,
            "password" if is("autocomplete", "current-password") => Kind::Proof,
            "password" => Kind::Secret,
            "checkbox" | "radio" => Kind::Tick,
            "select-one" => Kind::List,
            _ => Kind::Text,
        };
        let read = get(&field, kind.shown());
        Some(Self { field, kind, read })
    }

    pub fn is_changed(&self) -> bool {
        self.kind != Kind::Proof && self.read != self.stored()
    }

    fn stored(&self) -> JsValue {
        match self.kind {
            Kind::Text | Kind::Secret | Kind::Proof => get(&self.field, "defaultValue"),
            Kind::Tick => get(&self.field, "defaultChecked"),
            // Without a chosen option a list shows its first.
            Kind::List => {
                let chosen = |option: &JsValue| get(option, "defaultSelected").is_truthy();
                let chosen = self.options().iter().position(|option| chosen(&option));
                JsValue::from(u32::try_from(chosen.unwrap_or(0)).unwrap_or(0))
            }
        }
    }

    fn options(&self) -> Array {
        Array::from(&get(&self.field, "options"))
    }

    /// Takes over what was read as the stored value.
    pub fn store(&self) {
        match self.kind {
            Kind::Text => set(&self.field, "defaultValue", &self.read),
            Kind::Tick => set(&self.field, "defaultChecked", &self.read),
            Kind::List => {
                let chosen = self.read.as_f64();
                for (at, option) in (0_u32..).zip(self.options().iter()) {
                    let is_chosen = Some(f64::from(at)) == chosen;
                    set(&option, "defaultSelected", &is_chosen.into());
                }
            }
            Kind::Secret | Kind::Proof => self.clear(),
        }
    }

    /// Shows the stored value, unless something else was typed since this was read.
    pub fn clear(&self) {
        let stored = self.stored();
        if self.read != stored && get(&self.field, self.kind.shown()) == self.read {
            self.show(&stored);
        }
    }

    /// Shows what another field showed when it was read.
    pub fn show_as(&self, other: &Self) {
        if self.kind == other.kind && self.read != other.read {
            self.show(&other.read);
        }
    }

    fn show(&self, value: &JsValue) {
        set(&self.field, self.kind.shown(), value);
        if let Some(field) = self.field.dyn_ref() {
            tell(field);
        }
    }
}

impl Kind {
    /// The property of what a field shows.
    fn shown(self) -> &'static str {
        match self {
            Self::Text | Self::Secret | Self::Proof => "value",
            Self::Tick => "checked",
            Self::List => "selectedIndex",
        }
    }
}

/// Says that a field was changed by code, as the browser does when someone types.
pub fn tell(field: &EventTarget) {
    for name in ["input", "change"] {
        if let Ok(event) = Event::new(name) {
            event.init_event_with_bubbles(name, true);
            let _ = field.dispatch_event(&event);
        }
    }
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn set(of: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(of, &name.into(), value);
}
