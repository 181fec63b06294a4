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
use leptos::{html, prelude::*};

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
                Ok(branches) => (move || choice(here.get(), branches.clone())).into_any(),
                Err(error) => view! { <ErrorNotice error /> }.into_any(),
            }
        />
    }
}

fn choice(here: Option<BranchOption>, branches: Vec<BranchOption>) -> AnyView {
    if branches.is_empty() && here.is_none() {
        view! {
            <p class="muted text-sm">
                "No branches yet. " <a class="link" href="/branches/new">
                    "Add branch"
                </a>
            </p>
        }
        .into_any()
    } else {
        let options = fields::destinations(branches);
        view! { <MoveForm here=destination(here.as_ref()) options /> }.into_any()
    }
}

/// Where it is, as a destination.
fn destination(here: Option<&BranchOption>) -> Destination {
    here.map_or(Destination::Portal, |branch| Destination::Branch(branch.id))
}

/// Opens the dialog by navigating to its address. The list shows where it is; another place can be moved to.
#[component]
fn MoveForm(here: Destination, options: Vec<(String, String)>) -> impl IntoView {
    let here = String::from(here);
    let requested = Some(query_text("move").get_untracked()).filter(|to| !to.is_empty());
    let options = select_options(options, requested.as_deref().unwrap_or(&here));
    // Without the script the button works, and a move to where it is does nothing.
    let stays = RwSignal::new(false);
    let list = NodeRef::<html::Select>::new();
    let look = move || {
        if let Some(list) = list.get_untracked() {
            stays.set(list.value() == here);
        }
    };
    Effect::new({
        let look = look.clone();
        move || {
            list.track();
            look();
        }
    });
    view! {
        <QueryForm class="flex flex-wrap gap-2">
            <select
                node_ref=list
                name="move"
                class="select min-w-0 grow basis-40"
                aria-label="Move to"
                autocomplete="off"
                on:change=move |_| look()
            >
                {options}
            </select>
            <button class="btn" disabled=move || stays.get()>
                "Move"
            </button>
        </QueryForm>
    }
}

/// Returns the destination in the address, unless that is where it already is.
fn requested_destination(branch: Signal<Option<BranchOption>>) -> Memo<Option<Destination>> {
    let to = query_text("move");
    Memo::new(move |_| {
        let to = Destination::try_from(to.get()).ok()?;
        branch.with(|here| (to != destination(here.as_ref())).then_some(to))
    })
}

/// Opens with `?move=<branch>` on a user's Info tab; `done` runs after the move.
#[component]
pub fn MoveUserDialog(
    user: Memo<UserId>,
    #[prop(into)] branch: Signal<Option<BranchOption>>,
    name: Signal<String>,
    done: Callback<()>,
) -> impl IntoView {
    let action = ServerMutation::<MoveUser>::new();
    on_success(action, move |()| {
        toast(format!("{} has moved.", name.get_untracked()));
        done.run(());
    });
    let requested_destination = requested_destination(branch);
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
    #[prop(into)] branch: Signal<Option<BranchOption>>,
    name: Signal<String>,
    done: Callback<()>,
) -> impl IntoView {
    let action = ServerMutation::<MoveGroup>::new();
    on_success(action, move |()| {
        toast(format!("“{}” has moved.", name.get_untracked()));
        done.run(());
    });
    let requested_destination = requested_destination(branch);
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
