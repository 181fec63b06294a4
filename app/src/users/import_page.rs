//! **Import users**: a list is pasted or read from a file, checked, previewed, and only then added.
use super::{ImportUsers, UploadUserImport, get_user_import, get_user_import_list};
use crate::{
    branches::BranchField,
    ui::{
        Breadcrumb, Form, ImportListField, ImportListRow, ImportNotes, RequirePermission,
        ResourceView, ServerMutation, ServerResource, Submit, Tone, query_text, route_param,
    },
};
use domain::{policy::Action, user_imports::UserImportPreview};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn ImportUsersPage() -> impl IntoView {
    view! {
        <Title text="Import users" />
        <RequirePermission action=Action::EditUsers>
            <Breadcrumb href="/users" list="Users" here="Import" />
            <h1 class="page-title mb-1">"Import users"</h1>
            <StoredList />
        </RequirePermission>
    }
}

/// The form, with the list of the preview that the user comes back from.
#[component]
fn StoredList() -> impl IntoView {
    let ticket = query_text("list");
    let stored = ServerResource::new(
        move || ticket.get(),
        async |ticket: String| match ticket.as_str() {
            "" => Ok(String::new()),
            _ => get_user_import_list(ticket).await,
        },
    );
    view! { <ResourceView of=stored view=move |list| view! { <Import list /> } /> }
}

#[component]
fn Import(list: String) -> impl IntoView {
    let action = ServerMutation::<UploadUserImport>::new();
    view! {
        <p class="muted mb-5 max-w-3xl text-sm">
            "A list from another system or a spreadsheet, with its headings: first name, last name, e-mail, and if \
             you like login, user type and active. Without headings, one user per line in this order. An export can \
             be imported again. Without a login the e-mail address is used, without a user type the default. You’ll \
             see a preview first."
        </p>
        <section class="panel max-w-3xl p-6" aria-label="Import users">
            <Form action>
                <ImportListField label="Users" value=list />
                <div class="flex flex-wrap gap-2">
                    <Submit label="Check the list" />
                    <a class="btn btn-ghost" href="/users">
                        "Cancel"
                    </a>
                </div>
            </Form>
        </section>
    }
}

/// The preview: a verdict for each line, and the form that adds the users.
#[component]
pub fn CheckedUsersPage() -> impl IntoView {
    let ticket = route_param("ticket");
    let checked = ServerResource::new(move || ticket.get(), get_user_import);
    view! {
        <Title text="Import users" />
        <Breadcrumb href="/users" list="Users" here="Import" />
        <h1 class="page-title mb-4">"Import users"</h1>
        <ResourceView
            of=checked
            view=move |checked| view! { <Verdicts checked ticket=ticket.get_untracked() /> }
        />
    }
}

#[component]
fn Verdicts(checked: UserImportPreview, ticket: String) -> impl IntoView {
    let action = ServerMutation::<ImportUsers>::new();
    let (adds, sentence) = (checked.adds() > 0, checked.sentence());
    let (notes, change) = (checked.notes, format!("/users/import?list={ticket}"));
    let rows = checked
        .rows
        .into_iter()
        .map(|row| {
            let (verdict, tone) = match row.problem {
                None => ("Will be added", Tone::Good),
                Some(_) => ("Skipped", Tone::Warn),
            };
            let why = row.problem.unwrap_or_default();
            view! {
                <ImportListRow
                    line=row.line
                    typed=row.email
                    name=Some(row.name)
                    details=row.details
                    verdict
                    tone
                    why
                />
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-label="Import preview">
            <div class="grid gap-4 border-b border-base-300 p-6">
                <div>
                    <p class="font-medium">{sentence}</p>
                    <ImportNotes notes />
                    <p class="muted text-sm">
                        "They have no password yet: set one, or they can use “Forgot your password?”. They join \
                         the default group."
                    </p>
                </div>
                <Form action>
                    <input type="hidden" name="ticket" value=ticket />
                    {adds
                        .then(|| {
                            view! {
                                <BranchField hint="All are added to this branch and join its default group." />
                            }
                        })}
                    <div class="flex flex-wrap gap-2">
                        {adds.then(|| view! { <Submit label="Add users" /> })}
                        <a class="btn btn-ghost" href=change>
                            "Change the list"
                        </a> <a class="btn btn-ghost" href="/users/import">
                            "Start over"
                        </a>
                    </div>
                </Form>
            </div>
            <ol class="rows">{rows}</ol>
        </section>
    }
}
