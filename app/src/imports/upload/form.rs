//! The form that sends a list: a file that is chosen or dropped, or cells that are pasted.
use super::send::{PATH, Sender};
use crate::ui::{FieldNote, FileForm, FormFoot, Icon, Svg, TextArea, megabytes, tell, use_form};
use domain::{
    ids::GroupId,
    imports::stored::{ImportKind, MAX_BYTES},
    messages::imports::too_large,
};
use leptos::{
    ev::{DragEvent, SubmitEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::HtmlFormElement,
};

#[component]
pub fn UploadForm(
    kind: ImportKind,
    group: Option<GroupId>,
    /// What is in the field to paste into.
    list: String,
) -> impl IntoView {
    let sender = Sender::new();
    let file = NodeRef::<html::Input>::new();
    let send = move |event: SubmitEvent| {
        let form = event.target();
        let Some(form) = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        event.prevent_default();
        match size(file).filter(|size| *size > MAX_BYTES) {
            Some(size) => sender.refuse("file", too_large(size)),
            None => sender.send(&form),
        }
    };
    view! {
        <FileForm path=PATH error=sender.error() pending=sender.pending() on_submit=send>
            <input type="hidden" name="kind" value=kind.code() />
            <input type="hidden" name="group" value=group.map(|id| id.to_string()).unwrap_or_default() />
            <FileDrop file />
            <TextArea
                name="list"
                label="Or paste the list"
                value=list
                rows=6
                hint="Cells copied from a spreadsheet, or any text. Not used if a file is chosen."
            />
            <Buttons sender back=back(kind, group) />
        </FileForm>
    }
}

/// The page that the list belongs to.
fn back(kind: ImportKind, group: Option<GroupId>) -> String {
    match (kind, group) {
        (ImportKind::Members, Some(group)) => format!("/groups/{group}/users"),
        (ImportKind::GroupCourses, Some(group)) => format!("/groups/{group}/courses"),
        (ImportKind::Groups, _) => "/groups".to_owned(),
        _ => "/users".to_owned(),
    }
}

fn size(file: NodeRef<html::Input>) -> Option<u64> {
    let size = file.get_untracked()?.files()?.get(0)?.size();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the size of a file is a whole number"
    )]
    Some(size as u64)
}

/// The input of a file, onto which one can be dropped.
#[component]
fn FileDrop(file: NodeRef<html::Input>) -> impl IntoView {
    let form = use_form();
    let (id, problem) = (form.field_id("file"), form.problem("file"));
    let hovered = RwSignal::new(false);
    let hover = move |event: DragEvent| {
        event.prevent_default();
        hovered.set(true);
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        hovered.set(false);
        let files = event.data_transfer().and_then(|dropped| dropped.files());
        if let (Some(files), Some(input)) = (files, file.get_untracked())
            && files.length() > 0
        {
            input.set_files(Some(&files));
            tell(&input);
        }
    };
    view! {
        <div class="field">
            <div
                class="drop-zone"
                class:drop-zone-over=move || hovered.get()
                on:dragenter=hover
                on:dragover=hover
                on:dragleave=move |_| hovered.set(false)
                on:drop=drop
            >
                <Svg icon=Icon::Upload class="muted size-6" />
                <label class="font-medium" for=id.clone()>
                    "Choose a file"
                    <span class="script-only">", or drop it here"</span>
                </label>
                <input
                    node_ref=file
                    id=id.clone()
                    type="file"
                    name="file"
                    class="file-input w-full max-w-sm"
                    autocomplete="off"
                    aria-invalid=move || problem.with(Option::is_some).to_string()
                    aria-describedby=format!("{id}-note")
                />
            </div>
            <FieldNote
                id
                hint=format!(
                    "CSV, TSV, Excel (XLSX), OpenDocument (ODS) or text, up to 200,000 rows and {}.",
                    megabytes(MAX_BYTES),
                )
                problem
            />
        </div>
    }
}

/// The button that sends, and while the list is sent the progress and Cancel.
#[component]
fn Buttons(sender: Sender, back: String) -> impl IntoView {
    let back = StoredValue::new(back);
    let idle = move || {
        view! { <FormFoot label="Check the list" cancel=back.get_value() /> }
    };
    let sending = move || {
        view! {
            <div class="grid gap-2" role="status">
                <p class="text-sm">{move || sender.sentence()}</p>
                <progress
                    class="progress progress-primary w-full"
                    max="100"
                    value=move || sender.percent()
                    aria-label="Upload"
                ></progress>
                <div>
                    <button type="button" class="btn btn-sm" on:click=move |_| sender.cancel()>
                        "Cancel the upload"
                    </button>
                </div>
            </div>
        }
    };
    move || {
        if sender.pending().get() {
            sending().into_any()
        } else {
            idle().into_any()
        }
    }
}
