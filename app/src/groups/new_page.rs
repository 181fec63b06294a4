//! **Add Group**.
use super::{
    CreateGroup, NewGroupDefaults, generate_key, get_new_group_defaults,
    info_tab::{ListedField, price_hint},
};
use crate::{
    branches::BranchField,
    ui::{
        Breadcrumb, CopyButton, Disclosure, Form, FormFoot, Icon, MomentField, ResourceView,
        ServerMutation, ServerResource, SubmitOnEnter, Svg, TextArea, TextField, TextFieldWith,
        TokenField, query_text, toast, use_form,
    },
};
use domain::{
    keys::{GroupKey, Limits, Strength},
    time::Timestamp,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn NewGroupPage() -> impl IntoView {
    let defaults = ServerResource::new(|| (), |()| get_new_group_defaults());
    view! {
        <Title text="Add group" />
        <div class="form-page">
            <Breadcrumb href="/groups" list="Groups" here="Add group" />
            <h1 class="page-title mb-1">"Add group"</h1>
            <p class="muted mb-6">"A group links courses to people. Next, add users and courses."</p>
            <ResourceView of=defaults view=move |defaults| view! { <NewGroupForm defaults /> } />
        </div>
    }
}

#[component]
fn NewGroupForm(defaults: NewGroupDefaults) -> impl IntoView {
    let action = ServerMutation::<CreateGroup>::new();
    // Without JavaScript "New key" sends the form back to this page as its query.
    let sent = |name| query_text(name).get_untracked();
    let was_sent = use_query_map().with_untracked(|query| query.get("name").is_some());
    view! {
        <section class="panel p-6" aria-label="Add group">
            <Form action>
                <SubmitOnEnter />
                <TokenField />

                <TextField name="name" label="Name" required=true value=sent("name") />
                <TextArea
                    name="description"
                    label="Description"
                    hint="What learners read before they join."
                    value=sent("description")
                />
                {defaults
                    .key
                    .map(|key| {
                        view! {
                            <KeyField generated=key />
                            <KeyLimits />
                        }
                    })}
                <TextField
                    name="price"
                    label="Price"
                    inputmode="decimal"
                    hint=format!(
                        "{} Anyone with the group key joins for free.",
                        price_hint(defaults.currency),
                    )
                    value=sent("price")
                />
                <ListedField value=!was_sent || sent("listed") == "true" />
                <BranchField hint="Only users and courses of the branch can be in the group." />
                <FormFoot label="Add group" cancel="/groups" />
            </Form>
        </section>
    }
}

/// The key that learners enter: it can be generated, copied, changed, and cleared if not required.
#[component]
pub fn KeyField(generated: String, #[prop(optional)] required: bool) -> impl IntoView {
    let key = RwSignal::new(use_form().typed("key", generated));
    let weak = move || {
        key.with(|key| GroupKey::parse(key).is_ok_and(|key| key.strength() == Strength::Weak))
    };
    let hint = if required {
        "Anyone with this key can join."
    } else {
        "Anyone with this key can join. Clear the field for a group without a key."
    };
    let renew = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        spawn_local(async move {
            match generate_key().await {
                Ok(fresh) => key.set(fresh),
                Err(error) => toast(error.to_string()),
            }
        });
    };
    view! {
        <div class="field">
            <TextFieldWith name="key" label="Group key" value=key required hint>
                <CopyButton text=key what="the group key" />
                <button
                    type="submit"
                    formaction=""
                    formmethod="get"
                    class="btn btn-sm btn-ghost"
                    on:click=renew
                >
                    <Svg icon=Icon::Sync />
                    "New key"
                </button>
            </TextFieldWith>
            <p class="text-sm text-warning" role="status">
                {move || weak().then_some("This key is easy to guess. Use a longer or a generated one.")}
            </p>
        </div>
    }
}

/// How often and when the key can be used; all fields are optional.
#[component]
pub fn KeyLimits(
    /// The limits of an existing key. For a new key they come from the page's query, where
    /// "New key" puts them without JavaScript.
    #[prop(optional)]
    limits: Option<Limits>,
    /// Shown below the fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let moment = |at: Option<Timestamp>| at.map(|at| at.input_value()).unwrap_or_default();
    let [maximum, starts_at, expires_at] = match limits {
        Some(limits) => [
            limits
                .maximum
                .map(|most| most.to_string())
                .unwrap_or_default(),
            moment(limits.starts_at),
            moment(limits.expires_at),
        ],
        None => ["maximum", "starts_at", "expires_at"].map(|name| query_text(name).get_untracked()),
    };
    let form = use_form();
    let errors = ["maximum", "starts_at", "expires_at"].map(|name| form.problem(name));
    let open = Signal::derive(move || errors.iter().any(|problem| problem.read().is_some()));
    view! {
        <Disclosure class="rounded-box border border-base-300 p-4" open summary="Key limits".into_any()>
            <div class="mt-4 grid items-start gap-4 sm:grid-cols-2">
                <div class="min-w-0 sm:col-span-2">
                    <TextField name="maximum" label="Maximum redemptions" inputmode="numeric" value=maximum />
                </div>
                <MomentField name="starts_at" label="Start" value=starts_at />
                <MomentField name="expires_at" label="Expiry" value=expires_at />
            </div>
            {children.map(|children| view! { <div class="mt-4">{children()}</div> })}
        </Disclosure>
    }
}
