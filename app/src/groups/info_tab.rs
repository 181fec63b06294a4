//! The Info tab: the group's form, its instructors and branch, and the actions on the whole group.
use super::{
    CloneGroup, UpdateGroup,
    editor::use_group,
    notices::{NotListedNotice, OpenKeyNotice},
    removal::DeleteGroupDialog,
};
use crate::{
    branches::{BranchPanel, MoveGroupDialog},
    changes::use_group_changes,
    instructors::{AddInstructorDialog, InstructorsPanel, list_instructors},
    session::use_may,
    ui::{
        CheckField, EditableFields, Form, Icon, LocalTime, RadioField, ResourceView,
        ServerMutation, ServerResource, Submit, Svg, SwitchField, TextArea, TextField, TokenField,
        VersionField, on_success, query_link, toast,
    },
};
use domain::{
    groups::{EnrolmentPolicy, GroupDetails, LeavingPolicy, RemovalPolicy},
    instructors::Teachable,
    money::Currency,
    policy::Action,
};
use leptos::prelude::*;

#[component]
pub fn InfoTab() -> impl IntoView {
    let context = use_group();
    // Untracked, as others' edits must not replace what is being typed; saving reports the conflict.
    let group = context.details.get_untracked();
    let whole = group.clone();
    let branch = Memo::new(move |_| context.details.read().branch.clone());
    let may = use_may(Action::EditGroups);
    view! {
        <div class="with-aside">
            <section class="panel p-6" aria-label="Info">
                <NotListedNotice />
                <OpenKeyNotice />
                <InfoForm group currency=context.currency />
            </section>
            <div class="grid gap-6">
                <Instructors />
                <BranchPanel branch may_edit=may />
                {move || may.get().then(|| view! { <GroupActions group=whole.clone() /> })}
            </div>
        </div>
        <DeleteGroupDialog />
        <MoveGroupDialog
            group=context.id
            branch
            name=Signal::derive(move || context.details.read().name.clone())
            done=Callback::new(move |()| context.refetch())
        />
    }
}

/// The instructors of the group.
#[component]
fn Instructors() -> impl IntoView {
    let context = use_group();
    let taught = Memo::new(move |_| Teachable::Group(context.id.get()));
    let changed = RwSignal::new(0);
    let changes = use_group_changes(move || Some(context.id.get()));
    let rows = ServerResource::new(
        move || (taught.get(), changed.get(), changes.get()),
        |(taught, ..)| list_instructors(taught),
    );
    view! {
        <ResourceView
            of=rows
            view=move |rows| view! { <InstructorsPanel taught=taught.get_untracked() rows changed /> }
        />
        <AddInstructorDialog taught changed />
    }
}

#[component]
fn InfoForm(group: GroupDetails, currency: Currency) -> impl IntoView {
    let context = use_group();
    let action = ServerMutation::<UpdateGroup>::new();
    let version = RwSignal::new(group.version);
    on_success(action, move |saved| {
        version.set(saved);
        toast("Saved.");
        context.refetch();
    });
    view! {
        <Form action>
            <EditableFields by=Action::EditGroups>
                <input type="hidden" name="group" value=group.id.to_string() />
                <VersionField version />
                <TextField name="name" label="Name" value=group.name required=true />
                <TextArea
                    name="description"
                    label="Description"
                    value=group.description
                    hint="What learners read before they join."
                />
                <TextField
                    name="price"
                    label="Price"
                    inputmode="decimal"
                    value=if group.price.is_zero() {
                        String::new()
                    } else {
                        group.price.input_value(currency)
                    }
                    hint=price_hint(currency)
                />
                <ListedField value=group.listed />
                <PolicyFields enrolment=group.enrolment_policy removal=group.removal_policy />
                <LeavingField value=group.leaving_policy />
            </EditableFields>
        </Form>
    }
}

/// What adding and removing members does to their courses.
#[component]
fn PolicyFields(enrolment: EnrolmentPolicy, removal: RemovalPolicy) -> impl IntoView {
    view! {
        <fieldset class="field">
            <legend class="label-text">"Enrolment and removal policy"</legend>
            <div class="grid gap-2">
                <SwitchField
                    name="enrolment_policy"
                    label="Enrol automatically"
                    code=EnrolmentPolicy::Automatically.code()
                    value=enrolment == EnrolmentPolicy::Automatically
                    on="New members and courses are enrolled right away."
                    off="Adding members or courses enrols no one. Use Synchronize or Mass actions."
                />
                <SwitchField
                    name="removal_policy"
                    label="Withdraw access when members leave"
                    code=RemovalPolicy::WithdrawAccess.code()
                    value=removal == RemovalPolicy::WithdrawAccess
                    on="Members who leave lose the group’s courses. Progress is kept."
                    off="Members who leave keep the group’s courses."
                />
            </div>
        </fieldset>
    }
}

/// Which members can leave on their own.
#[component]
fn LeavingField(value: LeavingPolicy) -> impl IntoView {
    let hint = |policy| match policy {
        LeavingPolicy::JoinedByKey => {
            "Those who were added by someone stay until they are removed."
        }
        LeavingPolicy::Everyone => "Except from a default group, and from what they bought.",
        LeavingPolicy::NoOne => "Members stay until they are removed.",
    };
    let option = |policy: &LeavingPolicy| (policy.code(), policy.label(), hint(*policy));
    view! {
        <RadioField
            name="leaving_policy"
            legend="Who can leave on their own"
            value=value.code()
            options=LeavingPolicy::ALL.iter().map(option).collect()
        />
    }
}

/// Returns the hint of the price field, with the portal's currency.
pub fn price_hint(currency: Currency) -> String {
    format!(
        "In {}. A group with a price is sold as a bundle.",
        currency.code()
    )
}

/// The tick that sells a group.
#[component]
pub fn ListedField(value: bool) -> impl IntoView {
    view! {
        <CheckField
            name="listed"
            label="Listed in the catalog"
            value
            hint="A bundle is a draft until this is selected."
        />
    }
}

#[component]
fn GroupActions(group: GroupDetails) -> impl IntoView {
    let clone = ServerMutation::<CloneGroup>::new();
    let id = group.id;
    let ask = move || query_link(&[("delete", Some(id.to_string()))]);
    view! {
        <aside class="panel grid gap-4 p-6" aria-label="Group actions">
            <p class="muted text-sm">"Added " <LocalTime at=group.created_at /></p>
            <Form action=clone>
                <TokenField />

                <input type="hidden" name="group" value=id.to_string() />
                <p class="text-sm">
                    "A clone has the same courses, instructors and settings, without members and keys."
                </p>
                <div>
                    <Submit label="Clone group" class="btn btn-sm" icon=Icon::Copy />
                </div>
            </Form>
            <div class="grid gap-2 border-t border-base-300 pt-4">
                <p class="text-sm">"A deleted group can be restored for 30 days."</p>
                <div>
                    <a class="btn btn-sm btn-error btn-soft" href=ask>
                        <Svg icon=Icon::Trash />
                        "Delete group"
                    </a>
                </div>
            </div>
        </aside>
    }
}
