//! What the editor of a group says of how people get what is in it.
use super::editor::use_group;
use crate::ui::{Icon, Svg, query_text};
use domain::catalog::BundleState;
use leptos::prelude::*;

/// Says why a group with a price is not for sale.
#[component]
pub fn NotListedNotice() -> impl IntoView {
    let context = use_group();
    let state = Memo::new(move |_| context.details.read().bundle);
    move || {
        let courses = format!("/groups/{}/courses", context.id.get());
        state.get().why_not().map(|why| {
            view! {
                <p class="notice mb-5" role="note">
                    <Svg icon=Icon::Info class="mt-0.5 size-4" />
                    <span>
                        {why} ". "
                        {(state.get() == BundleState::NoActiveCourse)
                            .then(|| {
                                view! {
                                    <a class="link" href=courses>
                                        "Add one on the Courses tab"
                                    </a>
                                    "."
                                }
                            })}
                    </span>
                </p>
            }
        })
    }
}

/// Warns that a price protects nothing while anyone can join by a key.
#[component]
pub fn OpenKeyNotice() -> impl IntoView {
    let context = use_group();
    let warns = Memo::new(move |_| {
        let group = context.details.read();
        group.open_key && !group.price.is_zero()
    });
    move || {
        warns.get().then(|| {
            view! {
                <p class="notice mb-5" role="note">
                    <Svg icon=Icon::Info class="mt-0.5 size-4" />
                    <span>
                        "This group has a price, but anyone with its key joins for free. "
                        "Pause the key, or give it a maximum or an expiry."
                    </span>
                </p>
            }
        })
    }
}

/// Names the courses of the group that everyone can get without it.
#[component]
pub fn OpenCoursesNotice(names: Vec<String>) -> impl IntoView {
    (!names.is_empty()).then(|| {
        view! {
            <p class="notice m-4" role="note">
                <Svg icon=Icon::Info class="mt-0.5 size-4" />
                <span>
                    "Everyone can get these courses for free in the catalog, without this group: "
                    <strong class="wrap-anywhere">{names.join(", ")}</strong> "."
                </span>
            </p>
        }
    })
}

/// Says what restoring the group did not give back, as it cannot say so in a toast without JavaScript.
#[component]
pub fn RestoredNotice() -> impl IntoView {
    let done = query_text("done");
    move || {
        (&*done.read() == "restored-not-default").then(|| {
            view! {
                <p role="status" class="notice mb-4">
                    <Svg icon=Icon::Info class="mt-0.5 size-4" />
                    <span>
                        "The group is restored, but another group is the default group by now. "
                        "It stays the default until you change that in the settings or in the branch."
                    </span>
                </p>
            }
        })
    }
}
