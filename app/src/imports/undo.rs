//! **Undo**: takes back what an import did.
use super::{UndoImport, get_import, labels::summary, opened::use_import};
use crate::ui::{
    ConfirmDialog, DialogButtons, Form, HiddenIds, ServerMutation, ServerResource,
    query_link_untracked, query_text,
};
use domain::imports::{stored::ImportKind, views::ImportView};
use leptos::prelude::*;

/// Opens with `?undo=1`.
#[component]
pub fn UndoDialog() -> impl IntoView {
    let import = use_import();
    let asked = query_text("undo");
    let opened = ServerResource::optional(
        move || (!asked.read().is_empty()).then(|| import.id.get()),
        get_import,
    );
    view! {
        <ConfirmDialog
            title="Undo the import"
            name="undo"
            preview=opened
            form=|opened| view! { <Question view=opened.view /> }.into_any()
        />
    }
}

#[component]
fn Question(view: ImportView) -> impl IntoView {
    let import = use_import();
    let action = ServerMutation::<UndoImport>::new();
    import.reload_after(action);
    let what = match view.kind {
        ImportKind::Users => {
            "Users that this import added are deleted, unless they have signed in, learnt, or been edited since. \
             Updates are taken back where the value is still the one of the list, and so are the groups, courses and \
             branches that the import gave."
        }
        ImportKind::Members => {
            "The members that this import added leave the group, with the courses that it gave them. Progress is kept."
        }
        ImportKind::Groups => {
            "Groups that this import added are deleted unless they have members or were edited since, and updates are \
             taken back where the value is still the one of the list."
        }
        ImportKind::GroupCourses => {
            "The courses that this import added are removed from the group."
        }
    };
    view! {
        <Form action id="undo">
            <HiddenIds ids=import.ids() />
            <p class="text-base">{summary(view.counts)} "."</p>
            <p class="muted text-sm">{what}</p>
            <DialogButtons return_to=query_link_untracked(&[("undo", None)]) submit="Undo the import" />
        </Form>
    }
}
