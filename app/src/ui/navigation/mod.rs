//! How the page moves: what a link does to the scroll place, to an open dialog and to unsaved changes.
mod address;
mod history;
mod links;
mod listen;
mod navigator;
mod scroll;

pub use address::Address;
pub use listen::listen_first;
pub use navigator::{Navigation, Redirect, use_redirect};

use super::{unsaved::follow_forms, waiting::Waiting};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// To be called once, below the router.
pub fn provide_navigation(waiting: Waiting) {
    let navigation = Navigation::new();
    provide_context(navigation);
    let location = use_location();
    Effect::new(move || {
        follow_forms();
        history::guard_history(navigation, waiting, location.clone());
        let place = scroll::keep_scroll_place(waiting);
        links::follow_links(navigation, place);
    });
}
