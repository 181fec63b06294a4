//! What the server says has changed, for everything on the page that shows it.
//!
//! One event stream a page, and only while the page can be seen: a browser has six connections
//! to a host over HTTP/1.1, and forgotten tabs would use them up. Whoever comes back to a tab
//! is told to look again.
use crate::session::use_me;
use domain::{
    ids::{GroupId, UserId},
    live::Notice,
};
use futures::StreamExt;
use gloo_net::eventsource::futures::EventSource;
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::VisibilityState,
};

/// The newest notice and its number.
#[derive(Clone, Copy)]
struct Live(RwSignal<(u64, Notice)>);

/// Listens from the moment the page is taken over.
pub fn provide_live() {
    let live = Live(RwSignal::new((0, Notice::Anything)));
    provide_context(live);
    let me = use_me();
    Effect::new(move || {
        if me.get().is_some() {
            follow_visibility(live);
        }
    });
}

/// Counts the notices that `concerns`: a resource that reads it is fetched again.
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

/// What concerns the learner: himself, and any group (only his own reach him).
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

/// Opens the stream now and at each return to the tab, and closes it when the tab is left.
fn follow_visibility(live: Live) {
    let stream = StoredValue::new_local(open(live));
    let visible = || document().visibility_state() == VisibilityState::Visible;
    let changed = Closure::<dyn FnMut()>::new(move || {
        if !visible() {
            stream.set_value(None);
        } else if stream.with_value(Option::is_none) {
            stream.set_value(open(live));
            live.hear(Notice::Anything);
        }
    });
    let listening = document()
        .add_event_listener_with_callback("visibilitychange", changed.as_ref().unchecked_ref());
    if listening.is_ok() {
        // The listener lives as long as the document.
        changed.forget();
    }
}

/// The browser reconnects by itself; dropping the source ends it.
fn open(live: Live) -> Option<EventSource> {
    let mut source = EventSource::new("/live").ok()?;
    let mut notices = source.subscribe("notice").ok()?;
    spawn_local(async move {
        while let Some(Ok((_, event))) = notices.next().await {
            let notice = event
                .data()
                .as_string()
                .and_then(|text| serde_json::from_str(&text).ok());
            live.hear(notice.unwrap_or(Notice::Anything));
        }
    });
    Some(source)
}
