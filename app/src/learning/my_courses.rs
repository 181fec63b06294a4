use super::{course_card::CourseCards, list_my_courses, remembered::RememberedCourses};
use crate::{
    changes::use_my_changes,
    session::{use_may, use_me},
    ui::{EmptyState, Icon, ResourceView, ServerResource, Svg, query_link, use_query_id},
};
use domain::{
    courses::{LearnerHome, Shelves},
    ids::GroupId,
    policy::Action,
};
use leptos::prelude::*;

/// The learner's courses with progress, or those of the group in the URL. The list follows changes without a reload.
#[component]
pub fn MyCourses() -> impl IntoView {
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let changes = use_my_changes(me);
    let group = use_query_id("group", GroupId);
    let courses = ServerResource::new(
        move || (group.get(), changes.get()),
        |(group, _)| list_my_courses(group),
    );
    // Created here and read with `try_get` below, because the cards outlive a refetch.
    let (may_join, may_browse) = (use_may(Action::JoinByKey), use_may(Action::BrowseCatalog));
    view! {
        <section aria-label="My courses">
            <ResourceView of=courses view=move |mine| view! { <Mine mine may_join may_browse /> } />
        </section>
    }
}

#[component]
fn Mine(mine: LearnerHome, may_join: Signal<bool>, may_browse: Signal<bool>) -> impl IntoView {
    let LearnerHome {
        courses,
        remembered,
        group,
    } = mine;
    let all = group.is_none();
    let content = if courses.is_empty() && all {
        view! { <NoCourses may_join may_browse /> }.into_any()
    } else {
        view! { <ShelvesView shelves=Shelves::of(courses) /> }.into_any()
    };
    view! {
        {group.map(|name| view! { <OfGroup name /> })}
        {content}
        {all.then(|| view! { <RememberedCourses rows=remembered /> })}
    }
}

/// Says that only the courses of a group are shown.
#[component]
fn OfGroup(name: String) -> impl IntoView {
    view! {
        <p class="tag mb-4 max-w-full gap-2 text-sm">
            <span class="min-w-0 truncate">"Courses of " {name}</span>
            <a
                class="grid size-6 shrink-0 place-items-center"
                href=move || query_link(&[("group", None)])
                aria-label="Show all courses"
            >
                <Svg icon=Icon::Close class="size-3.5" />
            </a>
        </p>
    }
}

#[component]
fn ShelvesView(shelves: Shelves) -> impl IntoView {
    let Shelves {
        begun,
        untouched,
        completed,
        closed,
    } = shelves;
    if [&begun, &untouched, &completed, &closed]
        .iter()
        .all(|shelf| shelf.is_empty())
    {
        return view! {
            <div class="panel">
                <EmptyState icon=Icon::Book title="No courses here">
                    "You have none of the courses of this group yet."
                </EmptyState>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="grid gap-8">
            <CourseCards title="Continue" courses=begun leading=true />
            <CourseCards title="Not started" courses=untouched />
            <CourseCards title="Not open now" courses=closed />
            <CourseCards title="Completed" courses=completed />
        </div>
    }
    .into_any()
}

#[component]
fn NoCourses(may_join: Signal<bool>, may_browse: Signal<bool>) -> impl IntoView {
    view! {
        <div class="panel">
            <EmptyState icon=Icon::Book title="No courses yet">
                "You get courses through groups. "
                <Show when=move || may_browse.try_get().unwrap_or(false)>
                    <a class="link" href="/catalog/courses">
                        "The catalog"
                    </a>
                    " has more courses. "
                </Show>
                <Show when=move || {
                    may_join.try_get().unwrap_or(false)
                }>"Have a group key? Use " <strong>"Join Group"</strong> "."</Show>
            </EmptyState>
        </div>
    }
}
