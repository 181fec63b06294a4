//! What the parts of the Users tab share.
use super::editor::GroupContext;
use crate::ui::{query_text, use_search};
use domain::members::{MemberFilter, MemberQuery, MemberRow};
use leptos::prelude::*;

/// The state that the rows and the dialogs of this tab share, in addition to the selection.
#[derive(Clone, Copy)]
pub struct MembersContext {
    pub group: GroupContext,
    pub query: Memo<MemberQuery>,
    /// A row that the dialog changed: its list item shows the new state without a refetch.
    pub changed: RwSignal<Option<MemberRow>>,
}

pub fn use_members() -> MembersContext {
    expect_context()
}

/// Returns the search and filter in the address, for a list of memberships.
pub fn use_member_query() -> Memo<MemberQuery> {
    let (search, filter) = (use_search(), query_text("filter"));
    Memo::new(move |_| MemberQuery {
        search: search.get(),
        filter: MemberFilter::from_code(&filter.get()).unwrap_or_default(),
    })
}
