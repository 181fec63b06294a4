use super::{SetUp, check_set_up};
use crate::ui::{ErrorNotice, PlainForm, ResourceResultView, ServerResource, Submit, route_param};
use crate::users::UserFields;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn SetUpPage() -> impl IntoView {
    let token = route_param("token");
    let known = ServerResource::new(move || token.get(), check_set_up);
    view! {
        <Title text="Set up" />
        <section class="entry-page entry-wide">
            <h1 class="page-title mb-1">"Set up Muster"</h1>
            <ResourceResultView
                of=known
                view=move |known| match known {
                    Ok(true) => view! { <SetUpForm token=token.get_untracked() /> }.into_any(),
                    Ok(false) => {
                        view! {
                            <p class="muted">
                                "This link was used or replaced. The newest one is in the server log. "
                                <a class="link" href="/sign-in">
                                    "Sign in"
                                </a>
                            </p>
                        }
                            .into_any()
                    }
                    Err(error) => view! { <ErrorNotice error /> }.into_any(),
                }
            />
        </section>
    }
}

#[component]
fn SetUpForm(token: String) -> impl IntoView {
    view! {
        <p class="muted mb-6">"You’ll be the portal’s first SuperAdmin, with all permissions."</p>
        <div class="panel p-6">
            <PlainForm<SetUp>>
                <input type="hidden" name="token" value=token />
                <UserFields />
                <Submit label="Set up and sign in" />
            </PlainForm<SetUp>>
        </div>
    }
}
