//! The Courses tab: the courses of the group, and those that can be added to it.
use super::{
    course_row::{CourseItem, CoursesContext},
    editor::use_group,
    list_group_courses,
    notices::OpenCoursesNotice,
    removal::RemoveCourseDialog,
};
use crate::{
    changes::use_changes_when_free,
    courses::CategoryFilter,
    session::use_may,
    ui::{
        EmptyState, Icon, PagedList, ResourceView, SearchBox, ServerResource, query_text,
        use_search,
    },
};
use domain::{
    events::{ChangeEvent, ListKind},
    ids::CategoryId,
    members::{GroupCourseQuery, GroupCourseRow},
    page::Page,
    policy::Action,
};
use leptos::prelude::*;

#[component]
pub fn CoursesTab() -> impl IntoView {
    let group = use_group();
    let (search, category) = (use_search(), query_text("category"));
    let query = Memo::new(move |_| GroupCourseQuery {
        search: search.get(),
        category: category.get().parse().ok().map(CategoryId),
    });
    let context = CoursesContext {
        group,
        changed: RwSignal::new(None),
        reload: RwSignal::new(0),
    };
    provide_context(context);
    let removing = query_text("remove");
    let busy = move || !removing.read().is_empty();
    let changes = use_changes_when_free(busy, move |event| {
        let this = ChangeEvent::Group(group.id.get_untracked());
        event == this || event == ChangeEvent::List(ListKind::Courses)
    });
    let page = ServerResource::new(
        move || {
            let seen = (context.reload.get(), changes.get());
            (group.id.get(), query.get(), seen)
        },
        |(group, query, _)| list_group_courses(group, query),
    );
    let imports = use_may(Action::EditGroups);
    view! {
        <section class="panel" aria-label="Courses">
            <div class="toolbar">
                <SearchBox label="Search courses" />
                <CategoryFilter />
                {move || {
                    imports
                        .get()
                        .then(|| {
                            let href = format!("/groups/{}/courses/import", group.id.get());
                            view! {
                                <a class="btn btn-sm btn-ghost sm:ml-auto" href=href>
                                    "Import courses"
                                </a>
                            }
                        })
                }}
            </div>
            <ResourceView
                of=page
                view=move |(page, open)| {
                    view! {
                        <OpenCoursesNotice names=open />
                        <Courses page />
                    }
                }
            />
        </section>
        <RemoveCourseDialog />
    }
}

#[component]
fn Courses(page: Page<GroupCourseRow>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <NoCourses /> }.into_any();
    }
    view! { <PagedList page nouns=("course", "courses") row=move |row| view! { <CourseItem row /> } /> }
    .into_any()
}

#[component]
fn NoCourses() -> impl IntoView {
    let (adds, puts) = (use_may(Action::EditCourses), use_may(Action::EditMembers));
    view! {
        <EmptyState icon=Icon::Book title="No courses found">
            "No course matches. "
            {move || {
                (adds.get() && puts.get())
                    .then(|| {
                        view! {
                            <a class="link" href="/courses/new">
                                "Add a course"
                            </a>
                            ", then press + to add it to the group."
                        }
                    })
            }}
        </EmptyState>
    }
}
