//! The light and dark themes. The system's setting applies until the user chooses one.
use crate::{
    AppError,
    ui::{Form, Icon, ServerMutation, Svg},
};
use domain::hue::Hue;
use leptos::{html, prelude::*, web_sys};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// Returns the value in the cookie and the document.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.code() == code)
    }
}

/// Stores the choice in a cookie for a year, so that the server renders pages in this theme.
#[server]
pub async fn set_theme(to: Theme) -> Result<(), AppError> {
    crate::server::public_context().set_theme(to);
    Ok(())
}

/// Shows the open page in this hue. The next one comes from the server in it.
pub fn show_hue(hue: Hue) {
    if let Some(page) = document().document_element() {
        let _ = page.set_attribute("class", &hue.class());
    }
}

/// Switches to the other theme. The style sheet decides which of the two buttons is visible, as
/// without JavaScript only CSS knows the system's setting.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let action = ServerMutation::<SetTheme>::new();
    let (to_light, to_dark) = (
        NodeRef::<html::Button>::new(),
        NodeRef::<html::Button>::new(),
    );
    // Applies right away; the server only stores it.
    let show = move |theme: Theme| {
        if let Some(page) = document().document_element() {
            let _ = page.set_attribute("data-theme", theme.code());
        }
        // The pressed button is hidden now, so the focus moves to the other one.
        let shown = if theme == Theme::Dark {
            to_light
        } else {
            to_dark
        };
        if let Some(button) = shown.get_untracked() {
            let _ = web_sys::HtmlElement::focus(&button);
        }
    };
    const CLASS: &str = "btn btn-ghost btn-sm btn-square";
    view! {
        <Form action id="theme" class="contents">
            <button
                type="submit"
                name="to"
                value=Theme::Dark.code()
                node_ref=to_dark
                on:click=move |_| show(Theme::Dark)
                class=format!("to-dark {CLASS}")
                aria-label="Dark colours"
                title="Dark colours"
            >
                <Svg icon=Icon::Moon />
            </button>
            <button
                type="submit"
                name="to"
                value=Theme::Light.code()
                node_ref=to_light
                on:click=move |_| show(Theme::Light)
                class=format!("to-light {CLASS}")
                aria-label="Light colours"
                title="Light colours"
            >
                <Svg icon=Icon::Sun />
            </button>
        </Form>
    }
}
