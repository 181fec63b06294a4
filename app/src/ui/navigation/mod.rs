//! How the page moves: what a link does to the scroll place and to an open dialog.
mod address;
mod links;
mod listen;
mod navigator;
mod scroll;

pub use navigator::{Navigation, Redirect, use_redirect};

use super::waiting::Waiting;
use leptos::prelude::*;

/// To be called once, below the router.
pub fn provide_navigation(waiting: Waiting) {
    let navigation = Navigation::new();
    provide_context(navigation);
    Effect::new(move || {
        let place = scroll::keep_scroll_place(waiting);
        links::follow_links(navigation, place);
    });
}
