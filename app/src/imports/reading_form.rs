//! How the bytes of a list are read: encoding and separator of a text, sheet of a workbook.
use super::{SetImportReading, opened::use_import};
use crate::ui::{Form, HiddenIds, SelectField, ServerMutation, Submit};
use domain::imports::{
    forms::{ENCODINGS, SEPARATORS, separator_code, separator_name},
    views::ImportView,
};
use leptos::prelude::*;

#[component]
pub fn ReadingForm(view: ImportView) -> impl IntoView {
    let import = use_import();
    let action = ServerMutation::<SetImportReading>::new();
    import.reload_after(action);
    let is_workbook = !view.sheets.is_empty();
    let fields = if is_workbook {
        view! { <Sheets view /> }.into_any()
    } else {
        view! { <TextReading view /> }.into_any()
    };
    view! {
        <Form action id="reading">
            <HiddenIds ids=import.ids() />
            <div class="grid gap-4 sm:grid-cols-2">{fields}</div>
            <div>
                <Submit label="Read again" class="btn" />
            </div>
        </Form>
    }
}

#[component]
fn Sheets(view: ImportView) -> impl IntoView {
    let sheets = view
        .sheets
        .into_iter()
        .map(|sheet| (sheet.clone(), sheet))
        .collect();
    view! { <SelectField name="sheet" label="Sheet" options=sheets value=view.sheet.unwrap_or_default() /> }
}

#[component]
fn TextReading(view: ImportView) -> impl IntoView {
    let found = view.encoding.unwrap_or_default();
    let known = ENCODINGS
        .iter()
        .find(|(label, _)| label.eq_ignore_ascii_case(&found));
    let encodings = ENCODINGS
        .iter()
        .map(|(label, name)| ((*label).to_owned(), (*name).to_owned()));
    let encodings = with_automatic(encodings);
    let mut separators: Vec<_> = with_automatic(
        SEPARATORS
            .iter()
            .map(|(_, code, name)| ((*code).to_owned(), (*name).to_owned())),
    );
    let separator = view.separator.map(separator_code).unwrap_or_default();
    // One that is found without being offered stays.
    if let Some(found) = view.separator
        && !separators.iter().any(|(code, _)| *code == separator)
    {
        separators.push((separator.clone(), separator_name(found)));
    }
    let encoding = known.map(|(label, _)| *label).unwrap_or_default();
    view! {
        <SelectField name="encoding" label="Encoding" options=encodings value=encoding />
        <SelectField name="separator" label="Separator" options=separators value=separator />
    }
}

/// The first choice lets the reader find out.
fn with_automatic(options: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), "Automatic".to_owned()))
        .chain(options)
        .collect()
}
