//! The list of branches.
use super::list_branches;
use crate::{
    changes::use_list_changes,
    session::use_may,
    ui::{
        Badge, EmptyState, Icon, PagedList, ResourceView, SearchBox, ServerResource, Svg, Tone,
        query_text, use_search,
    },
};
use domain::{branches::BranchRow, events::ListKind, numbers::count, page::Page, policy::Action};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn BranchesPage() -> impl IntoView {
    let search = use_search();
    let changes = use_list_changes(ListKind::Branches);
    let page = ServerResource::new(
        move || (search.get(), changes.get()),
        |(search, _)| list_branches(search),
    );
    view! {
        <Title text="Branches" />
        <div class="mb-1 flex flex-wrap items-center justify-between gap-3">
            <h1 class="page-title">"Branches"</h1>
            <AddBranch class="btn btn-primary" />
        </div>
        <p class="muted mb-4 max-w-2xl">
            "A branch has its own users, courses and groups. Branch administrators see and manage only their branch."
        </p>
        <section class="panel" aria-label="Branches">
            <div class="toolbar">
                <SearchBox label="Search branches" />
            </div>
            <ResourceView of=page view=move |page| view! { <Branches page /> } />
        </section>
    }
}

#[component]
fn AddBranch(class: &'static str) -> impl IntoView {
    let may = use_may(Action::EditBranches);
    move || {
        may.get().then(|| {
            view! {
                <a class=class href="/branches/new">
                    <Svg icon=Icon::Plus />
                    "Add branch"
                </a>
            }
        })
    }
}

#[component]
fn Branches(page: Page<BranchRow>) -> impl IntoView {
    if page.rows.is_empty() {
        let searched = !query_text("q").get_untracked().is_empty();
        return view! { <NoBranches searched /> }.into_any();
    }
    view! { <PagedList page nouns=("branch", "branches") row=move |branch| view! { <BranchItem branch /> } /> }
    .into_any()
}

#[component]
fn NoBranches(searched: bool) -> impl IntoView {
    if searched {
        return view! {
            <EmptyState icon=Icon::Branch title="No branches found">
                "No branch matches these words."
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState icon=Icon::Branch title="No branches yet">
            <p>
                "Add a branch for a subsidiary, a school or a customer. Give it courses, users and an administrator."
            </p>
            <div class="mt-4">
                <AddBranch class="btn btn-primary btn-sm" />
            </div>
        </EmptyState>
    }
    .into_any()
}

#[component]
fn BranchItem(branch: BranchRow) -> impl IntoView {
    let BranchRow {
        id,
        name,
        users,
        groups,
        courses,
        default_group,
    } = branch;
    view! {
        <li class="row row-link">
            <div class="col-span-2 min-w-0">
                <p>
                    <a class="link-row stretched wrap-anywhere" href=format!("/branches/{id}/courses")>
                        {name}
                    </a>
                </p>
                <p class="muted truncate text-sm">
                    {default_group
                        .map_or_else(
                            || "No default group".to_owned(),
                            |name| format!("Default group: {name}"),
                        )}
                </p>
            </div>
            <p class="flex flex-wrap justify-end gap-1 max-sm:justify-start">
                <Badge text=count(users, "user") />
                <Badge text=count(groups, "group") />
                <Badge
                    text=count(courses, "course")
                    tone=if courses == 0 { Tone::Warn } else { Tone::Plain }
                />
            </p>
        </li>
    }
}
