//! One key on the Keys tab: its text, state and use, and its actions.
use super::{
    RetireKey, RotateKey, SetKeyLimits, SetKeyPaused, editor::use_group, new_page::KeyLimits,
};
use crate::{
    AppError,
    ui::{
        Badge, CopyButton, Form, HiddenIds, Icon, Ids, LocalTime, ServerMutation, Submit, Svg,
        Tone, VersionField, on_success, query_link, toast,
    },
};
use domain::{
    ids::KeyId,
    keys::{KeyRow, KeyState, Strength},
    numbers::thousands,
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn KeyItem(key_row: KeyRow) -> impl IntoView {
    let weak = (key_row.key.as_ref()).is_some_and(|key| key.strength() == Strength::Weak);
    let text = key_row.key.as_ref().map(|key| key.as_str().to_owned());
    let tone = if key_row.state == KeyState::Open {
        Tone::Good
    } else {
        Tone::Plain
    };
    view! {
        <li class="grid gap-3 px-4 py-4">
            <div class="flex flex-wrap items-center gap-2">
                {match text {
                    Some(text) => {
                        view! {
                            <code class="rounded-field bg-base-200 px-3 py-1.5 font-mono text-base tracking-wide \
                            wrap-anywhere">{text.clone()}</code>
                            <CopyButton text=Signal::stored(text) what="the group key" />
                        }
                            .into_any()
                    }
                    None => {
                        view! {
                            <p class="text-error">
                                "This key can’t be shown because the portal’s secret has changed. Create a new one."
                            </p>
                        }
                            .into_any()
                    }
                }} <Badge text=key_row.state.label() tone />
                {weak.then(|| view! { <Badge text="Weak" tone=Tone::Warn /> })}
            </div>
            <JoinLink id=key_row.id address=key_row.link.clone() />
            <p class="muted text-sm">{used(&key_row)} <Dates key_row=key_row.clone() /></p>
            <div class="flex flex-wrap items-start gap-2">
                {key_row.key.is_some().then(|| view! { <Send id=key_row.id /> })}
                <Pause key_row=key_row.clone() /> <Rotate id=key_row.id /> <Retire id=key_row.id />
            </div>
            <KeyLimitSummary key_row />
        </li>
    }
}

/// The key as a link, to send or to scan.
#[component]
fn JoinLink(id: KeyId, address: String) -> impl IntoView {
    let group = use_group().id.get_untracked();
    let card = format!("/groups/{group}/keys/{id}");
    view! {
        <div class="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
            <span class="muted">"Join link"</span>
            <code class="min-w-0 font-mono break-all">{address.clone()}</code>
            <CopyButton text=Signal::stored(address) what="the join link" />
            <a class="btn btn-sm btn-ghost" href=card>
                <Svg icon=Icon::Qr />
                "QR code"
            </a>
        </div>
    }
}

/// "12 of 50 used".
fn used(key: &KeyRow) -> String {
    match key.limits.maximum {
        Some(most) => format!("{} of {} used", thousands(key.used), thousands(most)),
        None => format!("{} used, no limit", thousands(key.used)),
    }
}

#[component]
fn Dates(key_row: KeyRow) -> impl IntoView {
    let limits = key_row.limits;
    view! {
        {limits
            .starts_at
            .map(|at| {
                view! {
                    " · from "
                    <LocalTime at />
                }
            })}
        {limits
            .expires_at
            .map(|at| {
                view! {
                    " · until "
                    <LocalTime at />
                }
            })}
        " · added "
        <LocalTime at=key_row.created_at />
    }
}

#[component]
fn Send(id: KeyId) -> impl IntoView {
    let ask = move || query_link(&[("send", Some(id.to_string())), ("done", None)]);
    view! {
        <a class="btn btn-sm" href=ask>
            <Svg icon=Icon::Mail />
            "Send by e-mail"
        </a>
    }
}

#[component]
fn Pause(key_row: KeyRow) -> impl IntoView {
    let action = ServerMutation::<SetKeyPaused>::new();
    let (label, icon, said) = if key_row.paused {
        ("Resume", Icon::Play, "Key resumed.")
    } else {
        ("Pause", Icon::Pause, "Key paused.")
    };
    say(action, said);
    view! {
        <Form action id=format!("pause-{}", key_row.id) class="contents">
            <HiddenIds ids=ids(key_row.id) />
            <input type="hidden" name="paused" value=(!key_row.paused).to_string() />
            <Submit label class="btn btn-sm" icon />
        </Form>
    }
}

#[component]
fn Rotate(id: KeyId) -> impl IntoView {
    let action = ServerMutation::<RotateKey>::new();
    say(action, "New key created. The old one no longer works.");
    view! {
        <Form action id=format!("rotate-{id}") class="contents">
            <HiddenIds ids=ids(id) />
            <Submit label="New key" class="btn btn-sm" icon=Icon::Sync />
        </Form>
    }
}

#[component]
fn Retire(id: KeyId) -> impl IntoView {
    let action = ServerMutation::<RetireKey>::new();
    say(
        action,
        "Key removed. People who joined with it stay members.",
    );
    view! {
        <Form action id=format!("retire-{id}") class="contents">
            <HiddenIds ids=ids(id) />
            <Submit label="Remove" class="btn btn-sm btn-ghost" icon=Icon::Trash />
        </Form>
    }
}

#[component]
fn KeyLimitSummary(key_row: KeyRow) -> impl IntoView {
    let action = ServerMutation::<SetKeyLimits>::new();
    say(action, "Saved.");
    view! {
        <Form action id=format!("key-{}", key_row.id)>
            <HiddenIds ids=ids(key_row.id) />
            <VersionField version=key_row.version.clone() />
            <KeyLimits limits=key_row.limits>
                <Submit label="Save limits" class="btn btn-sm" />
            </KeyLimits>
        </Form>
    }
}

/// Which key of which group a form changes.
fn ids(key: KeyId) -> Ids {
    let group = use_group().id.get_untracked();
    vec![("group", group.to_string()), ("key", key.to_string())]
}

/// After the mutation succeeded, shows `sentence` as a toast and refetches the tab.
fn say<S>(action: ServerMutation<S>, sentence: &'static str)
where
    S: ServerFn<Output = (), Error = AppError> + 'static,
{
    let context = use_group();
    on_success(action, move |()| {
        toast(sentence);
        context.refetch();
    });
}
