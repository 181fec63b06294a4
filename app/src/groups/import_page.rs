//! **Import members**: a list is pasted or read from a file, previewed, and only then added.
use super::{ImportMembers, UploadMemberImport, editor::use_group, get_import, get_import_list};
use crate::ui::{
    Form, ImportListField, ImportListRow, ImportNotes, RequirePermission, ResourceView,
    ServerMutation, ServerResource, Submit, Tone, query_text, route_param,
};
use domain::{
    member_imports::{ImportPreview, ImportRow, Verdict},
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn ImportPage() -> impl IntoView {
    view! {
        <Title text="Import members" />
        <RequirePermission action=Action::EditMembers>
            <StoredList />
        </RequirePermission>
    }
}

/// The form, with the list of the preview that the user comes back from.
#[component]
fn StoredList() -> impl IntoView {
    let (group, ticket) = (use_group().id, query_text("list"));
    let stored = ServerResource::new(
        move || (group.get(), ticket.get()),
        async |(group, ticket): (_, String)| match ticket.as_str() {
            "" => Ok(String::new()),
            _ => get_import_list(group, ticket).await,
        },
    );
    view! { <ResourceView of=stored view=move |list| view! { <Import list /> } /> }
}

#[component]
fn Import(list: String) -> impl IntoView {
    let group = use_group().id;
    let action = ServerMutation::<UploadMemberImport>::new();
    view! {
        <section class="panel max-w-3xl p-6" aria-labelledby="import-title">
            <h2 id="import-title" class="text-lg font-semibold">
                "Import members"
            </h2>
            <p class="muted mb-5 text-sm">
                "Logins or e-mail addresses, one per line or separated by commas, as a mail program writes them, or \
                 a table with headings. You’ll see a preview first."
            </p>
            <Form action>
                <input type="hidden" name="group" value=move || group.get().to_string() />
                <ImportListField label="Logins or e-mail addresses" value=list />
                <div class="flex flex-wrap gap-2">
                    <Submit label="Check the list" />
                    <a class="btn btn-ghost" href=move || format!("/groups/{}/users", group.get())>
                        "Cancel"
                    </a>
                </div>
            </Form>
        </section>
    }
}

/// The preview: a verdict for each line, and the button that adds the members.
#[component]
pub fn CheckedImportPage() -> impl IntoView {
    let (group, ticket) = (use_group().id, route_param("ticket"));
    let checked = ServerResource::new(
        move || (group.get(), ticket.get()),
        |(group, ticket)| get_import(group, ticket),
    );
    view! {
        <Title text="Import members" />
        <ResourceView
            of=checked
            view=move |checked| view! { <Verdicts checked ticket=ticket.get_untracked() /> }
        />
    }
}

#[component]
fn Verdicts(checked: ImportPreview, ticket: String) -> impl IntoView {
    let group = use_group().id.get_untracked();
    let action = ServerMutation::<ImportMembers>::new();
    let adds = checked.number(Verdict::Adds) > 0;
    let sentence = checked.sentence();
    let (notes, change) = (
        checked.notes.clone(),
        format!("/groups/{group}/import?list={ticket}"),
    );
    let rows = checked
        .rows
        .into_iter()
        .map(|row| view! { <Line row /> })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="import-title">
            <div class="grid gap-4 border-b border-base-300 p-6">
                <div>
                    <h2 id="import-title" class="text-lg font-semibold">
                        "Import members"
                    </h2>
                    <p>{sentence}</p>
                    <ImportNotes notes />
                    {adds.then(|| view! { <p class="muted text-sm">"You can undo it for 30 days."</p> })}
                </div>
                <Form action class="flex flex-wrap gap-2">
                    <input type="hidden" name="group" value=group.to_string() />
                    <input type="hidden" name="ticket" value=ticket />
                    {adds.then(|| view! { <Submit label="Add to group" /> })}
                    <a class="btn btn-ghost" href=change>
                        "Change the list"
                    </a>
                    <a class="btn btn-ghost" href=format!("/groups/{group}/import")>
                        "Start over"
                    </a>
                </Form>
            </div>
            <ol class="rows">{rows}</ol>
        </section>
    }
}

#[component]
fn Line(row: ImportRow) -> impl IntoView {
    let tone = match row.verdict {
        Verdict::Adds => Tone::Good,
        Verdict::AlreadyMember | Verdict::Repeated | Verdict::Word => Tone::Plain,
        Verdict::Inactive | Verdict::Unknown | Verdict::Ambiguous => Tone::Warn,
    };
    let verdict = row.verdict.label();
    view! { <ImportListRow line=row.line typed=row.typed name=row.name verdict tone /> }
}
