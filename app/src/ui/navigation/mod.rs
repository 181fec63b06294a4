//! How the page moves: what a link does to the scroll place, to an open dialog and to unsaved changes.
mod address;
mod history;
mod links;
mod listen;
mod navigator;
mod scroll;

pub use address::Address;
pub use history::provide_guard;
pub use listen::listen_first;
pub use navigator::{Navigation, Redirect, use_redirect};

use super::{unsaved::follow_forms, waiting::Waiting};
use leptos::prelude::*;

/// To be called once, below the router.
pub fn provide_navigation(waiting: Waiting) {
    let navigation = Navigation::new();
    provide_context(navigation);
    let guard = history::use_guard(navigation, waiting);
    Effect::new(move || {
        follow_forms();
        guard();
        let place = scroll::keep_scroll_place(waiting);
        links::follow_links(navigation, place);
    });
}
