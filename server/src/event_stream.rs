//! `/live`: tells an open page that something it shows has changed, but not what it contains.
use crate::{
    AppState,
    open_streams::{OpenStreams, Place, SessionEvents},
    subscription::Subscription,
};
use app::server::{Gate, Refusal};
use axum::{
    Extension,
    extract::{Query, State},
    http::HeaderMap,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use db::{Db, access_scope::Target, event_bus::Publication};
use domain::{
    events::{ChangeEvent, ListKind, PageId},
    ids::{CourseId, GroupId, UserId},
    policy::{Action, Actor},
    time::Timestamp,
};
use futures::{Stream, StreamExt, stream};
use std::{collections::HashSet, convert::Infallible, future::ready, time::Duration};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio_stream::wrappers::{BroadcastStream, WatchStream, errors::BroadcastStreamRecvError};

/// By how much the clocks of several servers may differ, in seconds: what is older than what a page shows is told once
/// more, as another server may have rendered it.
const CLOCKS_APART: i64 = 1;

/// The user and session of open pages.
#[derive(Clone)]
struct EventSubscriber {
    gate: Gate,
    actor: Actor,
    groups: HashSet<GroupId>,
}

pub async fn subscribe(
    gate: Gate,
    State(portal): State<AppState>,
    Extension(streams): Extension<OpenStreams>,
    Query(subscription): Query<Subscription>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let cx = gate.authorize(Action::SignOut)?;
    let connected = db::now();
    let publications = BroadcastStream::new(cx.db().events().subscribe());
    let (user, session) = (cx.real_id(), cx.session().to_owned());
    let db = cx.db().clone();
    let mut subscriber = EventSubscriber {
        gate,
        actor: cx.actor,
        groups: HashSet::new(),
    };
    subscriber.refresh().await?;
    let mut own = subscriber.clone();
    let (place, ended) = streams.enter(user, &session);
    let notices = streams.notices(&place, |notices| {
        let listening = listen(subscriber, publications, notices, streams.clone(), session);
        tokio::spawn(listening).abort_handle()
    });
    let stopping = WatchStream::new(portal.stopping.clone()).filter(|stop| ready(*stop));
    // A page that was opened before an update learns of the new build when it reconnects.
    let build = portal.assets.names().js.href.clone();
    let build = Event::default().event("build").data(&build);
    // Browsers repeat the id when they connect again.
    let build = build.id(connected.0.to_string());
    let page = subscription.page();
    // After the notices began: what comes in between is told twice, instead of never.
    let missed = own.missed(&db, subscription.since(&headers), page).await;
    let events = stream::iter([Some(build), missed].into_iter().flatten().map(Ok))
        .chain(events(notices, page, place))
        .take_until(stopping.into_future())
        .take_until(ended);
    Ok(Sse::new(events)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
        .into_response())
}

/// Sends what concerns the session to its streams, until it ends: one notice for each commit, so that a
/// page refetches once.
async fn listen(
    mut subscriber: EventSubscriber,
    mut publications: BroadcastStream<Publication>,
    notices: broadcast::Sender<SessionEvents>,
    streams: OpenStreams,
    session: String,
) {
    while let Some(publication) = publications.next().await {
        let publication = match publication {
            Ok(publication) => publication,
            Err(BroadcastStreamRecvError::Lagged(_)) => Publication::resync(),
        };
        let Some(notice) = subscriber.relevant(publication).await else {
            break;
        };
        if !notice.events.is_empty() {
            // A page that has left is no error.
            let _ = notices.send(notice);
        }
    }
    streams.end(&session);
}

/// What one page is told: not what it caused itself, and at the end that its session has ended.
fn events(
    notices: broadcast::Receiver<SessionEvents>,
    page: Option<PageId>,
    place: Place,
) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(Some((notices, place)), move |open| async move {
        let (mut notices, place) = open?;
        loop {
            let events = match notices.recv().await {
                Ok(notice) if notice.page.is_some() && notice.page == page => continue,
                Ok(notice) => notice.events,
                Err(RecvError::Lagged(_)) => [ChangeEvent::Resync].into(),
                Err(RecvError::Closed) => {
                    let end = Event::default().event("end").data("session");
                    return Some((Ok(end), None));
                }
            };
            return Some((Ok(notice(&events)?), Some((notices, place))));
        }
    })
}

fn notice(events: &[ChangeEvent]) -> Option<Event> {
    Event::default().event("notice").json_data(events).ok()
}

impl EventSubscriber {
    /// What others than the page changed since then, if it concerns the subscriber.
    async fn missed(
        &mut self,
        db: &Db,
        since: Option<Timestamp>,
        page: Option<PageId>,
    ) -> Option<Event> {
        let apart = if db.is_sqlite() { 0 } else { CLOCKS_APART };
        let missed = db.events().since(since?.plus_seconds(-apart), page);
        let SessionEvents { events, .. } = self.relevant(missed).await?;
        notice(&events).filter(|_| !events.is_empty())
    }

    /// Returns the events of a commit that concern the subscriber; `None` if they are signed out.
    async fn relevant(&mut self, publication: Publication) -> Option<SessionEvents> {
        let Publication { page, events } = publication;
        if events.iter().any(|event| self.changes_identity(*event)) {
            self.refresh().await.ok()?;
        }
        let mut relevant = Vec::new();
        for event in events {
            if self.is_relevant(event).await {
                relevant.push(event);
            }
        }
        let events = relevant.into();
        Some(SessionEvents { page, events })
    }

    /// Reloads the actor and their groups; fails if they are signed out.
    async fn refresh(&mut self) -> Result<(), Refusal> {
        self.gate = self.gate.clone().renewed().await?;
        let cx = self.gate.authorize(Action::SignOut)?;
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

    /// Whether the actor can view the pages of the group, course or order.
    async fn sees(&self, action: Action, what: impl Into<Target>) -> bool {
        let found = self.gate.authorize_on(action, [what.into()]).await;
        found.is_ok()
    }

    /// Whether the actor is enrolled in the course.
    async fn learns(&self, course: CourseId) -> bool {
        let Ok(cx) = self.gate.authorize(Action::Learn) else {
            return false;
        };
        let enrolled = db::learning::is_enrolled(cx.db(), cx.actor.id, course).await;
        enrolled.unwrap_or(false)
    }

    fn changes_identity(&self, event: ChangeEvent) -> bool {
        match event {
            ChangeEvent::Resync => true,
            ChangeEvent::User(user) => self.is(user),
            _ => false,
        }
    }

    async fn is_relevant(&self, event: ChangeEvent) -> bool {
        match event {
            ChangeEvent::Resync => true,
            ChangeEvent::User(user) => self.is(user),
            ChangeEvent::Group(group) => {
                self.groups.contains(&group) || self.sees(Action::ListGroups, group).await
            }
            ChangeEvent::Course(course) => {
                self.learns(course).await || self.sees(Action::ListCourses, course).await
            }
            // The buyer gets an event of their own.
            ChangeEvent::Order(order) => self.sees(Action::ListOrders, order).await,
            ChangeEvent::Import(import) => self.gate.authorize_import(import).await.is_ok(),
            ChangeEvent::List(list) => self.lists(list),
        }
    }

    /// Whether the actor can view the list. Which of its rows changed is not said.
    fn lists(&self, list: ListKind) -> bool {
        self.actor.may(match list {
            ListKind::Users => Action::ListUsers,
            ListKind::Groups => Action::ListGroups,
            ListKind::Courses => Action::ListCategories,
            ListKind::Learners => Action::ListCourses,
            ListKind::Orders => Action::ListOrders,
            ListKind::Coupons => Action::EditCoupons,
            ListKind::Catalog => Action::BrowseCatalog,
            ListKind::Branches => Action::ListBranches,
            ListKind::UserTypes => Action::ListUserTypes,
            ListKind::Settings | ListKind::Mails => Action::EditSettings,
        })
    }
}
