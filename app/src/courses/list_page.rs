use super::{CategoryFilter, deletion::DeleteCourseDialog, list_courses};
use crate::{
    changes::use_changes_when_free,
    session::use_may,
    ui::{
        Badge, CourseHeadline, EmptyState, FilterForm, FilterOption, FilterSelect, Icon, IconLink,
        PagedList, ResourceView, SearchBox, ServerResource, Svg, Tone, query_link, query_text,
        use_search,
    },
};
use domain::{
    courses::{CourseQuery, CourseRow},
    events::{ChangeEvent, ListKind},
    ids::CategoryId,
    money::Currency,
    numbers::count,
    page::Page,
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn CoursesPage() -> impl IntoView {
    let (search, category, asked) = (use_search(), query_text("category"), query_text("delete"));
    let listed = query_text("listed");
    let query = Memo::new(move |_| CourseQuery {
        search: search.get(),
        category: category.get().parse().ok().map(CategoryId),
        listed: match listed.read().as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    });
    let busy = move || !asked.read().is_empty();
    let changes = use_changes_when_free(busy, |event| {
        // The rows count learners.
        matches!(
            event,
            ChangeEvent::List(ListKind::Courses | ListKind::Learners)
        )
    });
    let page = ServerResource::new(
        // Closing the dialog refetches the list, as it may have deleted a course.
        move || (query.get(), asked.get().is_empty(), changes.get()),
        |(query, ..)| list_courses(query),
    );
    let (may, may_file) = (
        use_may(Action::EditCourses),
        use_may(Action::EditCategories),
    );
    view! {
        <Title text="Courses" />
        <div class="mb-4 flex flex-wrap items-center justify-between gap-3">
            <h1 class="page-title">"Courses"</h1>
            <div class="flex flex-wrap gap-2">
                {move || {
                    may_file
                        .get()
                        .then(|| {
                            view! {
                                <a class="btn btn-ghost" href="/courses/categories">
                                    <Svg icon=Icon::Folder />
                                    "Categories"
                                </a>
                            }
                        })
                }}
                {move || {
                    may.get()
                        .then(|| {
                            view! {
                                <a class="btn btn-ghost" href="/trash">
                                    <Svg icon=Icon::Trash />
                                    "Trash"
                                </a>
                                <a class="btn btn-primary" href="/courses/new">
                                    <Svg icon=Icon::Plus />
                                    "Add course"
                                </a>
                            }
                        })
                }}
            </div>
        </div>
        <section class="panel" aria-label="Courses">
            <div class="toolbar">
                <SearchBox label="Search courses" />
                <CategoryFilter />
                <ListedFilter listed />
            </div>
            <ResourceView of=page view=move |(page, currency)| view! { <Courses page currency /> } />
        </section>
        <DeleteCourseDialog />
    }
}

/// Shows only the courses that the catalog lists, or only the others.
#[component]
fn ListedFilter(listed: Memo<String>) -> impl IntoView {
    view! {
        <FilterForm name="listed">
            <FilterSelect name="listed" label="Catalog" all="All courses">
                <FilterOption code="yes".to_owned() text="Listed" chosen=listed />
                <FilterOption code="no".to_owned() text="Not listed" chosen=listed />
            </FilterSelect>
        </FilterForm>
    }
}

#[component]
fn Courses(page: Page<CourseRow>, currency: Currency) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <NoCourses /> }.into_any();
    }
    view! {
        <PagedList
            page
            nouns=("course", "courses")
            row=move |course| view! { <CourseItem course currency /> }
        />
    }
    .into_any()
}

#[component]
fn NoCourses() -> impl IntoView {
    let may = use_may(Action::EditCourses);
    view! {
        <EmptyState icon=Icon::Book title="No courses here">
            "A course holds units in order: text, links, videos. "
            {move || {
                may.get()
                    .then(|| {
                        view! {
                            <a class="link" href="/courses/new">
                                "Add a course"
                            </a>
                            ", then assign it through a group."
                        }
                    })
            }}
        </EmptyState>
    }
}

#[component]
fn CourseItem(course: CourseRow, currency: Currency) -> impl IntoView {
    let CourseRow {
        id,
        name,
        category,
        active,
        listed,
        price,
        units,
        learners,
        own,
    } = course;
    let may = use_may(Action::EditCourses);
    let delete_label = format!("Delete {name}");
    let delete = move || query_link(&[("delete", Some(id.to_string()))]);
    view! {
        <li class="row row-link">
            <CourseHeadline course=id name category active stretched=true>
                {(!price.is_zero())
                    .then(|| view! { <Badge text=price.display(currency) tone=Tone::Accent /> })}
                {listed.then(|| view! { <Badge text="Listed" /> })}
            </CourseHeadline>
            <div class="relative flex items-center justify-end gap-1">
                <p class="muted text-right text-sm">
                    {count(units, "unit")} ", " {count(learners, "learner")}
                </p>
                {move || {
                    (own && may.get())
                        .then(|| {
                            view! { <IconLink icon=Icon::Trash label=delete_label.clone() href=delete /> }
                        })
                }}
            </div>
        </li>
    }
}
