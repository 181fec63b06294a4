//! Inline icons, which need no request. Shapes after Lucide (ISC licence).
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Group,
    User,
    Book,
    Key,
    Clock,
    Plus,
    Minus,
    Sync,
    Unlink,
    Pencil,
    Copy,
    Trash,
    Check,
    Alert,
    Info,
    Close,
    Search,
    Up,
    Down,
    Left,
    Right,
    First,
    Last,
    Bolt,
    Sun,
    Moon,
    Exit,
    Play,
    Link,
    Text,
    Folder,
    Pause,
    Undo,
    Tag,
    Mask,
    Gear,
    Mail,
    Qr,
    Cart,
    Branch,
    Upload,
    Menu,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Group => {
                "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M22 21v-2a4 4 0 0 0-3-3.87M16 3.13a4 4 0 0 1 0 7.75"
            }
            Self::User => {
                "M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8"
            }
            Self::Book => "M4 19.5v-15A2.5 2.5 0 0 1 6.5 2H20v20H6.5a2.5 2.5 0 0 1 0-5H20",
            Self::Key => {
                "M15.5 7.5 19 4M21 2l-9.6 9.6M7.5 21a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M19 4l3 3-3.5 3.5-3-3"
            }
            Self::Clock => "M12 6v6l4 2M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Minus => "M5 12h14",
            Self::Sync => {
                "M21 12a9 9 0 0 0-15-6.7L3 8M3 3v5h5M3 12a9 9 0 0 0 15 6.7l3-2.7M21 21v-5h-5"
            }
            Self::Unlink => {
                "M18.8 12.2 20.5 10.5a5 5 0 0 0-7-7l-1.7 1.7M5.2 11.8 3.5 13.5a5 5 0 0 0 7 7l1.7-1.7M8 2v3M2 8h3M16 19v3M19 16h3"
            }
            Self::Pencil => "M17 3a2.8 2.8 0 0 1 4 4L7.5 20.5 2 22l1.5-5.5zM15 5l4 4",
            Self::Copy => {
                "M9 9h11v11a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1M5 15H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v1"
            }
            Self::Trash => {
                "M3 6h18M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2M10 11v6M14 11v6"
            }
            Self::Check => "M20 6 9 17l-5-5",
            Self::Alert => {
                "M12 9v4M12 17h.01M10.3 3.9 1.8 18a2 2 0 0 0 1.7 3h17a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0"
            }
            Self::Info => "M12 16v-4M12 8h.01M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20",
            Self::Close => "M18 6 6 18M6 6l12 12",
            Self::Search => "m21 21-4.3-4.3M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16",
            Self::Up => "m18 15-6-6-6 6",
            Self::Down => "m6 9 6 6 6-6",
            Self::Left => "m15 18-6-6 6-6",
            Self::Right => "m9 18 6-6-6-6",
            Self::First => "m17 18-6-6 6-6M7 6v12",
            Self::Last => "m7 18 6-6-6-6M17 6v12",
            Self::Bolt => "M13 2 4 14h7l-1 8 9-12h-7z",
            Self::Sun => {
                "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M6.3 17.7l-1.4 1.4M19.1 4.9l-1.4 1.4"
            }
            Self::Moon => "M12 3a6 6 0 0 0 9 9 9 9 0 1 1-9-9",
            Self::Exit => "M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4M16 17l5-5-5-5M21 12H9",
            Self::Play => "M6 3.5v17L20 12z",
            Self::Link => {
                "M10 13a5 5 0 0 0 7.5.5l3-3a5 5 0 0 0-7-7L11.8 5.2M14 11a5 5 0 0 0-7.5-.5l-3 3a5 5 0 0 0 7 7l1.7-1.7"
            }
            Self::Text => "M4 6h16M4 12h16M4 18h10",
            Self::Folder => {
                "M20 20a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-7.9a2 2 0 0 1-1.7-.9L9.6 3.9A2 2 0 0 0 7.9 3H4a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2z"
            }
            Self::Pause => "M9 4v16M15 4v16",
            Self::Undo => "M3 7v6h6M3 13a9 9 0 1 1 3 6.7",
            Self::Mask => {
                "M18 11c-1.5 0-2.5.5-3 2M4 6a2 2 0 0 0-2 2v4a5 5 0 0 0 5 5 8 8 0 0 1 5 2 8 8 0 0 1 5-2 5 5 0 0 0 5-5V8a2 2 0 0 0-2-2h-3a8 8 0 0 0-5 2 8 8 0 0 0-5-2zM6 11c1.5 0 2.5.5 3 2"
            }
            Self::Gear => {
                "M10.3 3.3a1 1 0 0 1 1-.9h1.4a1 1 0 0 1 1 .9l.2 1.4a7.6 7.6 0 0 1 1.7 1l1.3-.5a1 1 0 0 1 1.2.4l.7 1.2a1 1 0 0 1-.2 1.3l-1.1.9a7.7 7.7 0 0 1 0 2l1.1.9a1 1 0 0 1 .2 1.3l-.7 1.2a1 1 0 0 1-1.2.4l-1.3-.5a7.6 7.6 0 0 1-1.7 1l-.2 1.4a1 1 0 0 1-1 .9h-1.4a1 1 0 0 1-1-.9l-.2-1.4a7.6 7.6 0 0 1-1.7-1l-1.3.5a1 1 0 0 1-1.2-.4l-.7-1.2a1 1 0 0 1 .2-1.3l1.1-.9a7.7 7.7 0 0 1 0-2l-1.1-.9a1 1 0 0 1-.2-1.3l.7-1.2a1 1 0 0 1 1.2-.4l1.3.5a7.6 7.6 0 0 1 1.7-1zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5"
            }
            Self::Mail => {
                "M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1M3 7l9 6 9-6"
            }
            Self::Qr => "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v6h-6M17 17v0M20 20v0",
            Self::Cart => {
                "M9 21.5a.5.5 0 1 0 0-1 .5.5 0 0 0 0 1M19 21.5a.5.5 0 1 0 0-1 .5.5 0 0 0 0 1M2 3h3l2.6 12.4a2 2 0 0 0 2 1.6h8.8a2 2 0 0 0 2-1.6L22 7H6"
            }
            Self::Branch => {
                "M16 16h6v6h-6zM2 16h6v6H2zM9 2h6v6H9zM5 16v-3a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v3M12 12V8"
            }
            Self::Menu => "M4 6h16M4 12h16M4 18h16",
            Self::Upload => "M12 15V3M7 8l5-5 5 5M3 15v4a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-4",
            Self::Tag => {
                "M12.6 2.6A2 2 0 0 0 11.2 2H4a2 2 0 0 0-2 2v7.2a2 2 0 0 0 .6 1.4l8.7 8.7a2.4 2.4 0 0 0 3.4 0l6.6-6.6a2.4 2.4 0 0 0 0-3.4zM7.5 7.5h.01"
            }
        }
    }
}

/// A decorative icon next to a text, or in a button with an accessible name.
#[component]
pub fn Svg(icon: Icon, #[prop(default = "size-4")] class: &'static str) -> impl IntoView {
    view! {
        <svg
            class=format!("{class} shrink-0")
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=icon.path()></path>
        </svg>
    }
}
