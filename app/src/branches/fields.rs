//! Branch inputs for other pages: a form field, and the filter of a list.
use super::list_branch_options;
use crate::{
    AppError,
    session::use_may,
    ui::{ResourceResultView, SelectField, SelectFilter, ServerResource, query_text},
};
use domain::{
    branches::Destination,
    ids::{BranchId, BranchOption},
    policy::Action,
};
use leptos::prelude::*;

/// The option for no branch.
pub(super) const WHOLE_PORTAL: &str = "Main portal (no branch)";

/// Returns the value and text of an option for each branch.
pub(super) fn options(branches: Vec<BranchOption>) -> Vec<(String, String)> {
    branches
        .into_iter()
        .map(|branch| (branch.id.to_string(), branch.name))
        .collect()
}

/// Returns an option for each destination of a move: the main portal, and each branch.
pub fn destinations(branches: Vec<BranchOption>) -> Vec<(String, String)> {
    let portal = (String::from(Destination::Portal), WHOLE_PORTAL.to_owned());
    std::iter::once(portal).chain(options(branches)).collect()
}

/// Returns the branch that the address filters by.
pub fn use_branch_query() -> Memo<Option<BranchId>> {
    let chosen = query_text("branch");
    Memo::new(move |_| chosen.get().parse().ok())
}

/// Filters a list by branch; only shown to actors of the main portal.
#[component]
pub fn BranchFilter() -> impl IntoView {
    let may = use_may(Action::ListBranches);
    move || may.get().then(|| view! { <Filter /> })
}

#[component]
fn Filter() -> impl IntoView {
    let branches = ServerResource::new(
        || (),
        |()| async { Ok::<_, AppError>(options(list_branch_options().await?)) },
    );
    view! { <SelectFilter name="branch" label="Branch" all="All branches" options=branches /> }
}

/// The branch of a new user or group. Only shown to actors of the main portal: what others add
/// belongs to their own branch.
#[component]
pub fn BranchField(hint: &'static str) -> impl IntoView {
    let may = use_may(Action::ListBranches);
    move || may.get().then(|| view! { <Field hint /> })
}

#[component]
fn Field(hint: &'static str) -> impl IntoView {
    let branches = ServerResource::new(|| (), |()| list_branch_options());
    // Without JavaScript "New key" sends the form back to its page as its query.
    let sent = query_text("branch").get_untracked();
    view! {
        <ResourceResultView
            of=branches
            view=move |branches| {
                let branches = branches.unwrap_or_default();
                view! { <BranchSelect branches value=sent.clone() hint /> }
            }
        />
    }
}

/// The choice of a branch, or of none; nothing where there are no branches.
#[component]
pub fn BranchSelect(
    branches: Vec<BranchOption>,
    /// The id of the branch chosen before.
    value: String,
    hint: &'static str,
) -> impl IntoView {
    (!branches.is_empty()).then(|| {
        let whole = (String::new(), WHOLE_PORTAL.to_owned());
        let options = std::iter::once(whole).chain(options(branches)).collect();
        view! { <SelectField name="branch" label="Branch" options value hint /> }
    })
}
