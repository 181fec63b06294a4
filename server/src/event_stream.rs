//! `/live`: tells an open page that something it may see has changed, and never what.
use crate::AppState;
use app::server::Caller;
use axum::{
    Extension,
    extract::State,
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::{
    events::ChangeEvent,
    ids::{GroupId, UserId},
    policy::{Action, Actor},
};
use futures::{Stream, StreamExt, stream};
use std::{collections::HashSet, convert::Infallible, future::ready, time::Duration};
use tokio_stream::wrappers::{BroadcastStream, WatchStream, errors::BroadcastStreamRecvError};

/// Whose page is listening.
struct EventSubscriber {
    portal: AppState,
    actor: Actor,
    session: String,
    groups: HashSet<GroupId>,
}

pub async fn subscribe(
    State(portal): State<AppState>,
    Extension(caller): Extension<Caller>,
) -> Response {
    let (Some(actor), Some(session)) = (caller.actor, caller.session) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let events = BroadcastStream::new(portal.live.subscribe());
    let stopping = WatchStream::new(portal.stopping.clone())
        .filter(|stop| ready(*stop))
        .into_future();
    let build = portal.assets.names().js.href.clone();
    let mut listener = EventSubscriber {
        portal,
        actor,
        session,
        groups: HashSet::new(),
    };
    if !listener.refresh().await {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    // An open page from before an update hears of it when it connects again.
    let build = Event::default().event("build").data(&build);
    let events = stream::once(ready(Ok(build)))
        .chain(relevant_events(listener, events))
        .take_until(stopping);
    Sse::new(events)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response()
}

/// The notices that concern the listener, until his session ends.
fn relevant_events(
    listener: EventSubscriber,
    events: BroadcastStream<ChangeEvent>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(
        (listener, events),
        |(mut listener, mut events)| async move {
            loop {
                let event = match events.next().await? {
                    Ok(event) => event,
                    Err(BroadcastStreamRecvError::Lagged(_)) => ChangeEvent::Resync,
                };
                if listener.changes_identity(event) {
                    if !listener.refresh().await {
                        return None;
                    }
                } else if !listener.is_relevant(event).await {
                    continue;
                }
                let event = Event::default().event("notice").json_data(event).ok()?;
                return Some((Ok(event), (listener, events)));
            }
        },
    )
}

impl EventSubscriber {
    /// Who he is now and which groups he is in; false where he is signed out.
    async fn refresh(&mut self) -> bool {
        let db = &self.portal.db;
        let Ok(Some((_, actor))) = db::sessions::find(db, &self.session, db::now()).await else {
            return false;
        };
        let Ok(groups) = db::learning::my_groups(db, actor.id).await else {
            return false;
        };
        self.groups = groups.into_iter().map(|group| group.id).collect();
        self.actor = actor;
        true
    }

    /// He, or whoever acts as him.
    fn is(&self, user: UserId) -> bool {
        let real = self.actor.acting.as_ref().map(|real| real.id);
        self.actor.id == user || real == Some(user)
    }

    /// Whether he sees the group's pages.
    async fn sees(&self, group: GroupId) -> bool {
        let scope = self.actor.scope(Action::ListGroups);
        self.actor.may(Action::ListGroups)
            && db::access_scope::contains(&self.portal.db, scope, group.into())
                .await
                .unwrap_or(false)
    }

    fn changes_identity(&self, event: ChangeEvent) -> bool {
        match event {
            ChangeEvent::Resync => true,
            ChangeEvent::User(user) => self.is(user),
            ChangeEvent::Group(_) => false,
        }
    }

    async fn is_relevant(&self, event: ChangeEvent) -> bool {
        match event {
            ChangeEvent::Resync => true,
            ChangeEvent::User(user) => self.is(user),
            ChangeEvent::Group(group) => self.groups.contains(&group) || self.sees(group).await,
        }
    }
}
