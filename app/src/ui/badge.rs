use leptos::prelude::*;

/// The meaning of a badge, shown by its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Warn,
    Accent,
}

#[component]
pub fn Badge(
    #[prop(into)] text: String,
    #[prop(default = Tone::Plain)] tone: Tone,
) -> impl IntoView {
    let class = match tone {
        Tone::Plain => "tag",
        Tone::Good => "tag tag-good",
        Tone::Warn => "tag tag-warn",
        Tone::Accent => "tag tag-accent",
    };
    view! { <span class=class>{text}</span> }
}
