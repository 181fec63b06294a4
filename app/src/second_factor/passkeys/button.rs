//! The button that asks the browser for a passkey, and then sends its form.
use super::{begin_passkey, begin_passkey_proof, begin_passkey_sign_in, browser};
use crate::{AppError, ui::ErrorNotice};
use leptos::{
    ev::MouseEvent,
    html,
    prelude::*,
    task::spawn_local,
    web_sys::{FormData, HtmlFormElement},
};

/// What a passkey is asked for.
#[derive(Clone, Copy)]
pub enum Ceremony {
    Add,
    Prove,
    SignIn,
}

/// Why there is nothing to send.
#[derive(Clone)]
enum Problem {
    Refused(AppError),
    InBrowser(&'static str),
}

impl Ceremony {
    /// Returns what the browser made or signed.
    async fn run(self, form: &HtmlFormElement) -> Result<String, Problem> {
        let options = match self {
            Self::Add => begin_passkey(typed_name(form)).await,
            Self::Prove => begin_passkey_proof().await,
            Self::SignIn => begin_passkey_sign_in().await,
        };
        let options = options.map_err(Problem::Refused)?;
        let made = match self {
            Self::Add => browser::create(&options).await,
            Self::Prove | Self::SignIn => browser::get(&options).await,
        };
        made.map_err(Problem::InBrowser)
    }
}

fn typed_name(form: &HtmlFormElement) -> String {
    let data = FormData::new_with_form(form).ok();
    let name = data.and_then(|data| data.get("name").as_string());
    name.unwrap_or_default()
}

/// Belongs into a `PlainForm`, whose function takes the `credential`. Hidden without JavaScript.
#[component]
pub fn PasskeyButton(ceremony: Ceremony, label: &'static str) -> impl IntoView {
    let credential = NodeRef::<html::Input>::new();
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);
    let press = move |event: MouseEvent| {
        event.prevent_default();
        let Some(input) = credential.get_untracked() else {
            return;
        };
        let Some(form) = input.form().filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            match ceremony.run(&form).await {
                Ok(made) => {
                    input.set_value(&made);
                    // The browser loads the page that follows.
                    let _ = form.submit();
                }
                Err(why) => {
                    problem.set(Some(why));
                    busy.set(false);
                }
            }
        });
    };
    view! {
        <input type="hidden" name="credential" node_ref=credential />
        {move || problem.get().map(|problem| view! { <ProblemLine problem /> })}
        <div class="script-only">
            <button
                type="submit"
                class="btn btn-primary"
                on:click=press
                disabled=move || busy.get()
                aria-busy=move || busy.get().to_string()
            >
                {label}
            </button>
        </div>
        <noscript>
            <p class="text-sm">"Passkeys need JavaScript in this browser."</p>
        </noscript>
    }
}

#[component]
fn ProblemLine(problem: Problem) -> impl IntoView {
    match problem {
        Problem::Refused(error) => match error.message_for("name") {
            Some(sentence) => view! { <Refused sentence /> }.into_any(),
            None => view! { <ErrorNotice error /> }.into_any(),
        },
        Problem::InBrowser(sentence) => view! { <Refused sentence /> }.into_any(),
    }
}

#[component]
fn Refused(#[prop(into)] sentence: String) -> impl IntoView {
    view! {
        <p role="alert" class="notice notice-error">
            {sentence}
        </p>
    }
}
