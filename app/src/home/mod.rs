//! Home: how the portal is for administrators, what they teach for instructors, courses for learners.
mod attention;
mod figures;
mod first_steps;
mod head;
mod recent;
mod server_fns;
mod teaching;

pub use server_fns::*;

use crate::{
    join::{JoinLink, LearnerSidebar},
    learning::MyCourses,
    session::{use_may, use_me, use_visible},
    ui::{EmptyState, Icon},
};
use attention::AttentionPanel;
use domain::{permissions::Role, policy::Action};
use figures::FiguresPanel;
use first_steps::FirstStepsPanel;
use head::{AddLinks, HomeHead};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use recent::RecentPanel;
use teaching::InstructorHome;

#[component]
pub fn HomePage() -> impl IntoView {
    let me = use_me();
    let role = Memo::new(move |_| me.with(|me| me.as_ref().map(|actor| actor.role())));
    view! {
        <Title text="" />
        {move || match role.get() {
            None => view! { <Redirect path="/sign-in" /> }.into_any(),
            Some(Role::Administrator) => view! { <AdminHome /> }.into_any(),
            Some(Role::Instructor) => view! { <InstructorHome /> }.into_any(),
            Some(Role::Learner) => view! { <LearnerHome /> }.into_any(),
        }}
    }
}

#[component]
fn LearnerHome() -> impl IntoView {
    let learns = use_may(Action::Learn);
    // A memo, so that the courses are not rendered again when other permissions change.
    let may = Memo::new(move |_| learns.get());
    view! {
        <div class="mb-4 flex flex-wrap items-center justify-between gap-3">
            <h1 class="page-title">"My courses"</h1>
            <JoinLink />
        </div>
        {move || {
            if may.get() {
                view! {
                    <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
                        <MyCourses />
                        <LearnerSidebar />
                    </div>
                }
                    .into_any()
            } else {
                view! {
                    <div class="panel">
                        <EmptyState icon=Icon::Book title="No courses available">
                            "Your user type doesn’t have the permission Learner > Courses. Ask an administrator \
                             if you need it."
                        </EmptyState>
                    </div>
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn AdminHome() -> impl IntoView {
    view! {
        <HomeHead>
            <AddLinks />
        </HomeHead>
        <FirstStepsPanel />
        <FiguresPanel />
        <div class="grid items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
            <AttentionPanel />
            <RecentPanel />
        </div>
        <NoFigures />
    }
}

/// What those see whose user type shows nothing of the above.
#[component]
fn NoFigures() -> impl IntoView {
    use Action::{ListCourses, ListGroups, ListOrders, ListUsers, ViewActivity};
    let shown = [ListUsers, ListGroups, ListCourses, ListOrders, ViewActivity].map(use_visible);
    move || {
        let none = !shown.iter().any(Signal::get);
        none.then(|| {
            view! {
                <div class="panel">
                    <EmptyState icon=Icon::Gear title="No figures for your user type">
                        "The pages that you may open are in the menu."
                    </EmptyState>
                </div>
            }
        })
    }
}
