//! The signed-in user, for every component.
use super::get_actor;
use crate::changes::use_changes;
use domain::{
    events::ChangeEvent,
    ids::UserId,
    policy::{Action, Actor},
};
use leptos::{ev, prelude::*};

#[derive(Clone, Copy)]
struct Me(RwSignal<Option<Actor>>);

/// Hands the actor from the server to the page, and from there to the browser.
pub fn provide_me(found: impl FnOnce() -> Option<Actor>) {
    let actor = SharedValue::new(found).into_inner();
    provide_context(Me(RwSignal::new(actor)));
}

/// The signed-in user, as his rights are now.
pub fn use_me() -> Signal<Option<Actor>> {
    let Me(me) = expect_context();
    me.into()
}

/// Whether the signed-in user may do this: what the server will say, known here.
pub fn use_may(action: Action) -> Signal<bool> {
    let me = use_me();
    Signal::derive(move || me.with(|me| me.as_ref().is_some_and(|actor| actor.may(action))))
}

/// Whether the pages of the role he wears show this.
pub fn use_visible(action: Action) -> Signal<bool> {
    let me = use_me();
    Signal::derive(move || me.with(|me| me.as_ref().is_some_and(|actor| actor.is_visible(action))))
}

/// Asks the server again who this is whenever it says that the user's rights may have changed.
pub fn refetch_actor_on_change() {
    let Me(me) = expect_context();
    let notices = use_changes(move |notice| match notice {
        ChangeEvent::User(user) => {
            me.with_untracked(|me| me.as_ref().is_some_and(|me| is(me, user)))
        }
        _ => false,
    });
    // The form that makes the session another user's leads elsewhere: it is not overtaken.
    let leaving = StoredValue::new(false);
    Effect::new(move || {
        let leave = window_event_listener(ev::beforeunload, move |_| leaving.set_value(true));
        on_cleanup(move || leave.remove());
    });
    Effect::new(move || {
        if notices.get() > 0 {
            leptos::task::spawn_local(async move {
                match get_actor().await {
                    Ok(now) if !leaving.get_value() => become_who(me, now),
                    _ => {}
                }
            });
        }
    });
}

/// Whether it is about him, or about whom he acts as.
fn is(me: &Actor, user: UserId) -> bool {
    me.id == user || me.acting.as_ref().is_some_and(|real| real.id == user)
}

/// Another user, because acting as one began or ended elsewhere, begins with a new page.
fn become_who(me: RwSignal<Option<Actor>>, now: Option<Actor>) {
    let id = |actor: &Option<Actor>| actor.as_ref().map(|actor| actor.id);
    let before = me.get_untracked();
    if now.is_some() && id(&before) != id(&now) {
        let _ = window().location().reload();
    } else if before != now {
        me.set(now);
    }
}
