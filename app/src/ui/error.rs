use super::{EmptyState, Icon, Svg};
use crate::AppError;
use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

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

/// The view of what a page asked for, or the sentence that says why there is none. A stranger
/// is led to sign in, and comes back.
pub fn loaded<T, V: IntoView>(
    result: Result<T, AppError>,
    view: impl FnOnce(T) -> V,
) -> impl IntoView {
    match result {
        Ok(value) => Either::Left(view(value)),
        Err(error) => Either::Right(view! { <ErrorPage error/> }),
    }
}

#[component]
pub fn ErrorPage(error: AppError) -> impl IntoView {
    if error == AppError::SignedOut {
        let (location, navigate) = (use_location(), use_navigate());
        Effect::new(move || {
            let here = format!(
                "{}{}",
                location.pathname.get_untracked(),
                location.search.get_untracked()
            );
            let next = query_encode(&here);
            navigate(
                &format!("/sign-in?next={next}"),
                NavigateOptions {
                    replace: true,
                    ..Default::default()
                },
            );
        });
    }
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

fn query_encode(text: &str) -> String {
    serde_urlencoded::to_string([("", text)])
        .map(|text| text.trim_start_matches('=').to_owned())
        .unwrap_or_default()
}

/// The page for an address that is none.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <ErrorPage error=crate::answer_with_status(AppError::NotFound)/> }
}
