//! Where other pages ask for a branch: a field of what is added, and the filter of a list.
use super::list_branch_options;
use crate::{
    AppError,
    session::use_may,
    ui::{ResourceResultView, SelectField, SelectFilter, ServerResource, query_text},
};
use domain::{branches::BranchOption, ids::BranchId, policy::Action};
use leptos::prelude::*;

/// Value and text of each branch that is asked for.
pub fn options(branches: Vec<BranchOption>) -> Vec<(String, String)> {
    branches
        .into_iter()
        .map(|branch| (branch.id.to_string(), branch.name))
        .collect()
}

/// The branch that the address filters by.
pub fn use_branch_query() -> Memo<Option<BranchId>> {
    let chosen = query_text("branch");
    Memo::new(move |_| chosen.get().parse().ok())
}

/// Shows what is of one branch; for whoever is of the whole portal.
#[component]
pub fn BranchFilter() -> impl IntoView {
    let may = use_may(Action::ListBranches);
    move || may.get().then(|| view! { <Filter/> })
}

#[component]
fn Filter() -> impl IntoView {
    let branches = ServerResource::new(
        || (),
        |()| async { Ok::<_, AppError>(options(list_branch_options().await?)) },
    );
    view! { <SelectFilter name="branch" label="Branch" all="All branches" options=branches/> }
}

/// Where what is added belongs. For whoever is of the whole portal: what others add is of their
/// branch.
#[component]
pub fn BranchField(hint: &'static str) -> impl IntoView {
    let may = use_may(Action::ListBranches);
    move || may.get().then(|| view! { <Field hint/> })
}

#[component]
fn Field(hint: &'static str) -> impl IntoView {
    let branches = ServerResource::new(|| (), |()| list_branch_options());
    // Without JavaScript "New key" sends the form back to its page as its query.
    let value = query_text("branch").get_untracked();
    view! {
        <ResourceResultView of=branches view=move |branches| {
            let branches = options(branches.unwrap_or_default());
            (!branches.is_empty()).then(|| {
                let whole = (String::new(), "The whole portal".to_owned());
                let options = std::iter::once(whole).chain(branches).collect();
                view! { <SelectField name="branch" label="Branch" options value=value.clone() hint/> }
            })
        }/>
    }
}
