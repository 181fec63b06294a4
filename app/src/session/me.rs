//! The signed-in user, for every component.
use super::who_am_i;
use crate::live::use_notices;
use domain::{
    live::Notice,
    policy::{Action, Actor},
};
use leptos::prelude::*;

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

/// Asks the server again who this is whenever it says that the user's rights may have changed.
pub fn follow_rights() {
    let Me(me) = expect_context();
    let id = me.with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let notices =
        use_notices(move |notice| matches!(notice, Notice::User(user) if Some(user) == id));
    Effect::new(move || {
        if notices.get() > 0 {
            leptos::task::spawn_local(async move {
                if let Ok(now) = who_am_i().await
                    && me.get_untracked() != now
                {
                    me.set(now);
                }
            });
        }
    });
}
