//! The layout of a group's editor: its name and numbers, and the tabs.
use super::{added::GroupAdded, exports::GroupExport, get_group, refresh_group};
use crate::{
    changes::use_group_changes,
    ui::{Badge, Breadcrumb, Newest, ResourceView, ServerResource, Tabs, Tone, route_id},
};
use domain::{
    groups::GroupDetails,
    ids::GroupId,
    money::Currency,
    numbers::{count, thousands},
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;

/// The state that the tabs share.
#[derive(Clone, Copy)]
pub struct GroupContext {
    pub id: Memo<GroupId>,
    /// The group as last fetched.
    pub details: RwSignal<GroupDetails>,
    pub currency: Currency,
    /// Counts the changes made on this page; each refetches the numbers.
    pub touched: RwSignal<u32>,
    /// Counts the mass actions that this page cancelled or undid.
    pub acted: RwSignal<u32>,
}

impl GroupContext {
    pub fn refetch(self) {
        self.touched.update(|times| *times += 1);
    }
}

pub fn use_group() -> GroupContext {
    expect_context()
}

#[component]
pub fn GroupEditor() -> impl IntoView {
    let id = route_id("id", GroupId);
    let opened = ServerResource::new(move || id.get(), get_group);
    view! {
        <ResourceView
            of=opened
            view=move |(group, currency)| view! { <GroupEditorContent id group currency /> }
        />
    }
}

/// The tabs stay as they are while the numbers above them change.
#[component]
fn GroupEditorContent(id: Memo<GroupId>, group: GroupDetails, currency: Currency) -> impl IntoView {
    let details = ArcRwSignal::new(group);
    let context = GroupContext {
        id,
        details: RwSignal::from(details.clone()),
        currency,
        touched: RwSignal::new(0),
        acted: RwSignal::new(0),
    };
    provide_context(context);
    let changes = use_group_changes(move || Some(id.get()));
    let newest = Newest::new();
    Effect::new(move |before: Option<(u32, u64)>| {
        let now = (context.touched.get(), changes.get());
        if before.is_some_and(|before| before != now) {
            newest.ask(refresh_group(id.get_untracked()), move |fresh| {
                // If that fails, the details stay as they were.
                if let Ok(Some(fresh)) = fresh {
                    context.details.set(fresh);
                }
            });
        }
        now
    });
    // The title is read after the page has been rendered, when this component's signals may be
    // disposed of: so it owns the details itself.
    view! {
        <Title text=move || details.read().name.clone() />
        <GroupHeader />
        <GroupAdded id details=context.details />
        <Outlet />
        <GroupExport group=id />
    }
}

#[component]
fn GroupHeader() -> impl IntoView {
    let context = use_group();
    let name = move || context.details.read().name.clone();
    let description = move || context.details.read().description.clone();
    view! {
        <Breadcrumb href="/groups" list="Groups" here=Signal::derive(name) />
        <div class="editor-head mb-4">
            <div class="page-head">
                <h1 class="page-title wrap-anywhere">{name}</h1>
                <div class="flex flex-wrap gap-2">
                    {move || badges(context.details.get(), context.currency)}
                </div>
            </div>
            <p class="muted mt-1 line-clamp-2 max-w-3xl text-sm wrap-anywhere">{description}</p>
        </div>
        <Tabs
            label="Group"
            of=Signal::derive(move || format!("/groups/{}", context.id.get()))
            parts=vec![
                ("users", "Users", Action::ListGroups),
                ("courses", "Courses", Action::ListGroups),
                ("info", "Info", Action::ListGroups),
                ("keys", "Keys", Action::ManageKeys),
                ("activity", "Activity", Action::ViewActivity),
            ]
        />
    }
}

fn badges(group: GroupDetails, currency: Currency) -> impl IntoView {
    let counts = group.counts;
    view! {
        {group.branch.map(|branch| view! { <Badge text=branch.name /> })}
        {group.is_default.then(|| view! { <Badge text="Default group" tone=Tone::Accent /> })}
        {(!group.price.is_zero())
            .then(|| view! { <Badge text=group.price.display(currency) tone=Tone::Accent /> })}
        {group.bundle.badge().map(|text| view! { <Badge text tone=Tone::Warn /> })}
        <Badge text=count(counts.members, "member") />
        <Badge text=count(counts.courses, "course") />
        {if counts.drift > 0 {
            view! { <Badge text=format!("{} not enrolled", thousands(counts.drift)) tone=Tone::Warn /> }
                .into_any()
        } else if counts.members > 0 && counts.courses > 0 {
            view! { <Badge text="In sync" tone=Tone::Good /> }.into_any()
        } else {
            ().into_any()
        }}
    }
}
