//! **Send by e-mail**: sends a key to people who are invited to join, with an editable text.
use super::{SendKey, draft_key_mail, editor::use_group, key_card::KeyClosedNotice};
use crate::{
    session::use_may,
    ui::{
        ConfirmDialog, DialogButtons, Form, Icon, ServerMutation, ServerResource, Svg, TextArea,
        TextField, TokenField, on_success, query_link_untracked, query_text, toast, use_query_id,
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
    on_success(action, |recipients| {
        toast(format!("Sending the key to {}.", count_people(recipients)));
    });
    let asked = use_query_id("send", KeyId);
    // The errors of an e-mail about another key do not apply to this one.
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
                <TokenField />

                <input type="hidden" name="group" value=group />
                <input type="hidden" name="key" value=key />
                <Mail draft />
                <DialogButtons
                    return_to=query_link_untracked(&[("send", None)])
                    submit="Send"
                    class="btn btn-primary"
                    icon=Icon::Mail
                />
            </Form>
        }
        .into_any()
    };
    view! { <ConfirmDialog title="Send the key by e-mail" name="send" preview form /> }
}

#[component]
fn Mail(draft: KeyMailDraft) -> impl IntoView {
    let edits = use_may(Action::EditSettings);
    view! {
        <KeyClosedNotice state=draft.state />
        {(!draft.sends)
            .then(|| {
                view! {
                    <p class="notice">
                        <Svg icon=Icon::Info class="mt-0.5 size-4" />
                        "No mail server is set up, so e-mails stay in the mailbox."
                    </p>
                }
            })}
        <TextArea
            name="recipients"
            label="Recipients"
            required=true
            hint="E-mail addresses as you have them: one per line, between commas, from an e-mail, or a table with \
            headings; up to 500. Each person gets a separate e-mail."
        />
        <TextField name="subject" label="Subject" required=true value=draft.subject />
        <TextArea
            name="text"
            label="Text"
            required=true
            rows=12
            value=draft.text
            hint="The join link and the key are filled in for {link} and {key} when the e-mail is sent."
        />
        {move || {
            edits
                .get()
                .then(|| {
                    view! {
                        <p class="muted text-sm">
                            "The default text is set for all groups: "<a class="link" href="/settings/keys">
                                "Instructions for group keys"
                            </a>
                        </p>
                    }
                })
        }}
    }
}

/// Without JavaScript there is no toast. The number is left out, as anyone could put another one
/// into the address.
#[component]
pub fn SentNotice() -> impl IntoView {
    let (done, group) = (query_text("done"), use_group().id);
    let activity = move || format!("/groups/{}/activity", group.get());
    move || {
        (&*done.read() == "sent").then(|| view! {
            <p role="status" class="notice mb-4">
                <Svg icon=Icon::Mail class="mt-0.5 size-4" />
                <span>
                    "The key is on its way. The number of recipients is in the "<a class="link" href=activity>
                        "activity"
                    </a>"."
                </span>
            </p>
        })
    }
}
