//! The server's change events, for everything on the page that must refetch its data.
//!
//! There is one event stream per page, and only while the page is visible: a browser has six
//! connections to a host over HTTP/1.1, and forgotten tabs would use them up. When users return to
//! a tab, everything on it is refetched.
use crate::{session::use_me, ui::toast};
use domain::{
    ids::{GroupId, UserId},
    live::Notice,
};
use futures::StreamExt;
use gloo_net::eventsource::futures::{EventSource, EventSourceSubscription};
use leptos::{ev, prelude::*, task::spawn_local, web_sys::VisibilityState};

/// The newest change event and its number.
#[derive(Clone, Copy)]
struct Live(RwSignal<(u64, Notice)>);

/// Listens as soon as the page is hydrated.
pub fn provide_live() {
    let live = Live(RwSignal::new((0, Notice::Anything)));
    provide_context(live);
    let me = use_me();
    let signed_in = Memo::new(move |_| me.with(Option::is_some));
    Effect::new(move || {
        if signed_in.get() {
            follow_visibility(live);
        }
    });
}

/// Returns a counter of the change events that `concerns` accepts: a resource that reads it is
/// refetched after each.
pub fn use_notices(concerns: impl Fn(Notice) -> bool + Send + Sync + 'static) -> Memo<u64> {
    let Live(latest) = expect_context();
    Memo::new(move |before: Option<&u64>| {
        let (number, notice) = latest.get();
        let before = before.copied().unwrap_or(0);
        if number > 0 && (notice == Notice::Anything || concerns(notice)) {
            number
        } else {
            before
        }
    })
}

pub fn use_group_notices(group: impl Fn() -> Option<GroupId> + Send + Sync + 'static) -> Memo<u64> {
    use_notices(move |notice| matches!(notice, Notice::Group(id) if Some(id) == group()))
}

/// Counts the change events of the learner, and of all groups, as the server only sends those of
/// the learner's own groups.
pub fn use_my_notices(me: Option<UserId>) -> Memo<u64> {
    use_notices(move |notice| match notice {
        Notice::User(id) => Some(id) == me,
        Notice::Group(_) | Notice::Anything => true,
    })
}

impl Live {
    fn hear(self, notice: Notice) {
        self.0.update(|(number, latest)| {
            *number += 1;
            *latest = notice;
        });
    }
}

/// Opens the stream now and whenever the tab becomes visible, and closes it when the tab is hidden.
fn follow_visibility(live: Live) {
    let stream = StoredValue::new_local(open(live));
    let visible = || document().visibility_state() == VisibilityState::Visible;
    let visibility = ev::Custom::<ev::Event>::new("visibilitychange");
    let listener = window_event_listener(visibility, move |_| {
        if !visible() {
            stream.set_value(None);
        } else if stream.with_value(Option::is_none) {
            stream.set_value(open(live));
            live.hear(Notice::Anything);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Shows a toast when the server runs another version than this page; a debug build reloads.
async fn follow_updates(mut builds: EventSourceSubscription) {
    let mut first = None;
    while let Some(Ok((_, event))) = builds.next().await {
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

/// Opens the stream. The browser reconnects automatically until the source is dropped.
fn open(live: Live) -> Option<EventSource> {
    let mut source = EventSource::new("/live").ok()?;
    let mut notices = source.subscribe("notice").ok()?;
    let builds = source.subscribe("build").ok()?;
    spawn_local(follow_updates(builds));
    spawn_local(async move {
        while let Some(Ok((_, event))) = notices.next().await {
            let notice = event
                .data()
                .as_string()
                .and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
            live.hear(notice.unwrap_or(Notice::Anything));
        }
    });
    Some(source)
}
