//! The signed-in user, for every component.
use super::get_actor;
use crate::{
    changes::use_changes,
    ui::{Newest, release_all},
};
use domain::{
    events::ChangeEvent,
    ids::UserId,
    policy::{Action, Actor},
};
use leptos::{ev, prelude::*};

#[derive(Clone, Copy)]
struct Me(RwSignal<Option<Actor>>);

/// Passes the actor from the server through the page to the browser.
pub fn provide_me(found: impl FnOnce() -> Option<Actor>) {
    let actor = SharedValue::new(found).into_inner();
    provide_context(Me(RwSignal::new(actor)));
}

/// The signed-in user, with their current permissions.
pub fn use_me() -> Signal<Option<Actor>> {
    let Me(me) = expect_context();
    me.into()
}

/// Whether the signed-in user may do this, by the same rule as on the server.
pub fn use_may(action: Action) -> Signal<bool> {
    let me = use_me();
    Signal::derive(move || me.with(|me| me.as_ref().is_some_and(|actor| actor.may(action))))
}

/// Whether the pages of the active role show this.
pub fn use_visible(action: Action) -> Signal<bool> {
    let me = use_me();
    Signal::derive(move || me.with(|me| me.as_ref().is_some_and(|actor| actor.is_visible(action))))
}

/// Fetches the signed-in user again when an event says that their permissions may have changed.
pub fn refetch_actor_on_change() {
    let Me(me) = expect_context();
    let changes = use_changes(move |event| match event {
        ChangeEvent::User(user) => {
            me.with_untracked(|me| me.as_ref().is_some_and(|me| is(me, user)))
        }
        _ => false,
    });
    // A form that changes the session's user is already loading a new page: leave that alone.
    let leaving = StoredValue::new(false);
    Effect::new(move || {
        let leave = window_event_listener(ev::beforeunload, move |event| {
            // The browser asks about unsaved changes, and the page may stay.
            leaving.set_value(!event.default_prevented());
        });
        on_cleanup(move || leave.remove());
    });
    let newest = Newest::new();
    Effect::new(move || {
        if changes.get() > 0 {
            newest.ask(get_actor(), move |now| match now {
                Ok(now) if !leaving.get_value() => become_who(me, now),
                _ => {}
            });
        }
    });
}

/// Whether `user` is the actor, or the administrator acting as them.
fn is(me: &Actor, user: UserId) -> bool {
    me.id == user || me.acting.as_ref().is_some_and(|real| real.id == user)
}

/// Updates the signed-in user. Reloads the page if acting as another user began or ended elsewhere.
fn become_who(me: RwSignal<Option<Actor>>, now: Option<Actor>) {
    let id = |actor: &Option<Actor>| actor.as_ref().map(|actor| actor.id);
    let before = me.get_untracked();
    if now.is_some() && id(&before) != id(&now) {
        release_all();
        let _ = window().location().reload();
    } else if before != now {
        me.set(now);
    }
}
