//! One course on a branch's Courses tab, and the dialog that removes it from the branch.
use super::{
    AddBranchCourse, RemoveBranchCourse, editor::use_branch, preview_branch_course_removal,
};
use crate::{
    session::use_may,
    ui::{
        AddButton, Badge, ConfirmDialog, CourseHeadline, DialogButtons, Form, HiddenIds, Ids,
        RemoveLink, ServerMutation, ServerResource, Tone, keep_focus, on_success,
        query_link_untracked, sync_row, toast, use_query_id,
    },
};
use domain::{
    branches::BranchCourseRow,
    groups::RemovalPolicy,
    ids::CourseId,
    numbers::{count, count_of},
    policy::Action,
};
use leptos::{html, prelude::*};

/// A row that the dialog changed: its list item shows the new state without a refetch.
type Changed = RwSignal<Option<BranchCourseRow>>;

#[component]
pub fn CourseItem(row: BranchCourseRow, changed: Changed) -> impl IntoView {
    let may = use_may(Action::EditBranches);
    let course = row.course;
    let row = RwSignal::new(row);
    sync_row(row, move || {
        changed.get().filter(|now| now.course == course)
    });
    let buttons = NodeRef::<html::Div>::new();
    keep_focus(buttons, move || row.track());
    view! {
        <li class="row" class:row-member=move || row.read().in_branch>
            <BranchCourseSummary row />
            <div node_ref=buttons class="flex flex-wrap items-center justify-end gap-1">
                {move || {
                    may.get()
                        .then(|| match row.get() {
                            BranchCourseRow { owned: true, .. } => ().into_any(),
                            BranchCourseRow { in_branch: true, name, .. } => {
                                let label = format!("Remove {name} from the branch");
                                view! { <RemoveLink id=course.to_string() label /> }.into_any()
                            }
                            BranchCourseRow { .. } => view! { <Add row /> }.into_any(),
                        })
                }}
            </div>
        </li>
    }
}

#[component]
fn BranchCourseSummary(row: RwSignal<BranchCourseRow>) -> impl IntoView {
    let BranchCourseRow {
        course,
        name,
        category,
        active,
        ..
    } = row.get_untracked();
    let badge = move || match row.get() {
        BranchCourseRow { owned: true, .. } => Some("Created in this branch"),
        BranchCourseRow { in_branch, .. } => in_branch.then_some("In this branch"),
    };
    let groups = move || {
        let groups = row.read().groups;
        (groups > 0).then(|| format!(" · in {} of this branch", count(groups, "group")))
    };
    view! {
        <CourseHeadline course name category active more=groups.into_any()>
            {move || badge().map(|text| view! { <Badge text tone=Tone::Accent /> })}
        </CourseHeadline>
    }
}

#[component]
fn Add(row: RwSignal<BranchCourseRow>) -> impl IntoView {
    let branch = use_branch();
    let action = ServerMutation::<AddBranchCourse>::new();
    let BranchCourseRow { course, name, .. } = row.get_untracked();
    on_success(action, move |now| {
        toast(format!("“{}” added to the branch.", now.name));
        row.set(now);
        branch.refetch();
    });
    view! {
        <Form action id=format!("add-{course}") class="contents">
            <HiddenIds ids=ids(course) />
            <AddButton label=format!("Add {name} to the branch") />
        </Form>
    }
}

/// Which course of which branch a form changes.
fn ids(course: CourseId) -> Ids {
    let branch = use_branch().id.get_untracked();
    vec![
        ("branch", branch.to_string()),
        ("course", course.to_string()),
    ]
}

/// Opens with `?remove=<course>` on the Courses tab.
#[component]
pub fn RemoveCourseDialog(changed: Changed) -> impl IntoView {
    let branch = use_branch();
    let action = ServerMutation::<RemoveBranchCourse>::new();
    on_success(action, move |row| {
        toast(format!("“{}” removed from the branch.", row.name));
        changed.set(Some(row));
        branch.refetch();
    });
    let asked = use_query_id("remove", CourseId);
    let preview = ServerResource::optional(
        move || asked.get().map(|course| (branch.id.get(), course)),
        |(branch, course)| preview_branch_course_removal(branch, course),
    );
    let form = move |(row, groups): (BranchCourseRow, Vec<(String, RemovalPolicy)>)| {
        let return_to = query_link_untracked(&[("remove", None)]);
        view! {
            <Form action>
                <HiddenIds ids=ids(row.course) />
                <input type="hidden" name="return_to" value=return_to.clone() />
                <RemovalQuestion name=row.name groups />
                <DialogButtons return_to submit="Remove" />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Remove a course from the branch" name="remove" preview form /> }
}

#[component]
fn RemovalQuestion(name: String, groups: Vec<(String, RemovalPolicy)>) -> impl IntoView {
    let removed = format!("“{name}” will be removed from the branch.");
    if groups.is_empty() {
        return view! {
            <p class="wrap-anywhere">{removed}</p>
            <p class="muted text-sm">"No group of this branch uses it, so no one’s access changes."</p>
        }
        .into_any();
    }
    let losing = count_of(&groups, "group");
    let lines = groups
        .into_iter()
        .map(|(group, policy)| {
            let becomes = match policy {
                RemovalPolicy::KeepAccess => "members keep access",
                RemovalPolicy::WithdrawAccess => "members lose access",
            };
            view! { <li class="wrap-anywhere">{group} ": " {becomes}</li> }
        })
        .collect_view();
    view! {
        <p class="wrap-anywhere">
            {removed} " It also leaves " {losing} ". Each group’s removal policy applies:"
        </p>
        <ul class="max-h-60 list-disc overflow-y-auto pl-5 text-sm">{lines}</ul>
        <p class="muted text-sm">"Progress is kept either way."</p>
    }
    .into_any()
}
