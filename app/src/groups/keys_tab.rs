//! The Keys tab: the group's keys and their redemptions.
use super::{
    CreateKey,
    editor::use_group,
    generate_key,
    key_mail::{SendKeyDialog, SentNotice},
    key_row::KeyItem,
    list_keys,
    new_page::{KeyField, KeyLimits},
    notices::OpenKeyNotice,
};
use crate::{
    changes::use_group_changes,
    session::use_may,
    ui::{
        EmptyState, Form, Icon, LocalTime, NameLink, ResourceView, ServerMutation, ServerResource,
        Submit, SubmitOnEnter, TokenField, on_success, toast,
    },
};
use domain::{
    ids::GroupId,
    keys::{KeyRow, RedemptionRow},
    policy::Action,
};
use leptos::prelude::*;

#[component]
pub fn KeysTab() -> impl IntoView {
    let context = use_group();
    let changes = use_group_changes(move || Some(context.id.get()));
    let keys = ServerResource::new(
        move || (context.id.get(), context.touched.get(), changes.get()),
        |(group, _, _)| list_keys(group),
    );
    view! {
        <SentNotice />
        <OpenKeyNotice />
        <div class="with-aside">
            <ResourceView
                of=keys
                view=move |(keys, redemptions)| {
                    view! {
                        <Keys keys />
                        <div class="lg:col-start-2 lg:row-span-2 lg:row-start-1 max-lg:order-last">
                            <Redemptions redemptions />
                        </div>
                    }
                }
            />
            <AddKeyForm group=context.id.get_untracked() />
        </div>
        <SendKeyDialog />
    }
}

#[component]
fn Keys(keys: Vec<KeyRow>) -> impl IntoView {
    let rows = if keys.is_empty() {
        view! {
            <EmptyState icon=Icon::Key title="No keys yet">
                "A key lets people join on their own. Add one and share it."
            </EmptyState>
        }
        .into_any()
    } else {
        let rows = keys
            .into_iter()
            // A closure makes each item again with the list: so form values stay with their key.
            .map(|key| move || view! { <KeyItem key_row=key.clone() /> })
            .collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! {
        <section class="panel" aria-label="Keys">
            {rows}
        </section>
    }
}

#[component]
fn Redemptions(redemptions: Vec<RedemptionRow>) -> impl IntoView {
    let may = use_may(Action::ListUsers);
    let rows = if redemptions.is_empty() {
        view! { <p class="muted px-6 pb-6 text-sm">"No one has joined with a key yet."</p> }
            .into_any()
    } else {
        let rows = redemptions
            .into_iter()
            .map(|row| {
                view! {
                    <li class="flex justify-between gap-3 px-6 py-2 text-sm">
                        <span class="min-w-0">
                            <NameLink
                                name=row.name
                                href=format!("/users/{}/info", row.user)
                                may
                                class="link-quiet"
                            />
                            <span class="muted block text-xs">{row.login}</span>
                        </span>
                        <span class="muted shrink-0">
                            <LocalTime at=row.redeemed_at />
                        </span>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="divide-y divide-base-300">{rows}</ul> }.into_any()
    };
    view! {
        <section class="panel" aria-label="Redemptions">
            <div class="panel-head">
                <h2 class="panel-title">"Redemptions"</h2>
            </div>
            {rows}
        </section>
    }
}

#[component]
fn AddKeyForm(group: GroupId) -> impl IntoView {
    let context = use_group();
    let action = ServerMutation::<CreateKey>::new();
    // A refused key stays in its field; one that was added makes room for another.
    let added = RwSignal::new(0);
    let fresh = ServerResource::new(move || added.get(), |_| generate_key());
    on_success(action, move |()| {
        added.update(|times| *times += 1);
        toast("Key added.");
        context.refetch();
    });
    view! {
        <section class="panel p-6" aria-label="Add a key">
            <h2 class="panel-title mb-4">"Add a key"</h2>
            <Form action id="add-key">
                <SubmitOnEnter />
                <TokenField />

                <input type="hidden" name="group" value=group.to_string() />
                <ResourceView of=fresh view=move |generated| view! { <KeyField generated required=true /> } />
                <KeyLimits />
                <div>
                    <Submit label="Add key" icon=Icon::Plus />
                </div>
            </Form>
        </section>
    }
}
