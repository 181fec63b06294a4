//! One course on a group's Courses tab, with + or - and the buttons that change its place in the
//! order.
use super::{
    AddGroupCourse, RemoveGroupCourse, ReorderGroupCourse,
    editor::{GroupContext, use_group},
};
use crate::{
    session::use_may,
    ui::{
        AddButton, Badge, CourseHeadline, Form, HiddenIds, Icon, IconSubmit, Ids, RemoveLink,
        ServerMutation, Tone, Undo, keep_focus, on_success, sync_row, toast_with_undo,
    },
};
use domain::{
    groups::RemovalPolicy, ids::CourseId, members::GroupCourseRow, numbers::count, policy::Action,
};
use leptos::{html, prelude::*};

/// The state that the rows and the dialog of the Courses tab share.
#[derive(Clone, Copy)]
pub struct CoursesContext {
    pub group: GroupContext,
    /// A row that the dialog changed: its list item shows the new state without a refetch.
    pub changed: RwSignal<Option<GroupCourseRow>>,
    /// Counts the changes of the order; each refetches the list.
    pub reload: RwSignal<u32>,
}

impl CoursesContext {
    /// Shows what an act made of a row; `false` if the list is gone.
    fn show(self, row: RwSignal<GroupCourseRow>, now: GroupCourseRow) -> bool {
        let is_shown = row.try_set(now).is_none();
        if is_shown {
            self.group.refetch();
        }
        is_shown
    }
}

pub fn use_courses() -> CoursesContext {
    expect_context()
}

#[component]
pub fn CourseItem(row: GroupCourseRow) -> impl IntoView {
    let context = use_courses();
    let course = row.course;
    let may = use_may(Action::EditMembers);
    let row = RwSignal::new(row);
    sync_row(row, move || {
        context.changed.get().filter(|now| now.course == course)
    });
    let buttons = NodeRef::<html::Div>::new();
    keep_focus(buttons, move || row.track());
    view! {
        <li class="row" class:row-member=move || row.read().in_group>
            <CourseSummary row />
            <div node_ref=buttons class="flex flex-wrap items-center justify-end gap-1">
                <MembersWithoutCourse row />
                {move || {
                    (may.get() && row.read().within)
                        .then(|| {
                            if row.read().in_group {
                                view! {
                                    <Shift row up=true />
                                    <Shift row up=false />
                                    <Remove row />
                                }
                                    .into_any()
                            } else {
                                view! { <Add row /> }.into_any()
                            }
                        })
                }}
            </div>
        </li>
    }
}

#[component]
fn CourseSummary(row: RwSignal<GroupCourseRow>) -> impl IntoView {
    let GroupCourseRow {
        course,
        name,
        category,
        active,
        units,
        within,
        ..
    } = row.get_untracked();
    view! {
        <CourseHeadline course name category active units within>
            {move || {
                row.read().in_group.then(|| view! { <Badge text="Group course" tone=Tone::Accent /> })
            }}
        </CourseHeadline>
    }
}

#[component]
fn MembersWithoutCourse(row: RwSignal<GroupCourseRow>) -> impl IntoView {
    move || {
        let GroupCourseRow {
            lacking, in_group, ..
        } = row.get();
        (in_group && lacking > 0).then(|| view! {
            <span class="px-2 text-sm font-medium text-warning">
                {count(lacking, "member")} {if lacking == 1 { " lacks" } else { " lack" }} " this course"
            </span>
        })
    }
}

#[component]
fn Add(row: RwSignal<GroupCourseRow>) -> impl IntoView {
    let context = use_courses();
    let action = ServerMutation::<AddGroupCourse>::new();
    let GroupCourseRow { course, name, .. } = row.get_untracked();
    let (ids, show) = (ids(course), move |now| context.show(row, now));
    on_success(action, move |now| {
        let mut fields = ids.clone();
        fields.push(("policy", RemovalPolicy::WithdrawAccess.code().to_owned()));
        toast_with_undo(
            format!("“{}” added to the group.", now.name),
            Some(Undo::of::<RemoveGroupCourse>(&fields, show)),
        );
        show(now);
    });
    view! {
        <Form action id=format!("add-{course}") class="contents">
            <HiddenIds ids=self::ids(course) />
            <AddButton label=format!("Add {name} to the group") />
        </Form>
    }
}

/// Opens the dialog first if the group has members.
#[component]
fn Remove(row: RwSignal<GroupCourseRow>) -> impl IntoView {
    let context = use_courses();
    let action = ServerMutation::<RemoveGroupCourse>::new();
    let GroupCourseRow { course, name, .. } = row.get_untracked();
    let label = format!("Remove {name} from the group");
    let (ids, show) = (ids(course), move |now| context.show(row, now));
    on_success(action, move |now| {
        toast_with_undo(
            format!("“{}” removed from the group.", now.name),
            Some(Undo::of::<AddGroupCourse>(&ids, show)),
        );
        show(now);
    });
    let empty = context
        .group
        .details
        .with_untracked(|group| group.counts.members == 0);
    if empty {
        view! {
            <Form action id=format!("remove-{course}") class="contents">
                <HiddenIds ids=self::ids(course) />
                <input type="hidden" name="policy" value=RemovalPolicy::KeepAccess.code() />
                <IconSubmit icon=Icon::Minus label />
            </Form>
        }
        .into_any()
    } else {
        view! { <RemoveLink id=course.to_string() label /> }.into_any()
    }
}

#[component]
fn Shift(row: RwSignal<GroupCourseRow>, up: bool) -> impl IntoView {
    let context = use_courses();
    let action = ServerMutation::<ReorderGroupCourse>::new();
    let GroupCourseRow { course, name, .. } = row.get_untracked();
    on_success(action, move |()| context.reload.update(|times| *times += 1));
    let (icon, way) = if up {
        (Icon::Up, "up")
    } else {
        (Icon::Down, "down")
    };
    let label = format!("Move {name} {way}");
    view! {
        <Form action id=format!("{way}-{course}") class="contents">
            <HiddenIds ids=ids(course) />
            <input type="hidden" name="up" value=up.to_string() />
            <IconSubmit icon label />
        </Form>
    }
}

/// Which course of which group a form changes.
fn ids(course: CourseId) -> Ids {
    let group = use_group().id.get_untracked();
    vec![("group", group.to_string()), ("course", course.to_string())]
}
