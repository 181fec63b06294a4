//! **Import users**: a list is pasted or read from a file, checked, previewed, and only then added.
use super::{ImportUsers, UploadUserImport, get_user_import};
use crate::{
    branches::BranchField,
    ui::{
        Breadcrumb, Form, ImportListField, ImportListRow, RequirePermission, ResourceView,
        ServerMutation, ServerResource, Submit, Tone, route_param,
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
            <Import />
        </RequirePermission>
    }
}

#[component]
fn Import() -> impl IntoView {
    let action = ServerMutation::<UploadUserImport>::new();
    view! {
        <p class="muted mb-5 max-w-3xl text-sm">
            "One user per line: first name, last name, e-mail, login, user type, separated by commas or \
             semicolons. A header line may change the order; an export can be imported again. Without a login the \
             e-mail address is used, without a user type the default. You’ll see a preview first."
        </p>
        <section class="panel max-w-3xl p-6" aria-label="Import users">
            <Form action>
                <ImportListField label="Users" />
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
    let rows = checked
        .rows
        .into_iter()
        .map(|row| {
            let (verdict, tone) = match row.problem {
                None => ("Will be added", Tone::Good),
                Some(_) => ("Skipped", Tone::Warn),
            };
            let why = row.problem.unwrap_or_default();
            view! { <ImportListRow line=row.line typed=row.email name=Some(row.name) verdict tone why /> }
        })
        .collect_view();
    view! {
        <section class="panel" aria-label="Import preview">
            <div class="grid gap-4 border-b border-base-300 p-6">
                <div>
                    <p class="font-medium">{sentence}</p>
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
                        <a class="btn btn-ghost" href="/users/import">
                            "Start over"
                        </a>
                    </div>
                </Form>
            </div>
            <ol class="rows">{rows}</ol>
        </section>
    }
}
