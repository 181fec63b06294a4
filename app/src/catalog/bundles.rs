//! The catalog's bundles.
use super::{
    frame::{CatalogFrame, use_catalog_query},
    list_bundles,
};
use crate::{
    changes::use_my_changes,
    session::use_me,
    ui::{Badge, EmptyState, Icon, PagedList, ResourceView, ServerResource, Tone},
};
use domain::{catalog::BundleRow, money::Currency, numbers::count, page::Page};
use leptos::prelude::*;

#[component]
pub fn CatalogBundlesPage() -> impl IntoView {
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let (query, changes) = (use_catalog_query(), use_my_changes(me));
    let page = ServerResource::new(
        move || (query.get(), changes.get()),
        |(query, _)| list_bundles(query),
    );
    view! {
        <CatalogFrame search="Search bundles">
            <section aria-label="Bundles">
                <ResourceView of=page view=move |(page, currency)| view! { <Bundles page currency /> } />
            </section>
        </CatalogFrame>
    }
}

#[component]
fn Bundles(page: Page<BundleRow>, currency: Currency) -> impl IntoView {
    if page.rows.is_empty() {
        return view! {
            <div class="panel">
                <EmptyState icon=Icon::Tag title="No bundles found">
                    "A bundle is several courses for one price. No bundle matches. Browse the "
                    <a class="link" href="/catalog/courses">
                        "courses"
                    </a>
                    "."
                </EmptyState>
            </div>
        }
        .into_any();
    }
    view! {
        <PagedList
            page
            nouns=("bundle", "bundles")
            class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3"
            row=move |bundle| view! { <Card bundle currency /> }
        />
    }
    .into_any()
}

#[component]
fn Card(bundle: BundleRow, currency: Currency) -> impl IntoView {
    view! {
        <li class="panel row-link relative flex flex-col gap-3 p-5">
            <div class="flex items-start justify-between gap-2">
                <h2 class="font-semibold wrap-anywhere">
                    <a class="link-quiet stretched" href=format!("/catalog/bundles/{}", bundle.id)>
                        {bundle.name}
                    </a>
                </h2>
                <Badge text=bundle.price.display(currency) tone=Tone::Accent />
            </div>
            <p class="muted line-clamp-3 text-sm wrap-anywhere">{bundle.description}</p>
            <p class="mt-auto flex flex-wrap items-center gap-2">
                <Badge text=count(bundle.courses, "course") />
                {bundle.member.then(|| view! { <Badge text="You are in this group" tone=Tone::Good /> })}
            </p>
        </li>
    }
}
