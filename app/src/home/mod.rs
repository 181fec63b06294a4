//! Home: how the portal is for administrators, what they teach for instructors, courses for learners.
mod attention;
mod figures;
mod first_steps;
mod head;
mod recent;
mod server_fns;
mod teaching;
mod tile;

pub use server_fns::*;

use crate::{
    join::{JoinLink, LearnerSidebar},
    learning::MyCourses,
    session::{use_may, use_me},
    ui::{EmptyState, Icon},
};
use attention::AttentionPanel;
use domain::{permissions::Role, policy::Action};
use figures::FiguresPanel;
use first_steps::FirstStepsPanel;
use head::HomeHead;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use recent::RecentPanel;
use teaching::InstructorHome;
use tile::Tile;

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
        <HomeHead />
        <FirstStepsPanel />
        <FiguresPanel />
        <div class="mb-6 grid items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
            <AttentionPanel />
            <RecentPanel />
        </div>
        <AdminTiles />
    }
}

/// The parts of the portal.
#[component]
fn AdminTiles() -> impl IntoView {
    view! {
        <ul class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            <Tile
                icon=Icon::Group
                title="Groups"
                text="Link courses to people, and enrol them all at once."
                href="/groups"
                see=Action::ListGroups
                add=("Add Group", "/groups/new", Action::EditGroups)
            />
            <Tile
                icon=Icon::User
                title="Users"
                text="Everyone with an account."
                href="/users"
                see=Action::ListUsers
                add=("Add user", "/users/new", Action::EditUsers)
            />
            <Tile
                icon=Icon::Shield
                title="User Types"
                text="What administrators, instructors and learners can do."
                href="/user-types"
                see=Action::ListUserTypes
                add=("Add user type", "/user-types/new", Action::EditUserTypes)
            />
            <Tile
                icon=Icon::Branch
                title="Branches"
                text="Parts of the portal with their own users, courses and administrators."
                href="/branches"
                see=Action::ListBranches
                add=("Add branch", "/branches/new", Action::EditBranches)
            />
            <Tile
                icon=Icon::Book
                title="Courses"
                text="Courses with ordered units, organised in categories."
                href="/courses"
                see=Action::ListCourses
                add=("Add course", "/courses/new", Action::EditCourses)
            />
            <Tile
                icon=Icon::Cart
                title="Orders"
                text="Purchases from the catalog, paid and waiting."
                href="/orders"
                see=Action::ListOrders
                add=("Add coupon", "/orders/coupons/new", Action::EditCoupons)
            />
            <Tile
                icon=Icon::Gear
                title="Settings"
                text="Portal name, currency, new users and e-mails."
                href="/settings"
                see=Action::EditSettings
            />
        </ul>
    }
}
