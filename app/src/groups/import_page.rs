//! **Import members**: a list is pasted or read from a file, looked up, and only then added.
use super::{CheckImport, ImportMembers, editor::use_group, get_import};
use crate::ui::{Act, Badge, Form, Needs, Submit, TextArea, Tone, loaded, route_param, toast};
use domain::{
    imports::{Checked, MOST_BYTES, Row, Verdict},
    policy::Action,
};
use leptos::{html, prelude::*, task::spawn_local, web_sys::HtmlInputElement};
use leptos_meta::Title;

#[component]
pub fn ImportPage() -> impl IntoView {
    view! {
        <Title text="Import members"/>
        <Needs action=Action::EditMembers><Import/></Needs>
    }
}

#[component]
fn Import() -> impl IntoView {
    let group = use_group().id;
    let action = Act::<CheckImport>::new();
    let list = NodeRef::<html::Textarea>::new();
    view! {
        <section class="panel max-w-3xl p-6" aria-labelledby="import-title">
            <h2 id="import-title" class="text-lg font-semibold">"Import members"</h2>
            <p class="muted mb-5 text-sm">
                "One login or e-mail address on each line, or a CSV file with a column headed Login or E-mail. Nothing is written before you have seen what comes of each line."
            </p>
            <Form action>
                <input type="hidden" name="group" value=move || group.get().to_string()/>
                <TextArea name="list" label="Logins or e-mail addresses" required=true rows=10 node=list hint="At most 5,000 lines."/>
                <FileButton list/>
                <div class="flex flex-wrap gap-2">
                    <Submit label="Check the list"/>
                    <a class="btn btn-ghost" href=move || format!("/groups/{}/users", group.get())>"Cancel"</a>
                </div>
            </Form>
        </section>
    }
}

/// Reads a file into the field. Only where there is a script to do it.
#[component]
fn FileButton(list: NodeRef<html::Textarea>) -> impl IntoView {
    let works = RwSignal::new(false);
    Effect::new(move || works.set(true));
    let read = move |input: HtmlInputElement| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        if file.size() > MOST_BYTES as f64 {
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
        <Show when=move || works.get()>
            <label class="field">
                <span class="label-text">"Or take them from a file"</span>
                <input type="file" class="file-input w-full" accept=".csv,.txt,text/csv,text/plain" on:change:target=move |event| read(event.target())/>
            </label>
        </Show>
    }
}

/// The list with its verdicts, and the question whether to add.
#[component]
pub fn CheckedImportPage() -> impl IntoView {
    let (group, ticket) = (use_group().id, route_param("ticket"));
    let checked = Resource::new_blocking(
        move || (group.get(), ticket.get()),
        |(group, ticket)| get_import(group, ticket),
    );
    view! {
        <Title text="Import members"/>
        <Transition>
            {move || Suspend::new(async move {
                loaded(checked.await, move |checked| view! { <Verdicts checked ticket=ticket.get_untracked()/> })
            })}
        </Transition>
    }
}

#[component]
fn Verdicts(checked: Checked, ticket: String) -> impl IntoView {
    let group = use_group().id.get_untracked();
    let action = Act::<ImportMembers>::new();
    let adds = checked.number(Verdict::Adds) > 0;
    let sentence = checked.sentence();
    let rows = checked
        .rows
        .into_iter()
        .map(|row| view! { <Line row/> })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="import-title">
            <div class="grid gap-4 border-b border-base-300 p-6">
                <div>
                    <h2 id="import-title" class="text-lg font-semibold">"Import members"</h2>
                    <p>{sentence}</p>
                    <p class="muted text-sm">"You can undo it for 30 days."</p>
                </div>
                <Form action class="flex flex-wrap gap-2">
                    <input type="hidden" name="group" value=group.to_string()/>
                    <input type="hidden" name="ticket" value=ticket/>
                    {adds.then(|| view! { <Submit label="Add to group"/> })}
                    <a class="btn btn-ghost" href=format!("/groups/{group}/import")>"Another list"</a>
                </Form>
            </div>
            <ol class="rows">{rows}</ol>
        </section>
    }
}

#[component]
fn Line(row: Row) -> impl IntoView {
    let tone = match row.verdict {
        Verdict::Adds => Tone::Good,
        Verdict::AlreadyIn | Verdict::Repeated => Tone::Plain,
        Verdict::Inactive | Verdict::Unknown => Tone::Warn,
    };
    view! {
        <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <span class="muted w-10 text-right text-sm tabular-nums"><span class="sr-only">"Line "</span>{row.line}</span>
            <span class="min-w-0 flex-1 wrap-anywhere">
                {row.typed} {row.name.map(|name| view! { <span class="muted text-sm">" · " {name}</span> })}
            </span>
            <Badge text=row.verdict.label() tone/>
        </li>
    }
}
