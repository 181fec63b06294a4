//! `/live`: tells an open page that something it shows has changed, but not what it contains.
use crate::Portal;
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
    ids::{GroupId, UserId},
    live::Notice,
    policy::{Action, Actor},
};
use futures::{Stream, StreamExt, stream};
use std::{collections::HashSet, convert::Infallible, future::ready, time::Duration};
use tokio_stream::wrappers::{BroadcastStream, WatchStream, errors::BroadcastStreamRecvError};

/// The user and session of an open page.
struct Listener {
    portal: Portal,
    actor: Actor,
    session: String,
    groups: HashSet<GroupId>,
}

pub async fn stream(
    State(portal): State<Portal>,
    Extension(caller): Extension<Caller>,
) -> Response {
    let (Some(actor), Some(session)) = (caller.actor, caller.session) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let notices = BroadcastStream::new(portal.live.subscribe());
    let stopping = WatchStream::new(portal.stopping.clone())
        .filter(|stop| ready(*stop))
        .into_future();
    let build = portal.assets.names().js.href.clone();
    let mut listener = Listener {
        portal,
        actor,
        session,
        groups: HashSet::new(),
    };
    if !listener.look_up().await {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    // A page that was opened before an update learns of the new build when it reconnects.
    let build = Event::default().event("build").data(&build);
    let events = stream::once(ready(Ok(build)))
        .chain(events(listener, notices))
        .take_until(stopping);
    Sse::new(events)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response()
}

/// The events that concern the subscriber, until their session ends.
fn events(
    listener: Listener,
    notices: BroadcastStream<Notice>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(
        (listener, notices),
        |(mut listener, mut notices)| async move {
            loop {
                let notice = match notices.next().await? {
                    Ok(notice) => notice,
                    Err(BroadcastStreamRecvError::Lagged(_)) => Notice::Anything,
                };
                if listener.is_to_look_up(notice) {
                    if !listener.look_up().await {
                        return None;
                    }
                } else if !listener.is_concerned(notice).await {
                    continue;
                }
                let event = Event::default().event("notice").json_data(notice).ok()?;
                return Some((Ok(event), (listener, notices)));
            }
        },
    )
}

impl Listener {
    /// Reloads the actor and their groups; false if they are signed out.
    async fn look_up(&mut self) -> bool {
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
        let realm = self.actor.realm(Action::ListGroups);
        self.actor.may(Action::ListGroups)
            && db::realm::holds(&self.portal.db, realm, group.into())
                .await
                .unwrap_or(false)
    }

    fn is_to_look_up(&self, notice: Notice) -> bool {
        match notice {
            Notice::Anything => true,
            Notice::User(user) => self.is(user),
            Notice::Group(_) => false,
        }
    }

    async fn is_concerned(&self, notice: Notice) -> bool {
        match notice {
            Notice::Anything => true,
            Notice::User(user) => self.is(user),
            Notice::Group(group) => self.groups.contains(&group) || self.sees(group).await,
        }
    }
}
