//! The layout of a branch's editor: its name and numbers, and the tabs.
use super::get_branch;
use crate::ui::{
    AddedStrip, Badge, Breadcrumb, Newest, NextStep, ResourceView, ServerResource, Tabs, route_id,
    use_added,
};
use domain::{
    branches::{BranchDetails, BranchRow},
    ids::BranchId,
    numbers::count,
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;

/// The state that the tabs share.
#[derive(Clone, Copy)]
pub struct BranchContext {
    pub id: Memo<BranchId>,
    /// The branch as last fetched.
    pub details: RwSignal<BranchDetails>,
    newest: Newest,
}

impl BranchContext {
    /// Fetches the branch again after a change to it.
    pub fn refetch(self) {
        self.newest
            .ask(get_branch(self.id.get_untracked()), move |fresh| {
                // If that fails, the details stay as they were.
                if let Ok(fresh) = fresh {
                    self.details.set(fresh);
                }
            });
    }
}

pub fn use_branch() -> BranchContext {
    expect_context()
}

#[component]
pub fn BranchEditor() -> impl IntoView {
    let id = route_id("id", BranchId);
    let opened = ServerResource::new(move || id.get(), get_branch);
    view! { <ResourceView of=opened view=move |branch| view! { <BranchEditorContent id branch /> } /> }
}

/// The tabs stay as they are while the name and the numbers above them change.
#[component]
fn BranchEditorContent(id: Memo<BranchId>, branch: BranchDetails) -> impl IntoView {
    let details = ArcRwSignal::new(branch);
    let context = BranchContext {
        id,
        details: RwSignal::from(details.clone()),
        newest: Newest::new(),
    };
    provide_context(context);
    let name = move || context.details.read().row.name.clone();
    // The title is read after the page has been rendered, when this component's signals may be
    // disposed of: so it owns the details itself.
    view! {
        <Title text=move || details.read().row.name.clone() />
        <Breadcrumb href="/branches" list="Branches" here=Signal::derive(name) />
        <div class="page-head mb-4">
            <h1 class="page-title wrap-anywhere">{name}</h1>
            <div class="flex flex-wrap gap-2">{move || numbers(&context.details.read().row)}</div>
        </div>
        <Tabs
            label="Branch"
            of=Signal::derive(move || format!("/branches/{}", id.get()))
            parts=vec![("courses", "Courses", Action::ListBranches), ("info", "Info", Action::ListBranches)]
        />
        <BranchAdded name=Signal::derive(name) />
        <Outlet />
    }
}

fn numbers(branch: &BranchRow) -> impl IntoView + use<> {
    view! {
        <Badge text=count(branch.users, "user") />
        <Badge text=count(branch.groups, "group") />
        <Badge text=count(branch.courses, "course") />
    }
}

/// The strip after **Add branch**, above the courses to choose.
#[component]
fn BranchAdded(name: Signal<String>) -> impl IntoView {
    let added = use_added();
    let steps: Signal<Vec<NextStep>> = Signal::stored(vec![
        ("/users/new".to_owned(), "Add a user", Action::EditUsers),
        ("/groups/new".to_owned(), "Add a group", Action::EditGroups),
    ]);
    move || {
        added
            .get()
            .then(|| view! { <AddedStrip what="Branch added." name steps /> })
    }
}
