use super::get_export_choice;
use crate::ui::{
    Dialog, DialogAnswers, HiddenIds, Ids, ResourceResultView, ServerResource, query_link,
    query_link_untracked, query_text, select_options,
};
use domain::exports::{Encoding, ExportChoice, ExportFormat, Separator};
use leptos::prelude::*;

/// A list that a page offers as a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportOffer {
    pub title: &'static str,
    /// The path of the file.
    pub path: String,
    pub contents: &'static str,
    /// The filter of the page, as fields of the form.
    pub filter: Ids,
}

/// The query parameter that names the list.
const NAME: &str = "export";

/// Returns the link that opens the dialog for this list.
pub fn export_link(list: &str) -> String {
    query_link(&[(NAME, Some(list.to_owned()))])
}

/// Returns the list in the address; empty if the dialog is closed.
pub fn use_export() -> Memo<String> {
    query_text(NAME)
}

/// Opens with `?export=...`. Its form downloads the file, and works without a script.
#[component]
pub fn ExportDialog(
    /// The list in the address, if the page offers it.
    #[prop(into)]
    offer: Signal<Option<ExportOffer>>,
) -> impl IntoView {
    let is_open = Memo::new(move |_| offer.with(Option::is_some));
    let choice = ServerResource::optional(
        move || is_open.get().then_some(()),
        |()| get_export_choice(),
    );
    let form = move || {
        let offer = offer.get()?;
        Some(view! {
            <ResourceResultView
                of=choice
                view=move |choice| {
                    let choice = choice.ok().flatten().unwrap_or_default();
                    let offer = offer.clone();
                    view! {
                        <Dialog title=offer.title close=query_link_untracked(&[(NAME, None)])>
                            <ExportForm offer choice />
                        </Dialog>
                    }
                }
            />
        })
    };
    view! { {form} }
}

/// A file, and so no page: the browser sends this form itself.
#[component]
fn ExportForm(offer: ExportOffer, choice: ExportChoice) -> impl IntoView {
    let encodings = options(Encoding::ALL, Encoding::code, Encoding::label);
    let separators = options(Separator::ALL, Separator::code, Separator::label);
    view! {
        <form method="get" action=offer.path class="stack export-form">
            <p>{offer.contents}</p>
            <HiddenIds ids=offer.filter />
            <FormatField chosen=choice.format />
            <div class="csv-only stack">
                <CsvField
                    name="separator"
                    label="Separator"
                    options=separators
                    value=choice.separator.code()
                />
                <CsvField
                    name="encoding"
                    label="Encoding"
                    options=encodings
                    value=choice.encoding.code()
                    hint="Windows-1252 is for old programs: it has ? in place of other letters, such as Ł or Ж."
                />
            </div>
            <DialogAnswers return_to=query_link_untracked(&[(NAME, None)]) back="Back">
                <button type="submit" class="btn btn-primary">
                    "Download"
                </button>
            </DialogAnswers>
        </form>
    }
}

#[component]
fn FormatField(chosen: ExportFormat) -> impl IntoView {
    let choice = |format: ExportFormat, meaning: &'static str| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    class="radio radio-sm mt-0.5"
                    name="format"
                    value=format.code()
                    checked=format == chosen
                />
                <span>
                    <span class="font-medium">{format.label()}</span>
                    <span class="muted block text-sm">{meaning}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label-text">"Format"</legend>
            <div class="grid gap-2">
                {choice(ExportFormat::Csv, "For other systems.")}
                {choice(ExportFormat::Xlsx, "Opens in every spreadsheet as it is.")}
            </div>
        </fieldset>
    }
}

#[component]
fn CsvField(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    value: &'static str,
    #[prop(optional, into)] hint: Option<&'static str>,
) -> impl IntoView {
    let (id, note) = (format!("export-{name}"), format!("export-{name}-note"));
    let described = hint.map(|_| note.clone());
    view! {
        <div class="field">
            <label class="label-text" for=id.clone()>
                {label}
            </label>
            <select id=id name=name class="select w-full" aria-describedby=described>
                {select_options(options, value)}
            </select>
            {hint
                .map(|hint| {
                    view! {
                        <p id=note class="muted text-sm">
                            {hint}
                        </p>
                    }
                })}
        </div>
    }
}

fn options<T: Copy>(
    all: &[T],
    code: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> &'static str,
) -> Vec<(String, String)> {
    let option = |one: &T| (code(*one).to_owned(), label(*one).to_owned());
    all.iter().map(option).collect()
}
