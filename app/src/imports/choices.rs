//! What is done with users who exist, with passwords, and with groups that do not exist.
use super::{OpenedImport, SetImportChoices, opened::use_import};
use crate::{
    branches::BranchSelect,
    ui::{Form, HiddenIds, RadioField, ServerMutation, Submit},
};
use domain::imports::{
    columns::Field,
    stored::{ExistingRows, ImportKind, PasswordSource, UnknownNames},
    views::ColumnView,
};
use leptos::prelude::*;

type Options = Vec<(&'static str, &'static str, &'static str)>;

#[component]
pub fn Choices(opened: OpenedImport) -> impl IntoView {
    let OpenedImport {
        view,
        can_invite,
        branches,
    } = opened;
    if !view.has_choices() {
        return ().into_any();
    }
    let import = use_import();
    let action = ServerMutation::<SetImportChoices>::new();
    import.reload_after(action);
    let (kind, choices) = (view.kind, view.choices.clone());
    let uses = |field| {
        view.columns
            .iter()
            .any(|column| column.field == Some(field))
    };
    let names_others = [Field::Groups, Field::Courses, Field::Branch]
        .into_iter()
        .any(uses);
    let branch = choices.branch.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <section class="panel" aria-labelledby="choices-title">
            <div class="panel-head">
                <h2 id="choices-title" class="panel-title">
                    "Choices"
                </h2>
            </div>
            <div class="px-6 pb-6">
                <Form action id="choices">
                    <HiddenIds ids=import.ids() />
                    <RadioField
                        name="existing"
                        legend=existing_legend(kind)
                        options=existing_options(kind)
                        value=choices.existing.code()
                    />
                    {(kind == ImportKind::Users)
                        .then(|| {
                            view! {
                                <RadioField
                                    name="passwords"
                                    legend="Passwords of new users"
                                    options=password_options(&view.columns, can_invite)
                                    value=choices.passwords.code()
                                />
                            }
                        })}
                    {names_others
                        .then(|| {
                            view! {
                                <RadioField
                                    name="unknown"
                                    legend="Groups, courses and branches that don’t exist"
                                    options=unknown_options(kind)
                                    value=choices.unknown.code()
                                />
                            }
                        })}
                    <BranchSelect branches value=branch hint="For rows that name no branch." />
                    <div>
                        <Submit label="Check again" class="btn" />
                    </div>
                </Form>
            </div>
        </section>
    }
    .into_any()
}

const fn existing_legend(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Groups => "Groups that exist",
        _ => "Users who exist",
    }
}

fn existing_options(kind: ImportKind) -> Options {
    let option = |choice: ExistingRows, meaning| (choice.code(), choice.label(), meaning);
    let mut options = vec![
        option(ExistingRows::Leave, ""),
        option(
            ExistingRows::Update,
            "Columns of the list replace what is stored. Empty cells change nothing.",
        ),
    ];
    if kind == ImportKind::Users {
        options.push(option(
            ExistingRows::AddOnly,
            "Nothing else of them changes.",
        ));
    }
    options
}

/// Only users join groups.
fn unknown_options(kind: ImportKind) -> Options {
    let option = |choice: UnknownNames, meaning| (choice.code(), choice.label(), meaning);
    let mut options = vec![
        option(UnknownNames::Ignore, "The row says what is missing."),
        option(UnknownNames::LeaveOut, ""),
    ];
    if kind == ImportKind::Users {
        options.push(option(
            UnknownNames::CreateGroups,
            "They get the group’s name, and no courses yet.",
        ));
    }
    options
}

/// Passwords of the list can be used only if it has some, and invitations only if e-mails are sent.
fn password_options(columns: &[ColumnView], can_invite: bool) -> Options {
    let option = |source: PasswordSource, meaning| (source.code(), source.label(), meaning);
    let mut options = vec![option(
        PasswordSource::None,
        "You set one, or users choose one with “Forgot your password?”.",
    )];
    if columns.iter().any(|column| column.is_secret) {
        options.push(option(
            PasswordSource::Column,
            "They are never shown, and forgotten once they are set.",
        ));
    }
    if can_invite {
        options.push(option(
            PasswordSource::Invitation,
            "An e-mail with a link that works for 7 days.",
        ));
    }
    options
}
