//! The page of a join link or its QR code: the group, and **Join Group**. Guests sign in first, and
//! come back to it.
use super::{
    confirm::{ConfirmJoin, JoinPreviewCard},
    preview_join_link,
};
use crate::{
    session::use_me,
    sign_up::SignUpLink,
    ui::{Icon, RequirePermission, ResourceView, ServerResource, Svg, route_param},
};
use domain::{keys::JoinPreview, policy::Action};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn JoinLinkPage() -> impl IntoView {
    let guest = use_me().with_untracked(Option::is_none);
    view! {
        <Title text="Join Group" />
        <h1 class="sr-only">"Join Group"</h1>
        {if guest {
            view! { <JoinLinkContent guest /> }.into_any()
        } else {
            view! {
                <RequirePermission action=Action::JoinByKey>
                    <JoinLinkContent guest />
                </RequirePermission>
            }
                .into_any()
        }}
    }
}

#[component]
fn JoinLinkContent(guest: bool) -> impl IntoView {
    let token = route_param("link");
    let preview = ServerResource::new(move || token.get(), preview_join_link);
    view! {
        <section class="panel mx-auto max-w-lg p-6" aria-label="Join Group">
            <ResourceView
                of=preview
                view=move |preview| {
                    let link = token.get_untracked();
                    if guest {
                        view! { <Invited link preview /> }.into_any()
                    } else if preview.already_in {
                        view! { <AlreadyMember preview /> }.into_any()
                    } else {
                        view! { <ConfirmJoin by="link" key_text=link preview /> }.into_any()
                    }
                }
            />
        </section>
    }
}

/// Guests see the group that they are invited to before they sign in.
#[component]
fn Invited(link: String, preview: JoinPreview) -> impl IntoView {
    // No escaping: the token opened a group, so it contains only characters that are safe in a URL.
    let back = format!("/join/{link}");
    let sign_in = format!("/sign-in?next={back}");
    view! {
        <div class="stack">
            <JoinPreviewCard preview />
            <div class="flex flex-wrap gap-2">
                <a class="btn btn-primary" href=sign_in>
                    "Sign in to join"
                </a>
                <SignUpLink next=back class="btn" />
            </div>
        </div>
    }
}

#[component]
fn AlreadyMember(preview: JoinPreview) -> impl IntoView {
    view! {
        <div class="stack">
            <h2 class="text-lg font-semibold wrap-anywhere">{preview.name}</h2>
            <p class="flex items-center gap-2">
                <Svg icon=Icon::Check />
                "You are already in this group."
            </p>
            <div>
                <a class="btn btn-primary" href="/">
                    "My courses"
                </a>
            </div>
        </div>
    }
}
