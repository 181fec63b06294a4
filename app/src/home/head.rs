//! The heading of the home pages.
use crate::{
    session::{use_me, use_visible},
    ui::{Icon, Svg},
};
use domain::policy::Action;
use leptos::prelude::*;

/// The heading with the actor's name, and beside it what the role does most.
#[component]
pub fn HomeHead(#[prop(optional)] children: Option<Children>) -> impl IntoView {
    let me = use_me();
    let name = move || {
        me.with(|me| {
            me.as_ref()
                .map(|actor| actor.name.clone())
                .unwrap_or_default()
        })
    };
    view! {
        <div class="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
            <div class="min-w-0">
                <h1 class="page-title mb-1">"Home"</h1>
                <p class="muted wrap-anywhere">"Signed in as " {name} "."</p>
            </div>
            {children.map(|children| children())}
        </div>
    }
}

/// Links to what administrators add.
#[component]
pub fn AddLinks() -> impl IntoView {
    let link = |label: &'static str, href: &'static str, action: Action| {
        let may = use_visible(action);
        move || {
            may.get().then(|| {
                view! {
                    <a class="btn border-base-300 bg-base-100" href=href>
                        <Svg icon=Icon::Plus />
                        {label}
                    </a>
                }
            })
        }
    };
    view! {
        <nav aria-label="Add" class="flex flex-wrap gap-2">
            {link("Add Group", "/groups/new", Action::EditGroups)}
            {link("Add user", "/users/new", Action::EditUsers)}
            {link("Add course", "/courses/new", Action::EditCourses)}
        </nav>
    }
}
