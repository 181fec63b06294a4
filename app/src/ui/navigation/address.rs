//! Addresses of this site.
use leptos::{prelude::*, web_sys::Url};

/// What tells the pages of this site apart.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    pub path: String,
    pub search: String,
}

impl Address {
    pub fn here() -> Self {
        let location = window().location();
        Self {
            path: location.pathname().unwrap_or_default(),
            search: location.search().unwrap_or_default(),
        }
    }

    /// `None` for another site.
    pub fn of(url: &str) -> Option<Self> {
        let origin = window().location().origin().ok()?;
        let url = Url::new_with_base(url, &window().location().href().ok()?).ok()?;
        (url.origin() == origin).then(|| Self {
            path: url.pathname(),
            search: url.search(),
        })
    }

    /// Whether both show the same place of a list: the next page of a list starts at its top.
    pub fn is_same_place(&self, other: &Self) -> bool {
        let cursor = |address: &Self| {
            let search = address.search.trim_start_matches('?').to_owned();
            let mut values = search.split('&').map(str::to_owned);
            values.find(|value| value.starts_with("at="))
        };
        self.path == other.path && cursor(self) == cursor(other)
    }
}
