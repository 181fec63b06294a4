//! A short message about the outcome of an act, announced by screen readers. At most one is shown.
use super::post::post;
use crate::{AppError, changes::LatestChange};
use leptos::{
    leptos_dom::helpers::TimeoutHandle, prelude::*, server_fn::ServerFn, task::spawn_local,
};
use serde::de::DeserializeOwned;
use std::{sync::Arc, time::Duration};

/// How long a toast is shown.
const SHOWN: Duration = Duration::from_secs(3);

/// How long one with a button is shown.
const SHOWN_WITH_BUTTON: Duration = Duration::from_secs(10);

/// Takes an act back: the call of the function that is its inverse.
#[derive(Clone)]
pub struct Undo {
    path: &'static str,
    data: String,
    /// Shows what the call returned; `false` if what showed it is gone.
    show: Arc<dyn Fn(&str) -> bool + Send + Sync>,
}

impl Undo {
    pub fn of<S>(
        fields: &[(&str, String)],
        show: impl Fn(S::Output) -> bool + Send + Sync + 'static,
    ) -> Self
    where
        S: ServerFn<Error = AppError>,
        S::Output: DeserializeOwned,
    {
        let show = move |body: &str| serde_json::from_slice(body.as_bytes()).is_ok_and(&show);
        Self {
            path: S::PATH,
            data: serde_urlencoded::to_string(fields).unwrap_or_default(),
            show: Arc::new(show),
        }
    }
}

#[derive(Clone)]
struct Toast {
    number: u32,
    sentence: String,
    undo: Option<Undo>,
}

#[derive(Clone, Copy)]
struct LatestToast {
    shown: RwSignal<Option<Toast>>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

pub fn provide_toasts() {
    provide_context(LatestToast {
        shown: RwSignal::new(None),
        timer: StoredValue::new(None),
    });
}

/// Shows a message for a moment.
pub fn toast(sentence: impl Into<String>) {
    show(sentence.into(), None);
}

/// Shows a message with **Undo**, if the act has an inverse.
pub fn toast_with_undo(sentence: impl Into<String>, undo: Option<Undo>) {
    show(sentence.into(), undo);
}

fn show(sentence: String, undo: Option<Undo>) {
    if let Some(latest) = use_context::<LatestToast>() {
        latest.show(sentence, undo);
    }
}

impl LatestToast {
    fn show(self, sentence: String, undo: Option<Undo>) {
        self.shown.update(|shown| {
            let number = shown
                .as_ref()
                .map_or(0, |former| former.number.wrapping_add(1));
            *shown = Some(Toast {
                number,
                sentence,
                undo,
            });
        });
        self.start_timer();
    }

    fn start_timer(self) {
        self.stop_timer();
        let has_button = self
            .shown
            .with_untracked(|toast| toast.as_ref().is_some_and(|toast| toast.undo.is_some()));
        let time = if has_button { SHOWN_WITH_BUTTON } else { SHOWN };
        let timer = set_timeout_with_handle(move || self.shown.set(None), time);
        self.timer.set_value(timer.ok());
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
    }

    /// Takes the act back. What it changed is shown by its row, or everything is fetched again.
    fn undo(self, undo: Undo, changes: LatestChange) {
        self.stop_timer();
        self.shown.set(None);
        spawn_local(async move {
            match post(undo.path, undo.data).await.body {
                Ok(body) if (undo.show)(&body) => {}
                Ok(_) => changes.refetch_all(),
                Err(error) => self.show(error.to_string(), None),
            }
        });
    }
}

/// The area where toasts appear.
#[component]
pub fn Toasts() -> impl IntoView {
    let latest: LatestToast = expect_context();
    let toasts = move || latest.shown.get().into_iter().collect::<Vec<_>>();
    view! {
        <div
            role="status"
            aria-live="polite"
            class="toasts"
            on:pointerenter=move |_| latest.stop_timer()
            on:pointerleave=move |_| latest.start_timer()
            on:focusin=move |_| latest.stop_timer()
            on:focusout=move |_| latest.start_timer()
        >
            <For each=toasts key=|toast| toast.number let(toast)>
                <ToastItem toast latest />
            </For>
        </div>
    }
}

#[component]
fn ToastItem(toast: Toast, latest: LatestToast) -> impl IntoView {
    let changes: LatestChange = expect_context();
    let button = toast.undo.map(|undo| {
        let act = move |_| latest.undo(undo.clone(), changes);
        view! {
            <button type="button" class="toast-button" on:click=act>
                "Undo"
            </button>
        }
    });
    view! {
        <div class="toast-item">
            <p>{toast.sentence}</p>
            {button}
        </div>
    }
}
