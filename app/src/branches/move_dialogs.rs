//! Moving a user or a group to another branch: the panel that offers it, and the dialogs that
//! preview the changes.
use super::{
    MoveGroup, MoveUser, fields, list_branch_options,
    move_preview::{GroupChanges, UserChanges},
    preview_group_move, preview_user_move,
};
use crate::{
    session::use_may,
    ui::{
        ConfirmDialog, DialogButtons, ErrorNotice, Form, QueryForm, ResourceResultView,
        ServerMutation, ServerResource, on_success, query_link_untracked, query_text,
        select_options, toast,
    },
};
use domain::{
    branches::{Destination, GroupMove, UserMove},
    groups::RemovalPolicy,
    ids::{BranchOption, GroupId, UserId},
    policy::Action,
};
use leptos::prelude::*;

/// The branch of a user or a group, and **Move**. Only shown to actors who may edit branches and,
/// by `may_edit`, this user or group.
#[component]
pub fn BranchPanel(
    #[prop(into)] branch: Signal<Option<BranchOption>>,
    #[prop(into)] may_edit: Signal<bool>,
) -> impl IntoView {
    let may_move = use_may(Action::EditBranches);
    let may = Memo::new(move |_| may_move.get() && may_edit.get());
    // Outside the closure that depends on the permission: inside, the server would fetch twice,
    // render one result and serialize the other.
    let branches = ServerResource::new(
        move || may.get(),
        |may| async move {
            if may {
                list_branch_options().await
            } else {
                Ok(Vec::new())
            }
        },
    );
    move || {
        may.get().then(|| {
            view! {
                <aside class="panel grid gap-3 p-6" aria-label="Branch">
                    <h2 class="panel-title">"Branch"</h2>
                    <p class="text-sm wrap-anywhere">
                        {move || match branch.get() {
                            Some(branch) => format!("In the branch “{}”.", branch.name),
                            None => "Not in a branch.".to_owned(),
                        }}
                    </p>
                    <Destinations here=branch branches />
                </aside>
            }
        })
    }
}

/// The branches that it can be moved to.
#[component]
fn Destinations(
    here: Signal<Option<BranchOption>>,
    branches: ServerResource<Vec<BranchOption>>,
) -> impl IntoView {
    view! {
        <ResourceResultView
            of=branches
            view=move |branches| match branches {
                Ok(branches) => (move || others(here.get(), branches.clone())).into_any(),
                Err(error) => view! { <ErrorNotice error /> }.into_any(),
            }
        />
    }
}

fn others(here: Option<BranchOption>, mut branches: Vec<BranchOption>) -> AnyView {
    branches.retain(|one| Some(one.id) != here.as_ref().map(|here| here.id));
    let options = match here {
        Some(_) => fields::destinations(branches),
        None => fields::options(branches),
    };
    if options.is_empty() {
        view! {
            <p class="muted text-sm">
                "No branches yet. " <a class="link" href="/branches/new">
                    "Add branch"
                </a>
            </p>
        }
        .into_any()
    } else {
        view! { <MoveForm options /> }.into_any()
    }
}

/// Opens the dialog by navigating to its address.
#[component]
fn MoveForm(options: Vec<(String, String)>) -> impl IntoView {
    let requested_destination = query_text("move").get_untracked();
    let options = select_options(options, &requested_destination);
    view! {
        <QueryForm class="flex flex-wrap gap-2">
            <select name="move" class="select min-w-0 grow basis-40" aria-label="Move to" autocomplete="off">
                {options}
            </select>
            <button class="btn">"Move"</button>
        </QueryForm>
    }
}

/// Returns the destination in the address.
fn requested_destination() -> Memo<Option<Destination>> {
    let to = query_text("move");
    Memo::new(move |_| Destination::try_from(to.get()).ok())
}

/// Opens with `?move=<branch>` on a user's Info tab; `done` runs after the move.
#[component]
pub fn MoveUserDialog(
    user: Memo<UserId>,
    name: Signal<String>,
    done: Callback<()>,
) -> impl IntoView {
    let action = ServerMutation::<MoveUser>::new();
    on_success(action, move |()| {
        toast(format!("{} has moved.", name.get_untracked()));
        done.run(());
    });
    let requested_destination = requested_destination();
    let preview = ServerResource::optional(
        move || requested_destination.get().map(|to| (user.get(), to)),
        |(user, to)| preview_user_move(user, to),
    );
    let form = move |(preview, administers): (UserMove, bool)| {
        let return_to = query_link_untracked(&[("move", None)]);
        view! {
            <Form action>
                <input type="hidden" name="user" value=user.get_untracked().to_string() />
                <Fields to=requested_destination.get_untracked() return_to=return_to.clone() />
                <p class="wrap-anywhere">{goes(&name.get_untracked(), preview.to.as_ref())}</p>
                <UserChanges preview administers />
                <DialogButtons return_to submit="Move" />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Move to another branch" name="move" preview form /> }
}

/// As [`MoveUserDialog`], on a group's Info tab.
#[component]
pub fn MoveGroupDialog(
    group: Memo<GroupId>,
    name: Signal<String>,
    done: Callback<()>,
) -> impl IntoView {
    let action = ServerMutation::<MoveGroup>::new();
    on_success(action, move |()| {
        toast(format!("“{}” has moved.", name.get_untracked()));
        done.run(());
    });
    let requested_destination = requested_destination();
    let preview = ServerResource::optional(
        move || requested_destination.get().map(|to| (group.get(), to)),
        |(group, to)| preview_group_move(group, to),
    );
    let form = move |(preview, policy): (GroupMove, RemovalPolicy)| {
        let return_to = query_link_untracked(&[("move", None)]);
        view! {
            <Form action>
                <input type="hidden" name="group" value=group.get_untracked().to_string() />
                <Fields to=requested_destination.get_untracked() return_to=return_to.clone() />
                <p class="wrap-anywhere">
                    {goes(&format!("“{}”", name.get_untracked()), preview.to.as_ref())}
                </p>
                <GroupChanges preview policy />
                <DialogButtons return_to submit="Move" />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Move to another branch" name="move" preview form /> }
}

/// The destination, and the address of the page without the dialog.
#[component]
fn Fields(to: Option<Destination>, return_to: String) -> impl IntoView {
    view! {
        <input type="hidden" name="to" value=to.map(String::from) />
        <input type="hidden" name="return_to" value=return_to />
    }
}

fn goes(what: &str, to: Option<&BranchOption>) -> String {
    match to {
        Some(branch) => format!("{what} moves to the branch “{}”.", branch.name),
        None => format!("{what} moves to the main portal."),
    }
}
