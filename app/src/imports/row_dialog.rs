//! **Correct**: the cells of one row as fields.
use super::{CorrectImportRow, get_import_row, opened::use_import};
use crate::ui::{
    ConfirmDialog, DialogButtons, Form, HiddenIds, ServerMutation, ServerResource,
    query_link_untracked, query_text, use_form,
};
use domain::imports::{
    forms::NumberedTexts,
    views::{CellForm, ImportRowForm},
};
use leptos::prelude::*;

/// Opens with `?row=12`, the place of a row.
#[component]
pub fn RowDialog() -> impl IntoView {
    let import = use_import();
    let asked = query_text("row");
    let row = ServerResource::optional(
        move || Some((import.id.get(), asked.get().parse().ok()?)),
        |(import, place): (_, i64)| get_import_row(import, place),
    );
    view! {
        <ConfirmDialog
            title="Correct a row"
            name="row"
            preview=row
            form=|row| view! { <Cells row /> }.into_any()
        />
    }
}

#[component]
fn Cells(row: ImportRowForm) -> impl IntoView {
    let import = use_import();
    let action = ServerMutation::<CorrectImportRow>::new();
    import.reload_after(action);
    let return_to = query_link_untracked(&[("row", None)]);
    let cells = row.cells.into_iter().enumerate();
    let cells = cells
        .map(|(column, cell)| view! { <Cell column cell /> })
        .collect_view();
    view! {
        <Form action id="row">
            <HiddenIds ids=import.ids() />
            <input type="hidden" name="place" value=row.place.to_string() />
            <input type="hidden" name="return_to" value=return_to.clone() />
            <p class="muted text-sm">"Line " {row.line} ". The list is checked again when you save."</p>
            {cells}
            <DialogButtons return_to submit="Save and check again" class="btn btn-primary" />
        </Form>
    }
}

#[component]
fn Cell(column: usize, cell: CellForm) -> impl IntoView {
    let form = use_form();
    let name = NumberedTexts::name("cell", column, cell.is_password);
    let id = form.field_id(&name);
    let value = form.typed(&name, cell.value);
    let kind = if cell.is_password { "password" } else { "text" };
    let hint = cell.is_password.then(|| {
        view! { <p class="muted text-sm">"Leave it empty to keep the password of the list."</p> }
    });
    view! {
        <div class="field">
            <label class="label-text wrap-anywhere" for=id.clone()>
                {cell.label}
            </label>
            <input id=id class="input w-full" type=kind name=name value=value autocomplete="off" />
            {hint}
        </div>
    }
}
