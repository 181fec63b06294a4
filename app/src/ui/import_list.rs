//! A list of people that is pasted or read from a file, and what comes of each line.
use super::{Badge, TextArea, Tone, toast};
use domain::member_imports::MAX_BYTES;
use leptos::{html, prelude::*, task::spawn_local, web_sys::HtmlInputElement};

/// Where the list goes, called `list` in its form.
#[component]
pub fn ImportListField(label: &'static str) -> impl IntoView {
    let list = NodeRef::<html::Textarea>::new();
    view! {
        <TextArea name="list" label required=true rows=10 node=list hint="At most 5,000 lines."/>
        <FileButton list/>
    }
}

/// Reads a file into the field. Only where there is a script to do it.
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
                _ => toast("The file could not be read."),
            }
        });
    };
    view! {
        <label class="field script-only">
            <span class="label-text">"Or take them from a file"</span>
            <input type="file" class="file-input w-full" accept=".csv,.txt,text/csv,text/plain" on:change:target=move |event| read(event.target())/>
        </label>
    }
}

/// One line of a list with its verdict.
#[component]
pub fn ImportListRow(
    /// Its number in the list, from 1.
    line: usize,
    /// What stands there.
    typed: String,
    /// Whom it is about, where that is known.
    name: Option<String>,
    #[prop(into)] verdict: String,
    tone: Tone,
    /// What the verdict does not say.
    #[prop(default = String::new())]
    why: String,
) -> impl IntoView {
    view! {
        <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <span class="muted w-10 text-right text-sm tabular-nums"><span class="sr-only">"Line "</span>{line}</span>
            <span class="min-w-0 flex-1 wrap-anywhere">
                {typed} {name.map(|name| view! { <span class="muted text-sm">" · " {name}</span> })}
                {(!why.is_empty()).then(|| view! { <span class="block text-sm text-warning">{why}</span> })}
            </span>
            <Badge text=verdict tone/>
        </li>
    }
}
