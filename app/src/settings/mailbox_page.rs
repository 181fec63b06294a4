//! **Settings** > Mailbox: the portal's e-mails and whether they were sent.
use super::{list_mails, tabs::SettingsTabs};
use crate::{
    changes::use_list_changes,
    ui::{
        Badge, Disclosure, EmptyState, Icon, LocalTime, PagedList, ResourceView, ServerResource,
        Svg, Tone, use_cursor,
    },
};
use domain::{
    events::ListKind,
    mails::{MailRow, MailState},
    page::Page,
};
use leptos::prelude::*;

#[component]
pub fn MailboxPage() -> impl IntoView {
    let cursor = use_cursor();
    let changes = use_list_changes(ListKind::Mails);
    let mails = ServerResource::new(
        move || (cursor.get(), changes.get()),
        |(cursor, _)| list_mails(cursor),
    );
    view! {
        <SettingsTabs title="Settings: Mailbox">
            <section class="panel" aria-label="Mailbox">
                <ResourceView of=mails view=|(page, sends)| view! { <Mails page sends /> } />
            </section>
        </SettingsTabs>
    }
}

#[component]
fn Mails(page: Page<MailRow>, sends: bool) -> impl IntoView {
    view! {
        {(!sends)
            .then(|| {
                view! {
                    <div class="p-4">
                        <p class="notice">
                            <Svg icon=Icon::Info class="mt-0.5 size-4" />
                            <span>
                                "E-mails aren’t sent because no mail server is set up (MUSTER_SMTP_URL and \
                                 MUSTER_MAIL_FROM on the server)."
                            </span>
                        </p>
                    </div>
                }
            })}
        {if page.rows.is_empty() {
            view! {
                <EmptyState icon=Icon::Mail title="No e-mails yet">
                    "The portal’s e-mails appear here for 30 days, such as approvals and password changes."
                </EmptyState>
            }
                .into_any()
        } else {
            view! {
                <PagedList
                    page
                    nouns=("e-mail", "e-mails")
                    row=move |mail| view! { <MailItem mail sends /> }
                />
            }
                .into_any()
        }}
    }
}

#[component]
fn MailItem(mail: MailRow, sends: bool) -> impl IntoView {
    let (label, tone) = match mail.state {
        MailState::Waiting if !sends => ("Not sent", Tone::Warn),
        MailState::Waiting => (MailState::Waiting.label(), Tone::Plain),
        MailState::Sent => (MailState::Sent.label(), Tone::Good),
        MailState::Failed => (MailState::Failed.label(), Tone::Warn),
    };
    let text = mail.text.unwrap_or_else(|| {
        "The text is hidden because it contains a personal one-time link.".to_owned()
    });
    view! {
        <li class="grid gap-2 px-4 py-3">
            <div class="flex flex-wrap items-center gap-x-4 gap-y-1">
                <span class="min-w-0 flex-1 basis-60 wrap-anywhere">{mail.recipient}</span>
                <span class="muted text-sm">
                    <LocalTime at=mail.created_at />
                </span>
                <Badge text=label tone />
            </div>
            <Disclosure summary=view! { <span class="wrap-anywhere">{mail.subject}</span> }.into_any()>
                <p class="mt-2 max-w-prose text-sm whitespace-pre-line wrap-anywhere">{text}</p>
            </Disclosure>
        </li>
    }
}
