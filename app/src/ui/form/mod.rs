//! Forms that work before and without the script, show errors at their fields, and keep everything
//! that was typed.
mod edited;
mod file;
mod foot;
mod hidden_ids;
mod plain;
mod submit;
mod token;
mod version;

pub use file::FileForm;
pub use foot::{EditableFields, FormFoot};
pub use hidden_ids::{HiddenIds, Ids};
pub use plain::PlainForm;
pub use submit::{AddButton, IconSubmit, Submit, SubmitOnEnter};
pub use token::TokenField;
pub use version::VersionField;

use self::edited::EditedNotice;
use crate::{
    AppError,
    flash::{Flash, use_flash},
    ui::{ErrorNotice, error::sign_in_again, mutation::MutationHandle},
};
use domain::conflict::Conflict;
use leptos::{
    ev::SubmitEvent,
    form::form_data_from_event,
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, UrlSearchParams},
};

/// The state of a form that its fields need.
#[derive(Clone, Copy)]
pub struct FormContext {
    /// Tells the fields of two forms on one page apart.
    id: StoredValue<String>,
    error: Signal<Option<AppError>>,
    pending: Signal<bool>,
    succeeded: Signal<bool>,
    flash: StoredValue<Option<Flash>>,
    /// What sends the form, if the script does.
    action: Option<MutationHandle>,
}

impl FormContext {
    pub fn field_id(self, name: &str) -> String {
        self.id.with_value(|id| format!("{id}-{name}"))
    }

    /// Returns what the user typed before the form was refused, or `value`.
    pub fn typed(self, name: &str, value: String) -> String {
        let typed = self
            .flash
            .with_value(|flash| flash.as_ref()?.fields.get(name).cloned());
        typed.unwrap_or(value)
    }

    /// Whether a box was selected before the form was refused; `value` if it was not refused.
    pub fn ticked(self, name: &str, value: bool) -> bool {
        self.flash.with_value(|flash| {
            flash
                .as_ref()
                .map_or(value, |flash| flash.fields.contains_key(name))
        })
    }

    /// Whether the form is on its way. Its buttons can be read when the form itself is gone.
    pub fn is_pending(self) -> bool {
        self.pending.try_get().unwrap_or(false)
    }

    /// The error of the latest attempt.
    pub fn error(self) -> Signal<Option<AppError>> {
        self.error
    }

    /// Whether the latest attempt succeeded. Each attempt tells its readers.
    fn has_succeeded(self) -> bool {
        self.succeeded.get()
    }

    /// Whether the latest attempt succeeded. It can be read when the form itself is gone.
    fn was_saved(self) -> bool {
        self.succeeded.try_get_untracked().unwrap_or(false)
    }

    /// Whether the form came back refused, as it was typed, from a post without the script.
    fn came_back(self) -> bool {
        self.flash.with_value(Option::is_some)
    }

    /// Whether the page does not know what is stored now.
    fn is_outdated(self) -> bool {
        let is_edited = |error: &Option<AppError>| {
            matches!(error, Some(AppError::Conflict(Conflict::Edited(_))))
        };
        self.came_back() || self.error.with_untracked(is_edited)
    }

    /// Removes the error of the latest attempt.
    fn forget_error(self) {
        if let Some(action) = self.action {
            action.reset();
        }
    }

    pub fn problem(self, name: &'static str) -> Signal<Option<String>> {
        let error = self.error;
        Signal::derive(move || {
            let message = |error: &Option<AppError>| error.as_ref()?.message_for(name);
            error.try_with(message).flatten()
        })
    }
}

/// Returns the surrounding form.
pub fn use_form() -> FormContext {
    expect_context()
}

/// The form of a server function, posted by the script if it runs.
#[component]
pub fn Form(
    #[prop(into)] action: MutationHandle,
    /// Tells the fields of two forms on one page apart.
    #[prop(default = "form".to_owned(), into)]
    id: String,
    #[prop(default = "stack")] class: &'static str,
    children: Children,
) -> impl IntoView {
    // A page can have several forms of one function: only the sent one shows the flash.
    let sent_here = |flash: &Flash| flash.fields.get("form").is_none_or(|sent| *sent == id);
    let flash = use_flash(action.path).filter(sent_here);
    let refused = flash.clone().map(|flash| flash.error);
    let error = Signal::derive(move || action.error().unwrap_or_else(|| refused.clone()));
    let context = FormContext {
        id: StoredValue::new(id.clone()),
        error,
        pending: Signal::derive(move || action.is_pending()),
        succeeded: Signal::derive(move || action.error() == Some(None)),
        flash: StoredValue::new(flash),
        action: Some(action),
    };
    provide_context(context);
    let node = NodeRef::<html::Form>::new();
    focus_first_problem(node, error);
    sign_in_again(move || error.with(|error| matches!(error, Some(AppError::SignedOut))));
    view! {
        <form
            method="post"
            action=action.path
            class=class
            novalidate
            node_ref=node
            on:submit=move |event| submit(action, &event)
        >
            <input type="hidden" name="form" value=id />
            <FormError />
            {children()}
        </form>
    }
}

/// Sends the form's data, unless the event was already handled.
fn submit(action: MutationHandle, event: &SubmitEvent) {
    if event.default_prevented() {
        return;
    }
    // If the script cannot read the data, the browser posts the form.
    if let Some(data) = fields(event) {
        event.prevent_default();
        action.dispatch(data);
    }
}

/// Returns the values of a form's fields and of its submit button, URL-encoded.
pub fn fields(event: &SubmitEvent) -> Option<String> {
    let data = form_data_from_event(event).ok()?;
    let data = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    // A button without a name.
    data.delete("");
    Some(data.to_string().into())
}

/// The error message for errors that do not belong to a field.
#[component]
fn FormError() -> impl IntoView {
    let form = use_form();
    move || {
        let error = form
            .error
            .try_get()
            .flatten()
            .filter(|error| !matches!(error, AppError::Invalid(_)));
        error.map(|error| match error {
            AppError::Conflict(Conflict::Edited(now)) => view! { <EditedNotice now /> }.into_any(),
            error => view! { <ErrorNotice error /> }.into_any(),
        })
    }
}

/// Focuses the first invalid field.
fn focus_first_problem(node: NodeRef<html::Form>, error: Signal<Option<AppError>>) {
    Effect::new(move || {
        if !matches!(error.get(), Some(AppError::Invalid(_))) {
            return;
        }
        request_animation_frame(move || {
            let field = node
                .get_untracked()
                .and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten());
            if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
                let _ = field.focus();
            }
        });
    });
}
