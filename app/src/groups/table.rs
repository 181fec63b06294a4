//! The list of groups as a table.
use super::CloneGroup;
use crate::{
    session::use_may,
    ui::{
        Badge, Column, Form, Icon, IconLink, IconSubmit, LocalTime, NameCell, NumberCell,
        PagedTable, ServerMutation, TokenField, Tone, query_link, use_sorting,
    },
};
use domain::{
    groups::GroupRow,
    ids::GroupId,
    keys::KeyState,
    list_columns::GroupColumn,
    money::Currency,
    numbers::{count, thousands},
    page::Page,
    policy::Action,
};
use leptos::prelude::*;

#[component]
pub fn GroupTable(page: Page<GroupRow>, currency: Currency) -> impl IntoView {
    let now = use_sorting::<GroupColumn>().get_untracked();
    let columns = vec![
        Column::sorted(GroupColumn::Name, now, "cell-main"),
        Column::sorted(GroupColumn::Members, now, "cell-number"),
        Column::sorted(GroupColumn::Courses, now, "cell-number cell-wide"),
        Column::sorted(GroupColumn::NotEnrolled, now, "cell-number"),
        Column::plain("Key", "cell-text"),
        Column::plain("Price", "cell-number cell-wide"),
        Column::sorted(GroupColumn::Added, now, "cell-date cell-wide"),
        Column::plain("Actions", "cell-acts"),
    ];
    view! {
        <PagedTable
            page
            nouns=("group", "groups")
            label="Groups"
            class="group-table"
            columns
            row=move |group| view! { <GroupItem group currency /> }
        />
    }
}

#[component]
fn GroupItem(group: GroupRow, currency: Currency) -> impl IntoView {
    let (id, name, counts) = (group.id, group.name.clone(), group.counts);
    let price = (!group.price.is_zero()).then(|| group.price.display(currency));
    let (key, added) = (group.key, group.created_at);
    let details = (!group.description.is_empty()).then(|| {
        view! { <p class="muted truncate text-sm sm:hidden">{group.description.clone()}</p> }
            .into_any()
    });
    let lacking = if counts.drift > 0 {
        "cell-warn"
    } else {
        "max-sm:hidden"
    };
    view! {
        <tr role="row">
            <NameCell
                name=name.clone()
                href=format!("/groups/{id}/users")
                marks=Some(view! { <Marks group /> }.into_any())
                details
            />
            <NumberCell number=counts.members counted=count(counts.members, "member") />
            <NumberCell number=counts.courses counted=count(counts.courses, "course") class="cell-wide" />
            <NumberCell
                number=counts.drift
                counted=format!("{} not enrolled", thousands(counts.drift))
                class=lacking
            />
            <KeyCell key />
            <td role="cell" class="cell-number cell-wide">
                {price}
            </td>
            <td role="cell" class="cell-date cell-wide max-sm:hidden">
                <LocalTime at=added day=true />
            </td>
            <Acts group=id name />
        </tr>
    }
}

/// What is special about the group.
#[component]
fn Marks(group: GroupRow) -> impl IntoView {
    view! {
        {group.is_default.then(|| view! { <Badge text="Default group" tone=Tone::Accent /> })}
        {group.bundle.badge().map(|text| view! { <Badge text tone=Tone::Warn /> })}
        {group.branch.map(|branch| view! { <Badge text=branch /> })}
    }
}

/// The best state of the group's keys.
#[component]
fn KeyCell(key: Option<KeyState>) -> impl IntoView {
    let text = key.map(|state| {
        let class = if state == KeyState::Open {
            "cell-good cell-capital"
        } else {
            "cell-capital"
        };
        view! {
            <span class="cell-label">"Key: "</span>
            <span class=class>{state.label().to_lowercase()}</span>
        }
    });
    view! {
        <td role="cell" class="cell-text">
            {text}
        </td>
    }
}

#[component]
fn Acts(group: GroupId, name: String) -> impl IntoView {
    let may = use_may(Action::EditGroups);
    let delete = move || query_link(&[("delete", Some(group.to_string()))]);
    let buttons = move || {
        view! {
            <IconLink icon=Icon::Pencil label=format!("Edit {name}") href=format!("/groups/{group}/info") />
            <Clone group name=name.clone() />
            <IconLink icon=Icon::Trash label=format!("Delete {name}") href=delete />
        }
    };
    view! {
        <td role="cell" class="cell-acts">
            {move || may.get().then(&buttons)}
        </td>
    }
}

#[component]
fn Clone(group: GroupId, name: String) -> impl IntoView {
    let action = ServerMutation::<CloneGroup>::new();
    view! {
        <Form action id=format!("clone-{group}") class="contents">
            <TokenField />
            <input type="hidden" name="group" value=group.to_string() />
            <IconSubmit icon=Icon::Copy label=format!("Clone {name}") />
        </Form>
    }
}
