//! The palette: pages, acts, groups, users and courses by a few letters, and the keys that lead to them. The frame has
//! what listens, the rest is a part of its own.
mod entries;
mod finder;
mod key_list;
mod keys;
mod listener;
mod window;

pub use listener::{PaletteButton, PaletteFrame, provide_palette};
pub use window::Palette;

use leptos::prelude::*;

/// What the palette's window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Finder,
    Keys,
}

/// Whether the window is open, and what it shows.
#[derive(Clone, Copy)]
struct PaletteState(RwSignal<Option<Shown>>);

impl PaletteState {
    fn close(self) {
        self.0.set(None);
    }
}
