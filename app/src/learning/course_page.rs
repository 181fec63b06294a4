use super::{CourseView, SetUnitCompleted, UnitBody, UnitView, get_my_course};
use crate::{
    changes::use_changes,
    session::{use_may, use_me},
    ui::{
        Badge, EmptyState, Form, Icon, ResourceView, ServerMutation, ServerResource, Submit, Svg,
        Tone, on_success, query_text, route_id,
    },
};
use domain::{
    courses::percent,
    events::ChangeEvent,
    ids::{CourseId, UnitId},
    messages::enrolments::explain,
    numbers::count,
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;

/// A course with its units, for its learner. A user who only manages courses is redirected to the
/// editor.
#[component]
pub fn CoursePage() -> impl IntoView {
    let id = route_id("id", CourseId);
    let reload = RwSignal::new(0);
    let (learns, lists) = (use_may(Action::Learn), use_may(Action::ListCourses));
    if lists.get_untracked() && !learns.get_untracked() {
        return view! { <Redirect path=format!("/courses/{}/edit", id.get_untracked()) /> }
            .into_any();
    }
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let changes = use_changes(move |event| match event {
        ChangeEvent::Course(course) => course == id.get_untracked(),
        ChangeEvent::User(user) => Some(user) == me,
        _ => false,
    });
    let from = query_text("unit");
    let from = Memo::new(move |_| from.with(|unit| unit.parse().ok()));
    let course = ServerResource::new(
        move || (id.get(), from.get(), reload.get(), changes.get()),
        |(course, from, ..)| get_my_course(course, from),
    );
    view! { <ResourceView of=course view=move |view| view! { <Course view reload /> } /> }
        .into_any()
}

#[component]
fn Course(view: CourseView, reload: RwSignal<u32>) -> impl IntoView {
    let CourseView { course, units } = view;
    let done = percent(course.completed, course.units);
    let list = if !course.active {
        view! {
            <div class="panel">
                <EmptyState icon=Icon::Book title="Not open now">
                    "This course is inactive, so its units can’t be read. Your progress is kept."
                </EmptyState>
            </div>
        }
        .into_any()
    } else if units.is_empty() {
        view! {
            <div class="panel">
                <EmptyState icon=Icon::Text title="No units yet">
                    "This course has no content yet."
                </EmptyState>
            </div>
        }
        .into_any()
    } else {
        let id = course.id;
        let units = units
            .into_iter()
            .enumerate()
            .map(|(place, unit)| view! { <Unit course=id number=place + 1 unit reload /> })
            .collect_view();
        view! { <ol class="grid grid-cols-1 gap-4">{units}</ol> }.into_any()
    };
    view! {
        <Title text=course.name.clone() />
        <div class="mx-auto max-w-3xl">
            <nav aria-label="Breadcrumb" class="mb-2 text-sm">
                <a class="link-quiet" href="/">
                    "My courses"
                </a>
            </nav>
            <div class="mb-1 flex flex-wrap items-center gap-3">
                <h1 class="page-title wrap-anywhere">{course.name.clone()}</h1>
                {course.completed_at.map(|_| view! { <Badge text="Completed" tone=Tone::Good /> })}
            </div>
            <p class="muted mb-4 whitespace-pre-line">{course.description}</p>
            <div class="panel sticky top-16 z-2 mb-6 grid gap-1 px-4 py-3">
                <progress
                    class="progress progress-primary"
                    value=done.to_string()
                    max="100"
                    aria-label="Progress"
                ></progress>
                <p class="muted flex justify-between text-sm" aria-live="polite">
                    <span>
                        {format!("{} of {} completed", course.completed, count(course.units, "unit"))}
                    </span>
                    <span>{done} "%"</span>
                </p>
            </div>
            {list}
            <p class="muted mt-6 text-sm wrap-anywhere">{explain(&course.why)}</p>
        </div>
    }
}

#[component]
fn Unit(course: CourseId, number: usize, unit: UnitView, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<SetUnitCompleted>::new();
    on_success(action, move |()| reload.update(|times| *times += 1));
    let (label, class, icon) = if unit.completed {
        (
            "Completed",
            "btn btn-sm btn-success btn-soft",
            Some(Icon::Check),
        )
    } else {
        ("Mark as completed", "btn btn-sm btn-primary", None)
    };
    view! {
        <li class="panel p-5" id=format!("unit-{}", unit.id)>
            <h2 class="mb-3 text-lg font-semibold wrap-anywhere">
                <span class="muted mr-2 tabular-nums">{number} "."</span>
                {unit.name.clone()}
            </h2>
            <Body body=unit.body unit=unit.id />
            <Form action class="mt-5 flex">
                <input type="hidden" name="course" value=course.to_string() />
                <input type="hidden" name="unit" value=unit.id.to_string() />
                <input type="hidden" name="completed" value=(!unit.completed).to_string() />
                {match icon {
                    Some(icon) => view! { <Submit label class icon /> }.into_any(),
                    None => view! { <Submit label class /> }.into_any(),
                }}
            </Form>
        </li>
    }
}

#[component]
fn Body(body: UnitBody, unit: UnitId) -> impl IntoView {
    match body {
        UnitBody::LeftOut => {
            let href = format!("?unit={unit}#unit-{unit}");
            view! {
                <p class="muted mb-3">"This course is long, so it is shown in parts."</p>
                <a class="btn" href=href>
                    <Svg icon=Icon::Text />
                    "Show this unit"
                </a>
            }
            .into_any()
        }
        UnitBody::Html(html) => view! { <div class="prose-text" inner_html=html></div> }.into_any(),
        UnitBody::Link(address) => view! { <Outside address icon=Icon::Link /> }.into_any(),
        UnitBody::Video(address) if is_file(&address) => {
            view! { <video class="w-full rounded-box bg-base-200" src=address controls preload="none"></video> }
            .into_any()
        }
        UnitBody::Video(address) => view! { <Outside address icon=Icon::Play /> }.into_any(),
    }
}

/// A file the browser itself can play; other addresses are pages with a player.
fn is_file(address: &str) -> bool {
    let path = address
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    [".mp4", ".webm", ".ogv"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

#[component]
fn Outside(address: String, icon: Icon) -> impl IntoView {
    let href = address.clone();
    view! {
        <a class="btn max-w-full" href=href target="_blank" rel="noopener noreferrer">
            <Svg icon />
            <span class="truncate">{address}</span>
            <span class="sr-only">" (opens in a new tab)"</span>
        </a>
    }
}
