//! A printable page for a key: its QR code, its link, and its text.
use super::{editor::use_group, list_keys};
use crate::ui::{
    CopyButton, Icon, NotFound, PrintButton, ResourceView, ServerResource, Svg, route_id,
};
use domain::{
    ids::KeyId,
    keys::{KeyRow, KeyState},
};
use leptos::prelude::*;

#[component]
pub fn KeyCardPage() -> impl IntoView {
    let context = use_group();
    let id = route_id("key", KeyId);
    let keys = ServerResource::new(move || context.id.get(), list_keys);
    view! {
        <ResourceView
            of=keys
            view=move |(keys, _)| match keys.into_iter().find(|key| key.id == id.get()) {
                Some(key_row) => view! { <KeyCard key_row /> }.into_any(),
                None => view! { <NotFound /> }.into_any(),
            }
        />
    }
}

/// Says why no one can join with the key now.
#[component]
pub fn KeyClosedNotice(state: KeyState) -> impl IntoView {
    state.closed_message().map(|sentence| {
        view! {
            <p class="notice no-print">
                <Svg icon=Icon::Alert class="mt-0.5 size-4" />
                {sentence}
            </p>
        }
    })
}

#[component]
fn KeyCard(key_row: KeyRow) -> impl IntoView {
    let context = use_group();
    let group = context.id.get_untracked();
    let name = move || context.details.read().name.clone();
    let image = format!("/groups/{group}/keys/{}/qr.svg", key_row.id);
    let text = key_row.key.map(String::from);
    view! {
        <section
            class="panel on-paper mx-auto grid max-w-lg justify-items-center gap-4 p-6 text-center"
            aria-label="Join link"
        >
            <h2 class="text-xl font-semibold wrap-anywhere">{name}</h2>
            <p class="muted">"Scan the code or open the link to join the group."</p>
            <KeyClosedNotice state=key_row.state />
            <img
                src=image.clone()
                width="288"
                height="288"
                alt="QR code of the join link"
                class="rounded-box bg-white"
            />
            <p class="font-mono text-sm break-all">{key_row.link.clone()}</p>
            {text
                .map(|text| {
                    view! {
                        <p class="text-sm">
                            "Group key: " <code class="font-mono wrap-anywhere">{text}</code>
                        </p>
                    }
                })}
            <div class="no-print flex flex-wrap justify-center gap-2">
                <PrintButton class="btn btn-sm btn-primary" />
                <a class="btn btn-sm" rel="external" href=image download="join-link.svg">
                    <Svg icon=Icon::Link />
                    "Download the QR code"
                </a>
                <CopyButton text=Signal::stored(key_row.link) what="the join link" />
                <a class="btn btn-sm btn-ghost" href=format!("/groups/{group}/keys")>
                    "All keys"
                </a>
            </div>
        </section>
    }
}
