//! The actions on one user in one group, for every list that shows them: + or -, Synchronize,
//! Unassign, and the number of the group's courses that the user has.
use super::{AddMember, RemoveMember, SynchronizeMember, UnassignMember};
use crate::{
    AppError,
    session::use_may,
    ui::{
        AddButton, Form, HiddenIds, Icon, IconSubmit, Ids, RemoveLink, ServerMutation, Undo,
        keep_focus, on_success, toast_with_undo,
    },
};
use domain::{
    groups::RemovalPolicy,
    ids::{GroupId, UserId},
    members::MemberRow,
    numbers::count,
    policy::Action,
};
use leptos::{html, prelude::*, server_fn::ServerFn};

/// One user in one group: a row of the group's Users tab, or of the user's Groups tab.
#[derive(Clone, Copy)]
pub struct MembershipState {
    pub group: GroupId,
    /// The group's name, if the list shows several groups.
    pub group_name: StoredValue<Option<String>>,
    pub row: RwSignal<MemberRow>,
    /// Runs after a change.
    pub changed: Callback<()>,
}

impl MembershipState {
    fn called(self) -> String {
        let name = self.group_name.get_value();
        name.unwrap_or_else(|| "the group".into())
    }

    /// Shows what an act made of the row; `false` if the list is gone.
    fn show(self, now: MemberRow) -> bool {
        let is_shown = self.row.try_set(now).is_none();
        self.changed.try_run(());
        is_shown
    }

    /// The function that takes an act on this row back.
    fn undo<S>(self) -> Undo
    where
        S: ServerFn<Output = MemberRow, Error = AppError>,
    {
        let mut fields = self.ids();
        // Of those functions only the one that removes has it: what the group gives since, it takes.
        fields.push(("policy", RemovalPolicy::WithdrawAccess.code().to_owned()));
        Undo::of::<S>(&fields, move |now| self.show(now))
    }

    fn user(self) -> UserId {
        self.row.with_untracked(|row| row.user)
    }

    /// Returns what identifies the row in its list, and in the address of the removal dialog.
    fn row_id(self) -> String {
        if self.group_name.with_value(Option::is_some) {
            self.group.to_string()
        } else {
            self.user().to_string()
        }
    }

    /// Which user in which group a form changes.
    fn ids(self) -> Ids {
        vec![
            ("group", self.group.to_string()),
            ("user", self.user().to_string()),
        ]
    }
}

#[component]
pub fn MemberButtons(membership: MembershipState) -> impl IntoView {
    let row = membership.row;
    let buttons = NodeRef::<html::Div>::new();
    keep_focus(buttons, move || row.track());
    view! {
        <div node_ref=buttons class="flex flex-wrap items-center justify-end gap-1">
            <Counter membership />
            {move || {
                let now = row.get();
                view! {
                    {now.out_of_sync().then(|| view! { <Synchronize membership /> })}
                    {(now.member && now.enrolled > 0).then(|| view! { <Unassign membership /> })}
                    {if now.member {
                        view! { <Remove membership /> }.into_any()
                    } else {
                        view! { <Add membership /> }.into_any()
                    }}
                }
            }}
        </div>
    }
}

/// "3 of 5 courses", for a member.
#[component]
fn Counter(membership: MembershipState) -> impl IntoView {
    let row = membership.row;
    move || {
        let MemberRow {
            member,
            enrolled,
            courses,
            active,
            ..
        } = row.get();
        let late = row.read().out_of_sync();
        // Who is inactive is not waited for, so nothing is missing.
        let is_left_out = !active && enrolled < courses;
        let said = if is_left_out {
            "Not counted while inactive".to_owned()
        } else {
            format!(
                "{enrolled} of {courses} course{}",
                if courses == 1 { "" } else { "s" }
            )
        };
        member.then(|| {
            view! {
                <span
                    class="px-2 text-sm tabular-nums"
                    class:text-warning=late
                    class:font-medium=late
                    class:muted=!late
                >
                    {said}
                </span>
            }
        })
    }
}

#[component]
fn Add(membership: MembershipState) -> impl IntoView {
    let action = ServerMutation::<AddMember>::new();
    let row = membership.row;
    let name = row.with_untracked(|row| row.name.clone());
    let label = StoredValue::new(format!("Add {name} to {}", membership.called()));
    on_success(action, move |now| {
        let said = format!("{} added to {}.", now.name, membership.called());
        toast_with_undo(said, Some(membership.undo::<RemoveMember>()));
        membership.show(now);
    });
    let may = use_may(Action::EditMembers);
    move || {
        may.get().then(|| {
            view! {
                <Form action id=format!("add-{}", membership.row_id()) class="contents">
                    <HiddenIds ids=membership.ids() />
                    <AddButton label=label.get_value() />
                </Form>
            }
        })
    }
}

/// Opens the dialog first if there is something to ask.
#[component]
fn Remove(membership: MembershipState) -> impl IntoView {
    let action = ServerMutation::<RemoveMember>::new();
    let row = membership.row;
    let name = row.with_untracked(|row| row.name.clone());
    let asks = row.with_untracked(MemberRow::removal_asks);
    let label = StoredValue::new(format!("Remove {name} from {}", membership.called()));
    on_success(action, move |now| {
        let said = format!("{} removed from {}.", now.name, membership.called());
        toast_with_undo(said, Some(membership.undo::<AddMember>()));
        membership.show(now);
    });
    let may = use_may(Action::EditMembers);
    move || {
        may.get().then(|| {
            if asks {
                view! { <RemoveLink id=membership.row_id() label=label.get_value() /> }.into_any()
            } else {
                view! {
                    <Form action id=format!("remove-{}", membership.row_id()) class="contents">
                        <HiddenIds ids=membership.ids() />
                        <input type="hidden" name="policy" value=RemovalPolicy::KeepAccess.code() />
                        <IconSubmit icon=Icon::Minus label=label.get_value() />
                    </Form>
                }
                .into_any()
            }
        })
    }
}

#[component]
fn Synchronize(membership: MembershipState) -> impl IntoView {
    let action = ServerMutation::<SynchronizeMember>::new();
    let row = membership.row;
    let name = row.with_untracked(|row| row.name.clone());
    let label = StoredValue::new(match membership.group_name.get_value() {
        None => format!("Synchronize {name}"),
        Some(group) => format!("Synchronize {name} with {group}"),
    });
    on_success(action, move |now| {
        // Unassigning takes all the group's courses, not only those that came now.
        let had_none = row.with_untracked(|row| row.enrolled == 0);
        toast_with_undo(
            format!("{} now has all {}.", now.name, count(now.courses, "course")),
            had_none.then(|| membership.undo::<UnassignMember>()),
        );
        membership.show(now);
    });
    let may = use_may(Action::AssignCourses);
    move || {
        may.get().then(|| {
            view! {
                <Form action id=format!("synchronize-{}", membership.row_id()) class="contents">
                    <HiddenIds ids=membership.ids() />
                    <IconSubmit
                        icon=Icon::Sync
                        label=label.get_value()
                        class="btn btn-sm btn-labelled btn-soft btn-warning"
                        text="Synchronize"
                    />
                </Form>
            }
        })
    }
}

#[component]
fn Unassign(membership: MembershipState) -> impl IntoView {
    let action = ServerMutation::<UnassignMember>::new();
    let row = membership.row;
    let name = row.with_untracked(|row| row.name.clone());
    let label = StoredValue::new(match membership.group_name.get_value() {
        None => format!("Unassign {name} from the group’s courses"),
        Some(group) => format!("Unassign {name} from the courses of {group}"),
    });
    on_success(action, move |now| {
        // Synchronizing gives all the group's courses, not only those that went now.
        let had_all = row.with_untracked(|row| row.active && row.enrolled == row.courses);
        toast_with_undo(
            format!(
                "{} unassigned from the courses of {}. Progress is kept.",
                now.name,
                membership.called()
            ),
            had_all.then(|| membership.undo::<SynchronizeMember>()),
        );
        membership.show(now);
    });
    let may = use_may(Action::AssignCourses);
    move || {
        may.get().then(|| {
            view! {
                <Form action id=format!("unassign-{}", membership.row_id()) class="contents">
                    <HiddenIds ids=membership.ids() />
                    <IconSubmit
                        icon=Icon::Unlink
                        label=label.get_value()
                        class="btn btn-sm btn-labelled btn-ghost"
                        text="Unassign"
                    />
                </Form>
            }
        })
    }
}
