//! `/live`: tells an open page that something it shows has changed, but not what it contains.
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

/// The user and session of an open page.
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
    // A page that was opened before an update learns of the new build when it reconnects.
    let build = Event::default().event("build").data(&build);
    let events = stream::once(ready(Ok(build)))
        .chain(relevant_events(listener, events))
        .take_until(stopping);
    Sse::new(events)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response()
}

/// The events that concern the subscriber, until their session ends.
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
    /// Reloads the actor and their groups; false if they are signed out.
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

    /// Whether `user` is the actor, or the administrator acting as them.
    fn is(&self, user: UserId) -> bool {
        let real = self.actor.acting.as_ref().map(|real| real.id);
        self.actor.id == user || real == Some(user)
    }

    /// Whether the actor can view the group's pages.
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
