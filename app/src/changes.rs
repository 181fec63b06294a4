//! The server's change events, for everything on the page that must refetch its data.
//!
//! There is one event stream per page, and only while the page is visible: a browser has six
//! connections to a host over HTTP/1.1, and forgotten tabs would use them up. A stream begins with
//! what changed since the page was rendered, or since the former stream began.
use crate::{
    session::{get_actor, use_me},
    ui::{release_all, toast},
};
use domain::{
    events::{ChangeEvent, ListKind, PageId},
    ids::{GroupId, UserId},
    policy::Actor,
};
use futures::StreamExt;
use gloo_net::eventsource::futures::{EventSource, EventSourceSubscription};
use leptos::{ev, prelude::*, task::spawn_local, web_sys::VisibilityState};
use std::{sync::LazyLock, time::Duration};

/// How soon a stream that the server refused is tried again.
const REOPEN: Duration = Duration::from_secs(10);

/// When a browser whose session got another token has it: the stream of the former one ends before the
/// response with the new one arrives.
const SETTLED: Duration = Duration::from_secs(1);

/// The events of the newest commit, and its number.
#[derive(Clone, Copy)]
pub struct LatestChange(RwSignal<(u64, Vec<ChangeEvent>)>);

/// The id of this page, until it is loaded again: it receives no events of its own mutations, and
/// refetches what it changed.
pub fn page_id() -> String {
    static PAGE: LazyLock<PageId> = LazyLock::new(|| PageId(random()));
    PAGE.0.to_string()
}

/// As many random bits as a number of JavaScript has.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is not negative, and below 2^53"
)]
pub fn random() -> u64 {
    (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
}

/// Listens as soon as the page is hydrated.
pub fn provide_changes() {
    let latest = LatestChange(RwSignal::new((0, Vec::new())));
    provide_context(latest);
    let me = use_me();
    let signed_in = Memo::new(move |_| me.with(Option::is_some));
    Effect::new(move || {
        if signed_in.get() {
            let user = me.with_untracked(|me| me.as_ref().map(Actor::real_id));
            follow_visibility(LiveStream {
                latest,
                user,
                since: StoredValue::new(shown_as_of()),
            });
        }
    });
}

/// Returns a counter of the change events that `concerns` accepts: a resource that reads it is
/// refetched after each.
pub fn use_changes(concerns: impl Fn(ChangeEvent) -> bool + Send + Sync + 'static) -> Memo<u64> {
    let LatestChange(latest) = expect_context();
    Memo::new(move |before: Option<&u64>| {
        let concerned = |event: &ChangeEvent| *event == ChangeEvent::Resync || concerns(*event);
        latest.with(|(number, events)| {
            if events.iter().any(concerned) {
                *number
            } else {
                before.copied().unwrap_or(0)
            }
        })
    })
}

/// As [`use_changes`], but what comes while `busy` is counted afterwards: nothing moves under the
/// reader's hands.
pub fn use_changes_when_free(
    busy: impl Fn() -> bool + Send + Sync + 'static,
    concerns: impl Fn(ChangeEvent) -> bool + Send + Sync + 'static,
) -> Memo<u64> {
    let changes = use_changes(concerns);
    Memo::new(move |before: Option<&u64>| {
        let now = changes.get();
        before.copied().filter(|_| busy()).unwrap_or(now)
    })
}

/// Counts the changes of a list.
pub fn use_list_changes(list: ListKind) -> Memo<u64> {
    use_changes(move |event| event == ChangeEvent::List(list))
}

/// Returns a function that has everything about the actor refetched, after this page changed it.
pub fn use_own_change() -> impl Fn() + Copy + Send + Sync + 'static {
    let latest: LatestChange = expect_context();
    let me = use_me();
    move || {
        if let Some(me) = me.with_untracked(|me| me.as_ref().map(|actor| actor.id)) {
            latest.receive(vec![ChangeEvent::User(me)]);
        }
    }
}

pub fn use_group_changes(group: impl Fn() -> Option<GroupId> + Send + Sync + 'static) -> Memo<u64> {
    use_changes(move |event| matches!(event, ChangeEvent::Group(id) if Some(id) == group()))
}

/// Counts the change events of the learner, and of all groups, as the server only sends those of
/// the learner's own groups.
pub fn use_my_changes(me: Option<UserId>) -> Memo<u64> {
    use_changes(move |event| match event {
        ChangeEvent::User(id) => Some(id) == me,
        ChangeEvent::Group(_) | ChangeEvent::Resync => true,
        _ => false,
    })
}

impl LatestChange {
    /// Has everything on the page refetched.
    pub fn refetch_all(self) {
        self.receive(vec![ChangeEvent::Resync]);
    }

    fn receive(self, events: Vec<ChangeEvent>) {
        self.0.update(|(number, latest)| {
            *number += 1;
            *latest = events;
        });
    }
}

/// What a page's event stream is for.
#[derive(Clone, Copy)]
struct LiveStream {
    latest: LatestChange,
    /// Who the page is shown to.
    user: Option<UserId>,
    /// When the server began to render the page, or its last stream, by the server's clock.
    since: StoredValue<String>,
}

type OpenStream = StoredValue<Option<EventSource>, LocalStorage>;

/// Opens the stream now and whenever the tab becomes visible, and closes it when the tab is hidden.
fn follow_visibility(live: LiveStream) {
    let stream = OpenStream::new_local(None);
    live.open(stream);
    let visibility = ev::Custom::<ev::Event>::new("visibilitychange");
    let listener = window_event_listener(visibility, move |_| {
        if !is_visible() {
            stream.set_value(None);
        } else if stream.with_value(Option::is_none) {
            live.open(stream);
        }
    });
    on_cleanup(move || listener.remove());
}

fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// When the server began to render the page.
fn shown_as_of() -> String {
    let html = document().document_element();
    html.and_then(|html| html.get_attribute("data-as-of"))
        .unwrap_or_default()
}

/// Notes when the stream began. Shows a toast when the server runs another version than this page; a debug build
/// reloads.
async fn follow_starts(mut starts: EventSourceSubscription, since: StoredValue<String>) {
    let mut first = None;
    while let Some(Ok((_, event))) = starts.next().await {
        since.try_set_value(event.last_event_id());
        let build = event.data().as_string();
        if first.is_none() {
            first = build;
        } else if first != build && cfg!(debug_assertions) {
            let _ = window().location().reload();
        } else if first != build {
            toast("Muster was updated. Reload the page to use the new version.");
            first = build;
        }
    }
}

impl LiveStream {
    /// Opens the stream. The browser reconnects automatically until the source is dropped, or the server
    /// refuses it.
    fn open(self, stream: OpenStream) {
        stream.set_value(self.try_open(stream));
    }

    fn try_open(self, stream: OpenStream) -> Option<EventSource> {
        let mut source = EventSource::new(&self.address()).ok()?;
        let mut events = source.subscribe("notice").ok()?;
        let starts = source.subscribe("build").ok()?;
        let mut ends = source.subscribe("end").ok()?;
        spawn_local(follow_starts(starts, self.since));
        spawn_local(async move {
            while let Some(Ok((_, event))) = events.next().await {
                let events = event
                    .data()
                    .as_string()
                    .and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
                self.latest
                    .receive(events.unwrap_or_else(|| vec![ChangeEvent::Resync]));
            }
        });
        spawn_local(async move {
            // The session's end, or a stream that the server refuses.
            if ends.next().await.is_some() {
                set_timeout(move || spawn_local(self.check_user(stream)), SETTLED);
            }
        });
        Some(source)
    }

    fn address(self) -> String {
        let since = self.since.try_get_value().unwrap_or_default();
        format!("/live?page={}&since={since}", page_id())
    }

    /// Leaves the page if it is no longer its user's: signed out in another tab, or signed in as someone
    /// else. Otherwise the stream is opened again in a moment.
    async fn check_user(self, stream: OpenStream) {
        let user = get_actor().await;
        if user.is_ok_and(|actor| actor.as_ref().map(Actor::real_id) != self.user) {
            release_all();
            let _ = window().location().reload();
            return;
        }
        let reopen = move || {
            if is_visible() && stream.try_with_value(Option::is_some) == Some(true) {
                self.open(stream);
            }
        };
        set_timeout(reopen, REOPEN);
    }
}
