use super::{EmptyState, Icon, Svg, sign_in_link};
use crate::AppError;
use leptos::prelude::*;
use leptos_meta::Title;

/// What went wrong with an act, beside it.
#[component]
pub fn ErrorNotice(error: AppError) -> impl IntoView {
    view! {
        <div role="alert" class="notice notice-error">
            <Svg icon=Icon::Alert class="mt-0.5 size-4"/>
            <span>{error.to_string()}</span>
        </div>
    }
}

#[component]
pub fn ErrorPage(error: AppError) -> impl IntoView {
    let signed_out = error == AppError::SignedOut;
    sign_in_again(move || signed_out);
    let title = match error {
        AppError::NotFound => "Not found",
        AppError::Forbidden => "Not allowed",
        AppError::SignedOut => "Signed out",
        _ => "This did not work",
    };
    view! {
        <Title text=title/>
        <EmptyState icon=Icon::Alert title>
            <p role="alert">{error.to_string()}</p>
            <p class="mt-4"><a class="btn btn-sm" href="/">"Home"</a></p>
        </EmptyState>
    }
}

/// Leads whoever was signed out elsewhere to sign in, and back. It is a new page: this one still
/// believes that he is signed in, and would lead him home again.
pub fn sign_in_again(signed_out: impl Fn() -> bool + 'static) {
    Effect::new(move || {
        if signed_out() {
            let _ = window().location().replace(&untrack(sign_in_link));
        }
    });
}

/// The page for an address that is none.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <ErrorPage error=crate::answer_with_status(AppError::NotFound)/> }
}
