use super::error::ErrorPage;
use crate::{
    AppError,
    session::{use_may, use_me},
};
use domain::policy::Action;
use leptos::prelude::*;

/// A page for users with this permission. Others see an error before they type anything.
#[component]
pub fn RequirePermission(action: Action, children: ChildrenFn) -> impl IntoView {
    let (me, may) = (use_me(), use_may(action));
    move || {
        if may.get() {
            return children().into_any();
        }
        let error = if me.with(Option::is_some) {
            AppError::Forbidden
        } else {
            AppError::SignedOut
        };
        view! { <ErrorPage error=crate::answer_with_status(error) /> }.into_any()
    }
}
