//! What each column of a list is used for, and how the list is read.
use super::{
    SetImportColumns, import_page::ImportHead, opened::provide_import, reading_form::ReadingForm,
};
use crate::ui::{
    EmptyState, Form, HiddenIds, Icon, ResourceView, ServerMutation, Submit, select_options,
    use_form,
};
use domain::imports::{
    columns::{Field, fields_of},
    forms::NumberedTexts,
    stored::ImportKind,
    views::{ColumnView, ImportView},
};
use leptos::prelude::*;

#[component]
pub fn ImportColumnsPage() -> impl IntoView {
    let import = provide_import();
    let opened = import.resource();
    view! {
        <ResourceView
            of=opened
            view=move |opened| {
                import.follow(&opened.view);
                view! { <Opened view=opened.view /> }
            }
        />
    }
}

#[component]
fn Opened(view: ImportView) -> impl IntoView {
    let is_open = view.state.is_open();
    let refusal = view.refusal.clone();
    view! {
        <ImportHead view=view.clone() below="Columns" />
        {refusal
            .map(|refusal| {
                view! {
                    <p class="notice notice-error mb-4" role="alert">
                        {refusal}
                    </p>
                }
            })}
        {is_open.then(|| view! { <Reading view=view.clone() /> })}
        {(!view.columns.is_empty()).then(|| view! { <Columns view is_open /> })}
    }
}

#[component]
fn Reading(view: ImportView) -> impl IntoView {
    view! {
        <section class="panel mb-4" aria-labelledby="reading-title">
            <div class="panel-head">
                <h2 id="reading-title" class="panel-title">
                    "Reading"
                </h2>
            </div>
            <div class="px-6 pb-6">
                <ReadingForm view />
            </div>
        </section>
    }
}

#[component]
fn Columns(view: ImportView, is_open: bool) -> impl IntoView {
    let import = super::opened::use_import();
    let action = ServerMutation::<SetImportColumns>::new();
    let kind = view.kind;
    let columns = view.columns.into_iter().enumerate();
    let columns = columns
        .map(|(number, column)| view! { <Column kind number column /> })
        .collect_view();
    if !is_open {
        return view! {
            <EmptyState icon=Icon::Info title="The columns can’t be changed now">
                "Columns are chosen before a list is applied."
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <section class="panel" aria-labelledby="columns-title">
            <div class="panel-head">
                <h2 id="columns-title" class="panel-title">
                    "What each column is used for"
                </h2>
                <p class="muted w-full text-sm">"With the first values of the list."</p>
            </div>
            <Form action id="columns" class="grid">
                <HiddenIds ids=import.ids() />
                <ul class="rows">{columns}</ul>
                <div class="flex flex-wrap gap-2 border-t border-base-300 px-6 py-4">
                    <Submit label="Check again" />
                    <a class="btn btn-ghost" href=format!("/imports/{}", view.id)>
                        "Cancel"
                    </a>
                </div>
            </Form>
        </section>
    }
    .into_any()
}

#[component]
fn Column(kind: ImportKind, number: usize, column: ColumnView) -> impl IntoView {
    let form = use_form();
    let name = NumberedTexts::name("field", number, false);
    let id = form.field_id(&name);
    let used = column.field.map(Field::code).unwrap_or_default();
    let chosen = form.typed(&name, used.to_owned());
    let heading = match column.heading.as_str() {
        "" => format!("Column {}", number + 1),
        heading => heading.to_owned(),
    };
    let samples = column.samples.iter().cloned();
    let samples = samples
        .map(|sample| view! { <li class="cell">{sample}</li> })
        .collect_view();
    let options = select_options(options(kind, &column), &chosen);
    view! {
        <li class="column-row">
            <div class="grid min-w-0 gap-1">
                <label class="font-medium wrap-anywhere" for=id.clone()>
                    {heading}
                </label>
                <ul class="flex flex-wrap gap-1 empty:hidden">{samples}</ul>
                {column.unused.clone().map(|why| view! { <p class="muted text-sm">{why}</p> })}
            </div>
            <select id=id name=name class="select w-full">
                {options}
            </select>
        </li>
    }
}

/// A column of passwords is used as nothing else.
fn options(kind: ImportKind, column: &ColumnView) -> Vec<(String, String)> {
    let fields = fields_of(kind).iter().copied();
    let fits = |field: &Field| !has_passwords(column) || *field == Field::Password;
    let fields = fields
        .filter(fits)
        .map(|field| (field.code().to_owned(), field.label().to_owned()));
    std::iter::once((String::new(), "Not used".to_owned()))
        .chain(fields)
        .collect()
}

/// Passwords arrive here as dots only.
fn has_passwords(column: &ColumnView) -> bool {
    let is_dots = |text: &String| !text.is_empty() && text.chars().all(|c| c == '•');
    column.field == Some(Field::Password)
        || (!column.samples.is_empty() && column.samples.iter().all(is_dots))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_can_be_nothing_else() {
        let column = |samples: &[&str], field| ColumnView {
            is_secret: false,
            heading: "x".into(),
            samples: samples.iter().map(|text| (*text).to_owned()).collect(),
            field,
            unused: None,
        };
        let codes = |column| {
            let options = options(ImportKind::Users, &column);
            options
                .into_iter()
                .map(|(code, _)| code)
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(column(&["••••••••"], None)), ["", "password"]);
        assert_eq!(codes(column(&[], Some(Field::Password))), ["", "password"]);
        assert!(codes(column(&["ana"], None)).len() > 10);
        assert!(codes(column(&[], None)).len() > 10);
    }
}
