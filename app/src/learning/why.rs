use crate::ui::Moment;
use domain::enrolments::Reason;
use leptos::prelude::*;

/// A line for each reason: "From Sales onboarding · since 3 May 2026".
#[component]
pub fn Why(reasons: Vec<Reason>) -> impl IntoView {
    let lines = reasons
        .into_iter()
        .map(|reason| {
            view! { <li class="wrap-anywhere">{reason.label()} " · since " <Moment at=reason.since day=true/></li> }
        })
        .collect_view();
    view! { <ul class="mt-1 text-sm" aria-label="Why enrolled">{lines}</ul> }
}
