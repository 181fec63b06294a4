//! The list of users as a table.
use super::approval::ApprovalButtons;
use crate::{
    mass_actions::{RowCheckbox, use_selection},
    session::use_may,
    ui::{Badge, Column, LocalTime, NameCell, NumberCell, PagedTable, TextCell, Tone, use_sorting},
};
use domain::{
    ids::UserId,
    list_columns::UserColumn,
    numbers::count,
    page::Page,
    policy::Action,
    time::Timestamp,
    users::{UserRow, UserState},
};
use leptos::prelude::*;

#[component]
pub fn UserTable(
    page: Page<UserRow>,
    /// Incremented after each approval.
    answered: RwSignal<u32>,
) -> impl IntoView {
    let now = use_sorting::<UserColumn>().get_untracked();
    let columns = vec![
        Column::plain("Select", "cell-check"),
        Column::sorted(UserColumn::Name, now, "cell-main"),
        Column::plain("Type", "cell-text"),
        Column::plain("Branch", "cell-text cell-wide"),
        Column::plain("Groups", "cell-number cell-wide"),
        Column::plain("Courses", "cell-number cell-wide"),
        Column::sorted(UserColumn::LastSignIn, now, "cell-date"),
        Column::plain("Actions", "cell-acts"),
    ];
    // A closure makes each item again with the list: so checkboxes stay with their user.
    view! {
        <PagedTable
            page
            nouns=("user", "users")
            label="Users"
            class="user-table"
            columns
            row=move |user| move || view! { <UserItem user=user.clone() answered /> }
        />
    }
}

#[component]
fn UserItem(user: UserRow, answered: RwSignal<u32>) -> impl IntoView {
    let (id, name) = (user.id, user.name.clone());
    let waits = user.state != UserState::Registered;
    let acts = use_selection().acts;
    let details = if user.login == user.email {
        user.email.clone()
    } else {
        format!("{} · {}", user.login, user.email)
    };
    let details = view! { <p class="muted truncate text-sm/5">{details}</p> };
    let checkbox = {
        let name = name.clone();
        move || {
            acts.get()
                .then(|| view! { <RowCheckbox user=id name=name.clone() /> })
        }
    };
    view! {
        <tr role="row">
            <td role="cell" class="cell-check">
                {checkbox}
            </td>
            <NameCell
                name=name.clone()
                href=format!("/users/{id}/info")
                marks=marks(&user)
                details=Some(details.into_any())
            />
            <TextCell text=user.user_type />
            <TextCell text=user.branch.unwrap_or_default() class="cell-wide" />
            <NumberCell number=user.groups counted=count(user.groups, "group") class="cell-wide" />
            <NumberCell number=user.courses counted=count(user.courses, "course") class="cell-wide" />
            <SignInCell at=user.last_sign_in />
            <Approval user=id name waits answered />
        </tr>
    }
}

/// The state of an account with which no one can sign in.
fn marks(user: &UserRow) -> Option<AnyView> {
    if user.state != UserState::Registered {
        return Some(view! { <Badge text=user.state.label() tone=Tone::Warn /> }.into_any());
    }
    (!user.active).then(|| view! { <Badge text="Inactive" /> }.into_any())
}

#[component]
fn SignInCell(at: Option<Timestamp>) -> impl IntoView {
    let content = match at {
        None => view! { <span class="muted">"Never"</span> }.into_any(),
        Some(at) => view! { <LocalTime at day=true /> }.into_any(),
    };
    view! {
        <td role="cell" class="cell-date">
            <span class="cell-label">"Last sign-in: "</span>
            {content}
        </td>
    }
}

/// The buttons for an account that waits.
#[component]
fn Approval(user: UserId, name: String, waits: bool, answered: RwSignal<u32>) -> impl IntoView {
    let may = use_may(Action::EditUsers);
    let buttons = move || {
        (waits && may.get()).then(|| view! { <ApprovalButtons user name=name.clone() answered /> })
    };
    view! {
        <td role="cell" class="cell-acts">
            {buttons}
        </td>
    }
}
