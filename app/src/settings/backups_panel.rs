//! The panel that says when the portal last backed itself up.
use super::get_last_backup;
use crate::{
    changes::use_list_changes,
    ui::{LocalTime, ResourceView, ServerResource},
};
use domain::{
    backups::{BackupFailure, BackupJournal, BackupMade, readable_bytes},
    events::ListKind,
};
use leptos::prelude::*;

#[component]
pub fn BackupsPanel() -> impl IntoView {
    let changes = use_list_changes(ListKind::Settings);
    let journal = ServerResource::new(move || changes.get(), |_| get_last_backup());
    view! { <ResourceView of=journal view=|journal| view! { <Backups journal /> } /> }
}

/// Shows nothing where the portal was never to back itself up.
#[component]
fn Backups(journal: BackupJournal) -> impl IntoView {
    let BackupJournal { made, failed } = journal;
    (made.is_some() || failed.is_some()).then(|| {
        view! {
            <section class="panel mt-6 p-6" aria-label="Backups">
                <h2 class="panel-title mb-2">"Backups"</h2>
                {failed.map(|failed| view! { <Failed failed /> })}
                {made.map(|made| view! { <Made made /> })}
            </section>
        }
    })
}

#[component]
fn Made(made: BackupMade) -> impl IntoView {
    view! {
        <p>"Last backup: " <LocalTime at=made.at /> ", " {readable_bytes(made.bytes)}</p>
        <p class="muted text-sm wrap-anywhere">{made.file}</p>
    }
}

#[component]
fn Failed(failed: BackupFailure) -> impl IntoView {
    view! {
        <p role="alert" class="notice notice-error wrap-anywhere">
            <span>
                "The backup failed: " {failed.reason} " (" <LocalTime at=failed.at />
                "). The portal tries again every hour. Earlier backups are kept."
            </span>
        </p>
    }
}
