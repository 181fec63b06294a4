//! The group that a key opens, and the form that joins it.
use super::{JoinGroup, get_join_preview};
use crate::{
    changes::use_own_change,
    settings::AskContact,
    ui::{
        Form, ResourceView, ServerMutation, ServerResource, Submit, on_success, route_param, toast,
    },
};
use domain::{keys::JoinPreview, numbers::count_of};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page that the sidebar's form redirects to without JavaScript.
#[component]
pub fn ConfirmJoinPage() -> impl IntoView {
    let ticket = route_param("ticket");
    let preview = ServerResource::new(move || ticket.get(), get_join_preview);
    view! {
        <Title text="Join Group" />
        <section class="panel mx-auto max-w-lg p-6" aria-label="Join Group">
            <ResourceView
                of=preview
                view=move |(key, preview)| view! { <ConfirmJoin key_text=key preview /> }
            />
        </section>
    }
}

/// The group behind the key, and **Join Group**.
#[component]
pub fn ConfirmJoin(
    /// The kind of `key_text`: a `key`, or the token of a join `link`.
    #[prop(default = "key")]
    by: &'static str,
    key_text: String,
    preview: JoinPreview,
    #[prop(optional, into)] on_done: Option<Callback<()>>,
) -> impl IntoView {
    let action = ServerMutation::<JoinGroup>::new();
    let name = preview.name.clone();
    let joined = use_own_change();
    on_success(action, move |()| {
        toast(format!("You joined {name}."));
        joined();
        if let Some(done) = on_done {
            done.run(());
        }
    });
    view! {
        <div class="stack">
            <JoinPreviewCard preview />
            <Form action id="join">
                <input type="hidden" name=by value=key_text />
                <div class="flex gap-2">
                    <Submit label="Join Group" />
                    {match on_done {
                        Some(done) => {
                            view! {
                                <button type="button" class="btn btn-ghost" on:click=move |_| done.run(())>
                                    "Cancel"
                                </button>
                            }
                                .into_any()
                        }
                        None => {
                            view! {
                                <a class="btn btn-ghost" href="/">
                                    "Cancel"
                                </a>
                            }
                                .into_any()
                        }
                    }}
                </div>
            </Form>
        </div>
    }
}

/// The group, and the courses that it gives to its members.
#[component]
pub fn JoinPreviewCard(preview: JoinPreview) -> impl IntoView {
    let courses = preview
        .courses
        .iter()
        .map(|name| view! { <li class="wrap-anywhere">{name.clone()}</li> })
        .collect_view();
    let gets = match preview.courses.as_slice() {
        [] => "It has no courses yet.".to_owned(),
        courses => format!("You get {}:", count_of(courses, "course")),
    };
    let ask = match preview.instructors.as_slice() {
        [] => view! { <AskContact /> }.into_any(),
        names => {
            let names = names.join(", ");
            view! { <p class="muted text-sm wrap-anywhere">"Questions? Ask " {names} "."</p> }
                .into_any()
        }
    };
    view! {
        <h2 id="join-title" class="text-lg font-semibold wrap-anywhere">
            {preview.name}
        </h2>
        <p class="muted whitespace-pre-line wrap-anywhere">{preview.description}</p>
        <div>
            <p class="text-sm font-medium">{gets}</p>
            <ul class="mt-1 list-disc pl-5 text-sm">{courses}</ul>
        </div>
        {ask}
    }
}
