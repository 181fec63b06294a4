//! An import as its pages load it.
use super::{OpenedImport, get_import};
use crate::{
    changes::use_changes,
    ui::{ServerMutation, ServerResource, on_success, route_id},
};
use domain::{events::ChangeEvent, ids::ImportId, imports::views::ImportView};
use leptos::{prelude::*, server_fn::ServerFn};
use std::time::Duration;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct ImportContext {
    pub id: Memo<ImportId>,
    /// Counts the changes of the import, by this page and others.
    pub changes: Memo<u64>,
    reloads: RwSignal<u64>,
}

/// How long a page waits for news of work before it asks: what happened between the rendering of the page
/// and its event stream was told to no one.
const PATIENCE: Duration = Duration::from_secs(4);

/// Makes the context of the import in the address.
pub fn provide_import() -> ImportContext {
    let id = route_id("id", ImportId);
    let events = use_changes(
        move |event| matches!(event, ChangeEvent::Import(import) if import == id.get_untracked()),
    );
    let reloads = RwSignal::new(0);
    let context = ImportContext {
        id,
        changes: Memo::new(move |_| events.get() + reloads.get()),
        reloads,
    };
    provide_context(context);
    context
}

pub fn use_import() -> ImportContext {
    expect_context()
}

impl ImportContext {
    pub fn resource(self) -> ServerResource<OpenedImport> {
        ServerResource::new(
            move || (self.id.get(), self.changes.get()),
            |(id, _)| get_import(id),
        )
    }

    pub fn reload(self) {
        // The page may be gone when a timer ends.
        let _ = self.reloads.try_update(|times| *times += 1);
    }

    /// Loads the import again after a change by this page.
    pub fn reload_after<S>(self, action: ServerMutation<S>)
    where
        S: ServerFn<Output = (), Error = crate::AppError> + 'static,
    {
        on_success(action, move |()| self.reload());
    }

    /// Loads a working import again after a moment.
    pub fn follow(self, view: &ImportView) {
        if view.state.is_working() {
            Effect::new(move || set_timeout(move || self.reload(), PATIENCE));
        }
    }

    /// The hidden field that names the import.
    pub fn ids(self) -> crate::ui::Ids {
        vec![("import", self.id.get_untracked().to_string())]
    }
}
