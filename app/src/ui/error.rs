use super::{
    EmptyState, Icon, Svg,
    retry::{Retry, TryAgain},
    sign_in_link,
};
use crate::AppError;
use domain::conflict::Conflict;
use leptos::prelude::*;
use leptos_meta::Title;

/// The error message of a form.
#[component]
pub fn ErrorNotice(error: AppError) -> impl IntoView {
    let needs_proof = error == AppError::Conflict(Conflict::ProofRequired);
    view! {
        <div role="alert" class="notice notice-error">
            <Svg icon=Icon::Alert class="mt-0.5 size-4" />
            <span>
                {error.to_string()}
                {needs_proof
                    .then(|| {
                        view! {
                            " "
                            // The form stays open on this page.
                            <a class="link" href="/prove" target="_blank" rel="noopener">
                                "Confirm that it’s you"
                            </a>
                        }
                    })}
            </span>
        </div>
    }
}

#[component]
pub fn ErrorPage(
    error: AppError,
    /// Loads again what failed.
    #[prop(optional)]
    retry: Option<Retry>,
) -> impl IntoView {
    let signed_out = error == AppError::SignedOut;
    sign_in_again(move || signed_out);
    let at_once = matches!(
        error,
        AppError::Unreachable | AppError::Unavailable | AppError::Overloaded
    );
    let may_pass = at_once || error == AppError::Internal;
    let not_found = error == AppError::NotFound;
    let title = match error {
        AppError::NotFound => "Not found",
        AppError::Forbidden => "Not allowed",
        AppError::SignedOut => "Signed out",
        _ => "Something went wrong",
    };
    view! {
        <Title text=title />
        <EmptyState icon=Icon::Alert title whole_page=not_found>
            <p role="alert">{error.to_string()}</p>
            <p class="mt-4 flex justify-center gap-2">
                {retry.filter(|_| may_pass).map(|retry| view! { <TryAgain retry at_once /> })}
                {not_found.then(|| view! { <BackButton /> })} <a class="btn btn-sm" href="/">
                    "Home"
                </a>
            </p>
        </EmptyState>
    }
}

/// Goes back to where the user came from.
#[component]
fn BackButton() -> impl IntoView {
    let back = |_| {
        if let Ok(history) = window().history() {
            let _ = history.back();
        }
    };
    view! {
        <button type="button" class="btn btn-sm script-only" on:click=back>
            "Back"
        </button>
    }
}

/// Sends a user who was signed out elsewhere to sign in and back. This loads a new page, because
/// the current one still takes the user for signed in and would redirect them home.
pub fn sign_in_again(signed_out: impl Fn() -> bool + 'static) {
    Effect::new(move || {
        if signed_out() {
            let _ = window().location().replace(&untrack(sign_in_link));
        }
    });
}

/// The page for unknown addresses.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <ErrorPage error=crate::answer_with_status(AppError::NotFound) /> }
}
