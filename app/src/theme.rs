//! Light or dark: as the system has it, until the user chooses.
use crate::{
    AppError,
    ui::{Form, Icon, ServerMutation, Svg},
};
use leptos::{html, prelude::*, web_sys};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// As the cookie and the document have it.
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

/// Keeps the choice for a year, in a cookie: the next page comes in it at once.
#[server]
pub async fn set_theme(to: Theme) -> Result<(), AppError> {
    crate::server::public_context().set_theme(to);
    Ok(())
}

/// To the other theme. The style sheet shows the button that is not the present one: without
/// a script nobody else knows what the system has.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let action = ServerMutation::<SetTheme>::new();
    let (to_light, to_dark) = (
        NodeRef::<html::Button>::new(),
        NodeRef::<html::Button>::new(),
    );
    // At once; the server only has to remember it.
    let show = move |theme: Theme| {
        if let Some(page) = document().document_element() {
            let _ = page.set_attribute("data-theme", theme.code());
        }
        // The button that was pressed is gone; the keyboard stays where it was.
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
            <button type="submit" name="to" value=Theme::Dark.code() node_ref=to_dark on:click=move |_| show(Theme::Dark) class=format!("to-dark {CLASS}") aria-label="Dark colours" title="Dark colours"><Svg icon=Icon::Moon/></button>
            <button type="submit" name="to" value=Theme::Light.code() node_ref=to_light on:click=move |_| show(Theme::Light) class=format!("to-light {CLASS}") aria-label="Light colours" title="Light colours"><Svg icon=Icon::Sun/></button>
        </Form>
    }
}
