//! Sends the form with a request that tells how much has arrived, which `fetch` does not.
use crate::{AppError, changes::page_id, decode_error, ui::megabytes};
use domain::{events::PAGE_HEADER, field_error::FieldError};
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys::{FormData, HtmlFormElement, ProgressEvent, XmlHttpRequest},
};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::Deserialize;
use std::cell::RefCell;

/// The address that lists are posted to.
pub const PATH: &str = "/imports";

/// Leads to the import at an address.
type Opening = Box<dyn Fn(&str) + Send + Sync>;

/// An upload under way, and how the last one ended.
#[derive(Clone, Copy)]
pub struct Sender {
    /// How many bytes are sent, and how many there are.
    progress: RwSignal<Option<(u64, u64)>>,
    /// As [`crate::ui::MutationHandle::error`].
    error: RwSignal<Option<Option<AppError>>>,
    open: StoredValue<Opening>,
}

thread_local! {
    /// The request under way, in the browser only: a page sends one at a time.
    static REQUEST: RefCell<Option<XmlHttpRequest>> = const { RefCell::new(None) };
}

/// Ends the request under way.
fn abort() {
    // It is forgotten first, so that its end is not taken for an error.
    if let Some(request) = REQUEST.take() {
        let _ = request.abort();
    }
}

/// The answer to a list that was received.
#[derive(Deserialize)]
struct Received {
    location: String,
}

impl Sender {
    pub fn new() -> Self {
        let navigate = use_navigate();
        let open = move |path: &str| navigate(path, NavigateOptions::default());
        let sender = Self {
            progress: RwSignal::new(None),
            error: RwSignal::new(None),
            open: StoredValue::new(Box::new(open)),
        };
        // Without this page no one would say how the upload ended.
        Effect::new(|| on_cleanup(abort));
        sender
    }

    pub fn pending(self) -> Signal<bool> {
        Signal::derive(move || self.progress.with(Option::is_some))
    }

    pub fn error(self) -> Signal<Option<Option<AppError>>> {
        self.error.into()
    }

    /// Shows an error at a field without sending anything.
    pub fn refuse(self, field: &str, message: String) {
        let error = FieldError {
            field: field.to_owned(),
            code: String::new(),
            message,
        };
        self.error.set(Some(Some(AppError::Invalid(vec![error]))));
    }

    pub fn cancel(self) {
        abort();
        self.progress.set(None);
    }

    pub fn percent(self) -> String {
        let percent = |(sent, total): (u64, u64)| (sent * 100).checked_div(total).unwrap_or(0);
        self.progress.get().map_or(0, percent).to_string()
    }

    pub fn sentence(self) -> String {
        match self.progress.get() {
            Some((sent, total)) if sent < total => {
                format!("{} of {} sent", megabytes(sent), megabytes(total))
            }
            _ => "The list has arrived and is being read…".to_owned(),
        }
    }

    /// Sends the form, and opens the page of the import.
    pub fn send(self, form: &HtmlFormElement) {
        self.error.set(None);
        match self.start(form) {
            Ok(request) => REQUEST.set(Some(request)),
            Err(_) => self.error.set(Some(Some(AppError::Unreachable))),
        }
    }

    fn start(self, form: &HtmlFormElement) -> Result<XmlHttpRequest, JsValue> {
        let data = FormData::new_with_form(form)?;
        let request = XmlHttpRequest::new()?;
        request.open("POST", PATH)?;
        request.set_request_header("Accept", "application/json")?;
        request.set_request_header(PAGE_HEADER, &page_id())?;
        let sent = Closure::<dyn FnMut(ProgressEvent)>::new(move |event| self.advance(&event));
        let upload = request.upload()?;
        upload.set_onprogress(Some(sent.into_js_value().unchecked_ref()));
        let ended = {
            let request = request.clone();
            Closure::once_into_js(move || self.end(&request))
        };
        request.set_onloadend(Some(ended.unchecked_ref()));
        request.send_with_opt_form_data(Some(&data))?;
        self.progress.set(Some((0, 1)));
        Ok(request)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "both are whole numbers"
    )]
    fn advance(self, event: &ProgressEvent) {
        let bytes = (event.loaded() as u64, event.total() as u64);
        let _ = self.progress.try_set(Some(bytes));
    }

    fn end(self, request: &XmlHttpRequest) {
        if REQUEST.take().is_none() {
            return;
        }
        let text = request.response_text().ok().flatten().unwrap_or_default();
        let status = request.status().unwrap_or_default();
        let received = serde_json::from_str::<Received>(&text);
        let error = match (status, received) {
            (200, Ok(received)) => {
                self.open.with_value(|open| open(&received.location));
                return;
            }
            (0, _) => AppError::Unreachable,
            _ => serde_json::from_str(&text).unwrap_or_else(|_| decode_error()),
        };
        self.progress.set(None);
        self.error.set(Some(Some(error)));
    }
}
