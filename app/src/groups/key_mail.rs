//! **Send by e-mail**: a key goes to those who shall join by it, with a text that can be edited.
use super::{SendKey, draft_key_mail, editor::use_group, key_card::KeyClosedNotice};
use crate::{
    session::use_may,
    ui::{
        ConfirmDialog, Form, Icon, ServerMutation, ServerResource, Submit, Svg, TextArea,
        TextField, on_success, query_link_untracked, query_text, toast, use_query_id,
    },
};
use domain::{
    ids::KeyId,
    keys::{KeyMailDraft, count_people},
    policy::Action,
};
use leptos::prelude::*;

/// Opens with `?send=<key>` on the Keys tab.
#[component]
pub fn SendKeyDialog() -> impl IntoView {
    let context = use_group();
    let action = ServerMutation::<SendKey>::new();
    on_success(action, |people| {
        toast(format!("The key goes to {}.", count_people(people)));
    });
    let asked = use_query_id("send", KeyId);
    // What was wrong with the mail about another key is not wrong with this one.
    Effect::new(move || {
        if asked.read().is_some() {
            action.reset();
        }
    });
    let preview = ServerResource::optional(
        move || asked.get().map(|key| (context.id.get(), key)),
        |(group, key)| draft_key_mail(group, key),
    );
    let form = move |draft: KeyMailDraft| {
        let group = context.id.get_untracked().to_string();
        let key = asked.get_untracked().map(|key| key.to_string());
        view! {
            <Form action id="send-key">
                <input type="hidden" name="group" value=group/>
                <input type="hidden" name="key" value=key/>
                <Mail draft/>
                <div class="flex justify-end gap-2">
                    <a class="btn btn-ghost" href=query_link_untracked(&[("send", None)])>"Cancel"</a>
                    <Submit label="Send" icon=Icon::Mail/>
                </div>
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Send the key by e-mail" name="send" preview form/> }
}

#[component]
fn Mail(draft: KeyMailDraft) -> impl IntoView {
    let edits = use_may(Action::EditSettings);
    view! {
        <KeyClosedNotice state=draft.state/>
        {(!draft.sends).then(|| view! {
            <p class="notice"><Svg icon=Icon::Info class="mt-0.5 size-4"/>"No mail server is set: the mails are kept in the mailbox, and not sent."</p>
        })}
        <TextArea name="recipients" label="Recipients" required=true
            hint="E-mail addresses, one a line or with commas or semicolons between them; at most 500. Each gets a mail of his own."/>
        <TextField name="subject" label="Subject" required=true value=draft.subject/>
        <TextArea name="text" label="Text" required=true rows=12 value=draft.text/>
        {move || edits.get().then(|| view! {
            <p class="muted text-sm">"What stands here at first is written in the settings, for all groups: "<a class="link" href="/settings/keys">"Instructions for group keys"</a></p>
        })}
    }
}

/// Without a script no toast says it. An address says no numbers: anybody could write them there.
#[component]
pub fn SentNotice() -> impl IntoView {
    let (done, group) = (query_text("done"), use_group().id);
    let activity = move || format!("/groups/{}/activity", group.get());
    move || {
        (&*done.read() == "sent").then(|| view! {
            <p role="status" class="notice mb-4">
                <Svg icon=Icon::Mail class="mt-0.5 size-4"/>
                <span>"The key is on its way. To how many people stands in the "<a class="link" href=activity>"activity"</a>"."</span>
            </p>
        })
    }
}
