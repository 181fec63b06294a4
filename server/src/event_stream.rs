//! `/live`: tells an open page that something it shows has changed, but not what it contains.
use crate::AppState;
use app::{
    AppError,
    server::{Gate, Refusal},
};
use axum::{
    extract::State,
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
    gate: Gate,
    actor: Actor,
    groups: HashSet<GroupId>,
}

pub async fn subscribe(gate: Gate, State(portal): State<AppState>) -> Result<Response, Refusal> {
    let actor = gate.authorize(Action::BeSignedIn)?.actor;
    let events = BroadcastStream::new(portal.live.subscribe());
    let stopping = WatchStream::new(portal.stopping.clone())
        .filter(|stop| ready(*stop))
        .into_future();
    let build = portal.assets.names().js.href.clone();
    let mut listener = EventSubscriber {
        gate,
        actor,
        groups: HashSet::new(),
    };
    listener.refresh().await?;
    // A page that was opened before an update learns of the new build when it reconnects.
    let build = Event::default().event("build").data(&build);
    let events = stream::once(ready(Ok(build)))
        .chain(relevant_events(listener, events))
        .take_until(stopping);
    Ok(Sse::new(events)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response())
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
                    if listener.refresh().await.is_err() {
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
    /// Reloads the actor and their groups; fails if they are signed out.
    async fn refresh(&mut self) -> Result<(), AppError> {
        self.gate = self.gate.clone().renewed().await?;
        let cx = self.gate.authorize(Action::BeSignedIn)?;
        let groups = db::learning::my_groups(cx.db(), cx.actor.id).await?;
        self.groups = groups.into_iter().map(|group| group.id).collect();
        self.actor = cx.actor;
        Ok(())
    }

    /// Whether `user` is the actor, or the administrator acting as them.
    fn is(&self, user: UserId) -> bool {
        let real = self.actor.acting.as_ref().map(|real| real.id);
        self.actor.id == user || real == Some(user)
    }

    /// Whether the actor can view the group's pages.
    async fn sees(&self, group: GroupId) -> bool {
        let things = [group.into()];
        let found = self.gate.authorize_on(Action::ListGroups, things).await;
        found.is_ok()
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
