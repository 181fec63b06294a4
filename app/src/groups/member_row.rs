//! One user on a group's Users tab: who he is, and + or -, Synchronize, Unassign.
use super::{AddMember, RemoveMember, SynchronizeMember, UnassignMember, users_tab::use_members};
use crate::{
    session::use_may,
    ui::{Act, Badge, Form, Icon, IconSubmit, Svg, Tone, follow, keep_focus, query_link, toast},
};
use domain::{
    groups::RemovalPolicy, ids::UserId, mass_actions::count, members::MemberRow, policy::Action,
};
use leptos::{html, prelude::*};

#[component]
pub fn MemberItem(row: MemberRow) -> impl IntoView {
    let context = use_members();
    let user = row.user;
    let row = RwSignal::new(row);
    // An act elsewhere on the page may have changed this row.
    Effect::new(move || {
        if let Some(changed) = context.changed.get().filter(|changed| changed.user == user) {
            row.set(changed);
        }
    });
    let buttons = NodeRef::<html::Div>::new();
    keep_focus(buttons, move || row.track());
    view! {
        <li class="row" class:row-member=move || row.read().member>
            <Tick row/>
            <Who row/>
            <div node_ref=buttons class="flex flex-wrap items-center justify-end gap-1">
                <Counter row/>
                {move || {
                    let now = row.get();
                    view! {
                        {now.out_of_sync().then(|| view! { <Synchronize row/> })}
                        {(now.member && now.enrolled > 0).then(|| view! { <Unassign row/> })}
                        {if now.member { view! { <Remove row/> }.into_any() } else { view! { <Add row/> }.into_any() }}
                    }
                }}
            </div>
        </li>
    }
}

/// Ticks the row for a mass action. The box belongs to the menu's form.
#[component]
fn Tick(row: RwSignal<MemberRow>) -> impl IntoView {
    let ticked = use_members().ticked;
    let MemberRow { user, name, .. } = row.get_untracked();
    let change = move |on: bool| {
        ticked.update(|number| {
            *number = if on {
                *number + 1
            } else {
                number.saturating_sub(1)
            }
        })
    };
    view! {
        <input
            type="checkbox"
            class="checkbox checkbox-sm"
            form="ticked"
            name="user"
            value=user.to_string()
            aria-label=format!("Tick {name}")
            on:change:target=move |event| change(event.target().checked())
        />
    }
}

#[component]
fn Who(row: RwSignal<MemberRow>) -> impl IntoView {
    let MemberRow {
        user,
        name,
        login,
        email,
        user_type,
        active,
        ..
    } = row.get_untracked();
    view! {
        <div class="min-w-0">
            <p class="flex flex-wrap items-center gap-x-2 gap-y-1">
                <a class="link-row wrap-anywhere" href=format!("/users/{user}/info")>{name}</a>
                {move || row.read().member.then(|| view! { <Badge text="Group member" tone=Tone::Accent/> })}
                {(!active).then(|| view! { <Badge text="Inactive"/> })}
            </p>
            <p class="muted truncate text-sm">{login} " · " {email} " · " {user_type}</p>
        </div>
    }
}

/// "3 of 5 courses", for a member.
#[component]
fn Counter(row: RwSignal<MemberRow>) -> impl IntoView {
    move || {
        let MemberRow {
            member,
            enrolled,
            courses,
            ..
        } = row.get();
        let late = row.read().out_of_sync();
        member.then(|| view! {
            <span class="px-2 text-sm tabular-nums" class:text-warning=late class:font-medium=late class:muted=!late>
                {format!("{enrolled} of {courses} course{}", if courses == 1 { "" } else { "s" })}
            </span>
        })
    }
}

#[component]
fn Add(row: RwSignal<MemberRow>) -> impl IntoView {
    let context = use_members();
    let action = Act::<AddMember>::new();
    let MemberRow { user, name, .. } = row.get_untracked();
    let label = StoredValue::new(format!("Add {name} to the group"));
    follow(action, move |now| {
        toast(format!("{} is in the group now.", now.name));
        row.set(now);
        context.group.touch();
    });
    let may = use_may(Action::EditMembers);
    move || {
        may.get().then(|| view! {
        <Form action id=format!("add-{user}") class="contents">
            <RowFields user/>
            <IconSubmit icon=Icon::Plus label=label.get_value() class="btn btn-sm btn-square btn-soft btn-primary"/>
        </Form>
    })
    }
}

/// Asks first where the member holds enrolments that the answer decides about.
#[component]
fn Remove(row: RwSignal<MemberRow>) -> impl IntoView {
    let context = use_members();
    let action = Act::<RemoveMember>::new();
    let MemberRow {
        user,
        name,
        enrolled,
        ..
    } = row.get_untracked();
    let label = StoredValue::new(format!("Remove {name} from the group"));
    follow(action, move |now| {
        toast(format!("{} is not in the group any more.", now.name));
        row.set(now);
        context.group.touch();
    });
    let ask = move || query_link(&[("remove", Some(user.to_string()))]);
    let may = use_may(Action::EditMembers);
    move || {
        may.get().then(|| if enrolled > 0 {
            view! {
                <a class="btn btn-sm btn-square btn-ghost" href=ask title=label.get_value() aria-label=label.get_value()><Svg icon=Icon::Minus/></a>
            }.into_any()
        } else {
            view! {
                <Form action id=format!("remove-{user}") class="contents">
            <RowFields user/>
                    <input type="hidden" name="policy" value=RemovalPolicy::KeepAccess.code()/>
                    <IconSubmit icon=Icon::Minus label=label.get_value()/>
                </Form>
            }.into_any()
        })
    }
}

#[component]
fn Synchronize(row: RwSignal<MemberRow>) -> impl IntoView {
    let context = use_members();
    let action = Act::<SynchronizeMember>::new();
    let MemberRow { user, name, .. } = row.get_untracked();
    let label = StoredValue::new(format!("Synchronize {name}"));
    follow(action, move |now| {
        toast(format!(
            "{} has all {} now.",
            now.name,
            count(now.courses, "course")
        ));
        row.set(now);
        context.group.touch();
    });
    let may = use_may(Action::AssignCourses);
    move || {
        may.get().then(|| view! {
        <Form action id=format!("synchronize-{user}") class="contents">
            <RowFields user/>
            <IconSubmit icon=Icon::Sync label=label.get_value() class="btn btn-sm btn-square btn-soft btn-warning"/>
        </Form>
    })
    }
}

#[component]
fn Unassign(row: RwSignal<MemberRow>) -> impl IntoView {
    let context = use_members();
    let action = Act::<UnassignMember>::new();
    let MemberRow { user, name, .. } = row.get_untracked();
    let label = StoredValue::new(format!("Unassign {name} from the group’s courses"));
    follow(action, move |now| {
        toast(format!(
            "{} has none of this group’s courses any more. Progress stays.",
            now.name
        ));
        row.set(now);
        context.group.touch();
    });
    let may = use_may(Action::AssignCourses);
    move || {
        may.get().then(|| {
            view! {
                <Form action id=format!("unassign-{user}") class="contents">
                    <RowFields user/>
                    <IconSubmit icon=Icon::Unlink label=label.get_value()/>
                </Form>
            }
        })
    }
}

/// Which row of which group an act is about.
#[component]
fn RowFields(user: UserId) -> impl IntoView {
    let group = use_members().group.id.get_untracked();
    view! {
        <input type="hidden" name="group" value=group.to_string()/>
        <input type="hidden" name="user" value=user.to_string()/>
    }
}
