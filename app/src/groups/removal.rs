//! The dialogs that remove a member or a course, or delete a group, with numbers.
use super::{
    DeleteGroup, RemoveGroupCourse, RemoveMember, course_row::use_courses, preview_course_removal,
    preview_group_deletion, preview_member_removal,
};
use crate::ui::{
    ConfirmDialog, DialogButtons, Form, HiddenIds, Icon, Ids, MutationHandle, RadioField,
    ServerMutation, ServerResource, Svg, on_success, query_link_untracked, toast, use_query_id,
};
use domain::{
    groups::{Readmission, RemovalPolicy},
    ids::{CourseId, GroupId, UserId},
    members::{MemberRow, RemovalPreview},
    numbers::{count, thousands},
};
use leptos::prelude::*;

/// Opens with `?remove=` on a group's Users tab and on a user's Groups tab.
#[component]
pub fn RemoveMemberDialog(
    /// The group and the member in the address.
    asked: Memo<Option<(GroupId, UserId)>>,
    /// Runs with the updated row.
    done: Callback<MemberRow>,
) -> impl IntoView {
    let action = ServerMutation::<RemoveMember>::new();
    on_success(action, move |row| {
        toast(format!("{} removed from the group.", row.name));
        done.run(row);
    });
    let preview = ServerResource::optional(
        move || asked.get(),
        |(group, user)| preview_member_removal(group, user),
    );
    let ids = move || {
        let (group, user) = asked.get()?;
        Some(vec![
            ("group", group.to_string()),
            ("user", user.to_string()),
        ])
    };
    let what = |RemovalPreview { name, group, .. }: &RemovalPreview| {
        format!("{name} will leave the group “{group}”.")
    };
    view! { <RemovalDialog title="Remove a member" action preview ids what asks_return=true /> }
}

/// Opens with `?remove=<course>` on the Courses tab.
#[component]
pub fn RemoveCourseDialog() -> impl IntoView {
    let context = use_courses();
    let action = ServerMutation::<RemoveGroupCourse>::new();
    on_success(action, move |row| {
        toast(format!("“{}” removed from the group.", row.name));
        context.changed.set(Some(row));
        context.group.refetch();
    });
    let asked = use_query_id("remove", CourseId);
    let preview = ServerResource::optional(
        move || asked.get().map(|course| (context.group.id.get(), course)),
        |(group, course)| preview_course_removal(group, course),
    );
    let ids = move || {
        let course = asked.get()?;
        Some(vec![
            ("group", context.group.id.get().to_string()),
            ("course", course.to_string()),
        ])
    };
    let what =
        |preview: &RemovalPreview| format!("“{}” will be removed from the group.", preview.name);
    view! { <RemovalDialog title="Remove a course" action preview ids what /> }
}

/// The dialog of both, which asks for the removal policy.
#[component]
fn RemovalDialog(
    title: &'static str,
    #[prop(into)] action: MutationHandle,
    preview: ServerResource<Option<(RemovalPreview, RemovalPolicy)>>,
    /// What the address asks to remove, and from which group.
    #[prop(into)]
    ids: Signal<Option<Ids>>,
    /// Says what will happen.
    what: fn(&RemovalPreview) -> String,
    /// Whether it also asks how the member can come back.
    #[prop(optional)]
    asks_return: bool,
) -> impl IntoView {
    let form = move |(preview, policy): (RemovalPreview, RemovalPolicy)| {
        let return_to = query_link_untracked(&[("remove", None)]);
        view! {
            <Form action>
                <HiddenIds ids=ids.get_untracked().unwrap_or_default() />
                <input type="hidden" name="return_to" value=return_to.clone() />
                <Question what=what(&preview) preview policy />
                {asks_return.then(|| view! { <ReadmissionField /> })}
                <DialogButtons return_to submit="Remove" />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title name="remove" preview form /> }
}

/// Opens with `?delete=<group>` on the list and on the Info tab.
#[component]
pub fn DeleteGroupDialog() -> impl IntoView {
    let action = ServerMutation::<DeleteGroup>::new();
    on_success(action, |()| {
        toast("Group moved to the trash. You can restore it for 30 days.")
    });
    let asked = use_query_id("delete", GroupId);
    let preview = ServerResource::optional(move || asked.get(), preview_group_deletion);
    let form = move |(preview, policy): (RemovalPreview, RemovalPolicy)| {
        let group = asked.get_untracked().map(|group| group.to_string());
        view! {
            <Form action>
                <input type="hidden" name="group" value=group />
                <Question
                    what=format!(
                        "“{}” will move to the trash. You can restore it for 30 days.",
                        preview.name,
                    )
                    preview=preview
                    policy
                />
                <DialogButtons return_to=query_link_untracked(&[("delete", None)]) submit="Delete group" />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Delete a group" name="delete" preview form /> }
}

#[component]
fn Question(what: String, preview: RemovalPreview, policy: RemovalPolicy) -> impl IntoView {
    let RemovalPreview {
        enrolments,
        members,
        bought,
        is_default,
        ..
    } = preview;
    let about = match enrolments {
        0 => "This group gave no enrolments, so no one’s access changes.".to_owned(),
        _ => format!(
            "This group gave {} to {}. Progress is kept either way.",
            count(enrolments, "enrolment"),
            count(members, "member")
        ),
    };
    view! {
        <p class="wrap-anywhere">{what}</p>
        {is_default
            .then(|| {
                view! {
                    <p class="notice">
                        <Svg icon=Icon::Alert class="mt-0.5 size-4" />
                        "This is the default group. New users won’t join any until you choose another in Settings."
                    </p>
                }
            })}
        <p class="muted text-sm">{about}</p>
        {(bought > 0)
            .then(|| {
                let stay = format!(
                    "{} of them is also bought, and stays either way. A refund of the order removes it.",
                    thousands(bought),
                );
                view! { <p class="text-sm">{stay}</p> }
            })}
        {if enrolments == 0 {
            view! { <input type="hidden" name="policy" value=policy.code() /> }.into_any()
        } else {
            view! { <RemovalPolicyField name="policy" code=RemovalPolicy::code value=policy /> }.into_any()
        }}
    }
}

/// The choice whether removed members can come back with a key.
#[component]
pub fn ReadmissionField() -> impl IntoView {
    let (by_key, by_hand) = (Readmission::ByKey, Readmission::ByAdministrator);
    view! {
        <RadioField
            name="readmission"
            legend="How can they come back?"
            options=vec![
                (by_key.code(), by_key.label(), "Or as someone adds them."),
                (
                    by_hand.code(),
                    by_hand.label(),
                    "This group’s keys are refused to them, as wrong keys are.",
                ),
            ]
            value=by_key.code()
        />
    }
}

/// The choice between keeping and withdrawing access.
#[component]
pub fn RemovalPolicyField(
    name: &'static str,
    /// The form value of a choice.
    code: fn(RemovalPolicy) -> &'static str,
    value: RemovalPolicy,
) -> impl IntoView {
    let (keep, withdraw) = (RemovalPolicy::KeepAccess, RemovalPolicy::WithdrawAccess);
    view! {
        <RadioField
            name
            legend="What should happen to these enrolments?"
            options=vec![
                (code(keep), keep.label(), "They stay, marked “kept from” this group."),
                (
                    code(withdraw),
                    withdraw.label(),
                    "They are removed, except courses people also have from elsewhere.",
                ),
            ]
            value=code(value)
        />
    }
}
