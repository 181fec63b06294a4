//! The page of one import: what happens, or happened, to each row of a list.
use super::{
    OpenedImport,
    choices::Choices,
    how_read::HowRead,
    labels::{list_name, state_tone},
    opened::provide_import,
    reading_form::ReadingForm,
    row_dialog::RowDialog,
    rows::{ImportRows, provide_rows},
    start::{ChangePasted, StartBar},
    summary::Summary,
    undo::UndoDialog,
    work::Work,
};
use crate::ui::{Badge, LocalTime, ResourceView, Trail};
use domain::imports::{
    stored::{ImportKind, ImportState},
    views::ImportView,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn ImportPage() -> impl IntoView {
    let import = provide_import();
    provide_rows();
    let opened = import.resource();
    // The dialogs come first: what is loaded inside the page's view is numbered after them on both sides.
    view! {
        <RowDialog />
        <UndoDialog />
        <ResourceView
            of=opened
            view=move |opened| {
                import.follow(&opened.view);
                view! { <Opened opened /> }
            }
        />
    }
}

#[component]
fn Opened(opened: OpenedImport) -> impl IntoView {
    let view = opened.view.clone();
    let (state, counts) = (view.state, view.counts);
    let body = match state {
        ImportState::Receiving | ImportState::Reading | ImportState::Checking => {
            view! { <Work view /> }.into_any()
        }
        ImportState::Refused => view! { <Refused view /> }.into_any(),
        ImportState::Checked => view! { <Checked opened=opened.clone() /> }.into_any(),
        _ => view! { <Applied view /> }.into_any(),
    };
    let was_applied = matches!(
        state,
        ImportState::Running
            | ImportState::Done
            | ImportState::Cancelled
            | ImportState::Undoing
            | ImportState::Undone
    );
    view! {
        <ImportHead view=opened.view />
        {body}
        {was_applied.then(|| view! { <ImportRows counts state /> })}
    }
}

/// The links that lead back, the title, and how far the import is.
#[component]
pub fn ImportHead(
    view: ImportView,
    /// Whether it is the head of a page below the import's.
    #[prop(optional)]
    below: Option<&'static str>,
) -> impl IntoView {
    let name = list_name(&view);
    let title = view.kind.title();
    let mut links = trail(&view);
    let here = match below {
        Some(here) => {
            links.push((format!("/imports/{}", view.id), name.clone()));
            here.to_owned()
        }
        None => name.clone(),
    };
    view! {
        <Title text=format!("{name} · {title}") />
        <Trail links here=here.clone() />
        <div class="mb-4">
            <div class="page-head">
                <h1 class="page-title wrap-anywhere">{below.unwrap_or(title)}</h1>
                <Badge text=view.state.label() tone=state_tone(view.state) />
            </div>
            <p class="muted mt-1 text-sm wrap-anywhere">{name} " · " <LocalTime at=view.created_at /></p>
        </div>
    }
}

/// The pages above that of the import.
fn trail(view: &ImportView) -> Vec<(String, String)> {
    let link = |href: &str, name: &str| (href.to_owned(), name.to_owned());
    let group = view.group.as_ref().map(|(id, _)| *id);
    let upload = (view.kind.upload_path(group), "Import".to_owned());
    match (view.kind, &view.group) {
        (ImportKind::Members, Some((id, name))) => vec![
            link("/groups", "Groups"),
            (format!("/groups/{id}/users"), name.clone()),
            upload,
        ],
        (ImportKind::GroupCourses, Some((id, name))) => vec![
            link("/groups", "Groups"),
            (format!("/groups/{id}/courses"), name.clone()),
            upload,
        ],
        (ImportKind::Groups, _) => vec![link("/groups", "Groups"), upload],
        _ => vec![link("/users", "Users"), upload],
    }
}

/// A list that cannot be read as it is.
#[component]
fn Refused(view: ImportView) -> impl IntoView {
    let group = view.group.as_ref().map(|(id, _)| *id);
    let another = view.kind.upload_path(group);
    view! {
        <section class="panel form-page p-6" aria-label="The list can’t be read">
            <p class="text-base font-medium wrap-anywhere" role="alert">
                {view.refusal.clone().unwrap_or_else(|| "The list can’t be read.".to_owned())}
            </p>
            <p class="muted mt-1 mb-5 text-sm">
                "Nothing was changed. If the list was read in the wrong way, choose how to read it, or upload another."
            </p>
            <ReadingForm view=view.clone() />
            <p class="mt-5 flex flex-wrap gap-2">
                <ChangePasted view=view.clone() />
                <a class="btn btn-ghost" href=another>
                    "Upload another list"
                </a>
            </p>
        </section>
    }
}

/// A list whose rows have their verdicts.
#[component]
fn Checked(opened: OpenedImport) -> impl IntoView {
    let view = opened.view.clone();
    view! {
        <StartBar view=view.clone() />
        <div class="grid grid-cols-1 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <div class="grid grid-cols-1 gap-4 lg:order-last">
                <HowRead view=view.clone() />
                <Choices opened />
            </div>
            <ImportRows counts=view.counts state=view.state />
        </div>
    }
}

/// A list that is applied, or was.
#[component]
fn Applied(view: ImportView) -> impl IntoView {
    view! {
        {view.state.is_working().then(|| view! { <Work view=view.clone() /> })}
        {(!view.state.is_working()).then(|| view! { <Summary view=view.clone() /> })}
    }
}
