use crate::ui::LocalTime;
use domain::enrolments::EnrolmentReason;
use leptos::prelude::*;

/// A line for each reason: "From Sales onboarding · since 3 May 2026".
#[component]
pub fn EnrolmentReasons(reasons: Vec<EnrolmentReason>) -> impl IntoView {
    let lines = reasons
        .into_iter()
        .map(|reason| {
            view! { <li class="wrap-anywhere">{reason.label()} " · since " <LocalTime at=reason.since day=true /></li> }
        })
        .collect_view();
    view! {
        <ul class="mt-1 text-sm" aria-label="Why enrolled">
            {lines}
        </ul>
    }
}
