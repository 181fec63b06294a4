//! The Courses tab: the courses of a branch, and those that can be added to it.
use super::{course_row::CourseItem, editor::use_branch, list_branch_courses};
use crate::{
    branches::course_row::RemoveCourseDialog,
    changes::use_changes_when_free,
    ui::{
        EmptyState, Icon, PagedList, ResourceView, SearchBox, ServerResource, query_text,
        use_search,
    },
};
use domain::{
    branches::BranchCourseRow,
    events::{ChangeEvent, ListKind},
    page::Page,
};
use leptos::prelude::*;

#[component]
pub fn BranchCoursesTab() -> impl IntoView {
    let branch = use_branch().id;
    let search = use_search();
    let changed = RwSignal::new(None);
    let removing = query_text("remove");
    let busy = move || !removing.read().is_empty();
    let changes =
        use_changes_when_free(busy, |event| event == ChangeEvent::List(ListKind::Courses));
    let page = ServerResource::new(
        move || (branch.get(), search.get(), changes.get()),
        |(branch, search, _)| list_branch_courses(branch, search),
    );
    view! {
        <section class="panel" aria-label="Courses">
            <div class="toolbar">
                <SearchBox label="Search courses" />
            </div>
            <ResourceView of=page view=move |page| view! { <Courses page changed /> } />
        </section>
        <RemoveCourseDialog changed />
    }
}

#[component]
fn Courses(
    page: Page<BranchCourseRow>,
    changed: RwSignal<Option<BranchCourseRow>>,
) -> impl IntoView {
    if page.rows.is_empty() {
        return view! {
            <EmptyState icon=Icon::Book title="No courses found">
                "No course matches. "
                <a class="link" href="/courses/new">
                    "Add a course"
                </a>
                ", then press + to add it to the branch."
            </EmptyState>
        }
        .into_any();
    }
    view! { <PagedList page nouns=("course", "courses") row=move |row| view! { <CourseItem row changed /> } /> }
    .into_any()
}
