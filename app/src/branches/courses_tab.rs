//! The Courses tab: the courses of a branch, and those that can be added to it.
use super::{course_row::CourseItem, editor::use_branch, list_branch_courses};
use crate::{
    branches::course_row::RemoveCourseDialog,
    ui::{EmptyState, Icon, PagedList, ResourceView, SearchBox, ServerResource, use_search},
};
use domain::{branches::BranchCourseRow, page::Page};
use leptos::prelude::*;

#[component]
pub fn BranchCoursesTab() -> impl IntoView {
    let branch = use_branch().id;
    let search = use_search();
    let changed = RwSignal::new(None);
    let page = ServerResource::new(
        move || (branch.get(), search.get()),
        |(branch, search)| list_branch_courses(branch, search),
    );
    view! {
        <section class="panel" aria-label="Courses">
            <div class="toolbar"><SearchBox label="Search courses"/></div>
            <ResourceView of=page view=move |page| view! { <Courses page changed/> }/>
        </section>
        <RemoveCourseDialog changed/>
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
                "No course matches. " <a class="link" href="/courses/new">"Add a course"</a> ", then press + to add it to the branch."
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <PagedList page nouns=("course", "courses") row=move |row| view! { <CourseItem row changed/> }/>
    }
    .into_any()
}
