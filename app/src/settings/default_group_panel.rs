//! The panel that shows and changes the group that new users of the main portal or of a branch
//! join.
use super::find_default_groups;
use crate::{
    branches::find_branch_default_groups,
    session::use_may,
    ui::{
        Badge, Form, MutationHandle, PagedList, ResourceView, SearchBox, ServerResource, Submit,
        Tone, use_search,
    },
};
use domain::{
    groups::GroupRow,
    ids::{BranchId, GroupId},
    numbers::count,
    page::Page,
    policy::Action,
    settings::DefaultGroup,
};
use leptos::prelude::*;

/// Shared by the parts of the panel.
#[derive(Clone, Copy)]
struct GroupPickerContext {
    of: Option<BranchId>,
    chosen: Option<GroupId>,
    action: MutationHandle,
}

#[component]
pub fn DefaultGroupPanel(
    /// The branch of the default group; `None` for the main portal.
    of: Option<BranchId>,
    /// The action required to change the group.
    by: Action,
    group: Option<DefaultGroup>,
    /// Sets the group.
    action: MutationHandle,
    /// Explains who joins the group.
    what: &'static str,
    /// Notes about the current group.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let may = use_may(by);
    provide_context(GroupPickerContext {
        of,
        chosen: group.as_ref().map(|group| group.id),
        action,
    });
    view! {
        <section class="panel" aria-labelledby="default-group-title">
            <div class="grid gap-3 p-6">
                <h2 id="default-group-title" class="panel-title">
                    "Default group"
                </h2>
                <p class="muted text-sm">{what}</p>
                {match group {
                    Some(group) => view! { <ChosenGroup group may /> }.into_any(),
                    None => view! { <p class="font-medium">"No default group"</p> }.into_any(),
                }}
                {children.map(|children| children())}
            </div>
            {move || {
                may.get()
                    .then(|| {
                        view! {
                            <div class="border-t border-base-300">
                                <div class="toolbar">
                                    <SearchBox label="Search for a group" />
                                </div>
                                <Matches />
                            </div>
                        }
                    })
            }}
        </section>
    }
}

fn use_choosing() -> GroupPickerContext {
    expect_context()
}

#[component]
fn ChosenGroup(group: DefaultGroup, may: Signal<bool>) -> impl IntoView {
    let action = use_choosing().action;
    view! {
        <div class="flex flex-wrap items-center justify-between gap-3">
            <p class="min-w-0">
                <a class="link wrap-anywhere" href=format!("/groups/{}/users", group.id)>
                    {group.name}
                </a>
                <span class="muted block text-sm">{count(group.courses, "course")}</span>
            </p>
            {move || {
                may.get()
                    .then(|| {
                        view! {
                            <Form action id="no-default-group" class="contents">
                                <Fields group=None />
                                <Submit label="Remove" class="btn btn-sm" />
                            </Form>
                        }
                    })
            }}
        </div>
    }
}

/// The hidden fields of a form: the branch and the group to set.
#[component]
fn Fields(group: Option<GroupId>) -> impl IntoView {
    let branch = use_choosing().of.map(|branch| {
        view! { <input type="hidden" name="branch" value=branch.to_string() /> }
    });
    let group = group.map(|group| group.to_string()).unwrap_or_default();
    view! {
        {branch}
        <input type="hidden" name="group" value=group />
    }
}

/// The groups that match the search; with 20,000 groups an unfiltered list would be useless.
#[component]
fn Matches() -> impl IntoView {
    let (search, of) = (use_search(), use_choosing().of);
    let found = ServerResource::new(
        move || search.get(),
        move |search| async move {
            if search.text.trim().is_empty() {
                return Ok(None);
            }
            let page = match of {
                Some(branch) => find_branch_default_groups(branch, search).await,
                None => find_default_groups(search).await,
            };
            page.map(Some)
        },
    );
    view! {
        <ResourceView
            of=found
            view=move |found| match found {
                Some(page) => view! { <Choices page /> }.into_any(),
                None => {
                    view! {
                        <p class="muted px-6 py-5 text-sm">"Enter part of a name to choose another group."</p>
                    }
                        .into_any()
                }
            }
        />
    }
}

#[component]
fn Choices(page: Page<GroupRow>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <p class="muted px-6 py-5 text-sm">"No group matches these words."</p> }
            .into_any();
    }
    view! { <PagedList page nouns=("group", "groups") row=move |group| view! { <Choice group /> } /> }
    .into_any()
}

#[component]
fn Choice(group: GroupRow) -> impl IntoView {
    let GroupPickerContext { chosen, action, .. } = use_choosing();
    let (id, courses) = (group.id, group.counts.courses);
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3 px-6 py-3">
            <p class="min-w-0 flex-1">
                <span class="font-medium wrap-anywhere">{group.name}</span>
                " "
                {group.branch.map(|branch| view! { <Badge text=branch /> })}
                <span class="muted block text-sm">{count(courses, "course")}</span>
            </p>
            {if chosen == Some(id) {
                view! { <Badge text="Default group" tone=Tone::Accent /> }.into_any()
            } else {
                view! {
                    <Form action id=format!("default-{id}") class="contents">
                        <Fields group=Some(id) />
                        <Submit label="Make default" class="btn btn-sm" />
                    </Form>
                }
                    .into_any()
            }}
        </li>
    }
}
