use crate::ui::{Icon, Svg};
use domain::activity::Deed;
use leptos::prelude::*;

/// The icon of what a line does. The sentence says it, too.
#[component]
pub fn DeedMark(deed: Deed) -> impl IntoView {
    let (icon, tint) = match deed {
        Deed::Added => (Icon::Plus, "act-mark act-good"),
        Deed::Removed => (Icon::Minus, "act-mark act-bad"),
        Deed::Restored => (Icon::Undo, "act-mark act-good"),
        Deed::Edited => (Icon::Pencil, "act-mark"),
        Deed::Enrolled => (Icon::Book, "act-mark act-course"),
        Deed::Unenrolled => (Icon::Unlink, "act-mark act-course"),
        Deed::Account => (Icon::User, "act-mark"),
        Deed::Key => (Icon::Key, "act-mark"),
        Deed::MassAction => (Icon::Bolt, "act-mark act-course"),
        Deed::Imported => (Icon::Upload, "act-mark act-good"),
        Deed::Paid => (Icon::Cart, "act-mark act-money"),
        Deed::Settings => (Icon::Gear, "act-mark act-settings"),
    };
    view! {
        <span class=tint>
            <Svg icon />
        </span>
    }
}
