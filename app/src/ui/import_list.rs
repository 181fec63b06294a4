//! A list of users to import, pasted or read from a file, and the verdict for each line.
use super::{Badge, TextArea, Tone, toast};
use domain::member_imports::MAX_BYTES;
use leptos::{html, prelude::*, task::spawn_local, web_sys::HtmlInputElement};

/// The text field for the list, named `list` in its form.
#[component]
pub fn ImportListField(
    label: &'static str,
    /// A list that was checked before, to be changed.
    #[prop(optional)]
    value: String,
) -> impl IntoView {
    let list = NodeRef::<html::Textarea>::new();
    view! {
        <TextArea name="list" label value required=true rows=10 node=list hint="At most 5,000 lines." />
        <FileButton list />
    }
}

/// Reads a file into the field. Hidden without JavaScript.
#[component]
fn FileButton(list: NodeRef<html::Textarea>) -> impl IntoView {
    let read = move |input: HtmlInputElement| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        if file.size() > MAX_BYTES as f64 {
            toast("This file is too large for a list of 5,000 lines.");
            return;
        }
        spawn_local(async move {
            let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
            let text = text.ok().and_then(|text| text.as_string());
            match (text, list.get_untracked()) {
                (Some(text), Some(list)) => list.set_value(&text),
                _ => toast("The file couldn’t be read."),
            }
        });
    };
    view! {
        <label class="field script-only">
            <span class="label-text">"Or choose a file"</span>
            <input
                type="file"
                class="file-input w-full"
                accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
                on:change:target=move |event| read(event.target())
            />
        </label>
    }
}

/// How a list was read, in sentences.
#[component]
pub fn ImportNotes(notes: Vec<String>) -> impl IntoView {
    let notes = notes
        .into_iter()
        .map(|note| view! { <p class="muted text-sm wrap-anywhere">{note}</p> });
    notes.collect_view()
}

/// One line of a list with its verdict.
#[component]
pub fn ImportListRow(
    /// The number of the line, starting at 1.
    line: usize,
    /// The content of the line.
    typed: String,
    /// The name of the user, if known.
    name: Option<String>,
    #[prop(into)] verdict: String,
    tone: Tone,
    /// What else is known of the user.
    #[prop(default = String::new())]
    details: String,
    /// Details of the verdict.
    #[prop(default = String::new())]
    why: String,
) -> impl IntoView {
    view! {
        <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <span class="muted w-10 text-right text-sm tabular-nums">
                <span class="sr-only">"Line "</span>
                {line}
            </span>
            <span class="min-w-0 flex-1 wrap-anywhere">
                {typed} {name.map(|name| view! { <span class="muted text-sm">" · " {name}</span> })}
                {(!details.is_empty()).then(|| view! { <span class="muted text-sm">" · " {details}</span> })}
                {(!why.is_empty()).then(|| view! { <span class="block text-sm text-warning">{why}</span> })}
            </span>
            <Badge text=verdict tone />
        </li>
    }
}
