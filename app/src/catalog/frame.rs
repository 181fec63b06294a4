//! What both sections of the catalog have: the tabs, the search, the filters.
use crate::{
    courses::{CategoryFilter, Of},
    ui::{FilterLinks, SearchBox, query_text},
};
use domain::{
    catalog::{CatalogQuery, CatalogSort},
    ids::CategoryId,
    page::Search,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

#[component]
pub fn CatalogFrame(search: &'static str, children: Children) -> impl IntoView {
    let sorts = CatalogSort::ALL
        .iter()
        .map(|sort| (sort.code(), sort.label()))
        .collect();
    view! {
        <Title text="Catalog"/>
        <h1 class="page-title mb-4">"Catalog"</h1>
        <Sections/>
        <div class="panel mb-4">
            <div class="toolbar border-b-0!">
                <SearchBox label=search/>
                <CategoryFilter of=Of::Catalog/>
                <FilterLinks label="Order" name="sort" options=sorts value=query_text("sort")/>
            </div>
        </div>
        {children()}
    }
}

#[component]
fn Sections() -> impl IntoView {
    let path = use_location().pathname;
    let tab = move |href: &'static str, label: &'static str| {
        let here = move || path.with(|path| path.starts_with(href).then_some("page"));
        view! { <a class="tab-link" href=href aria-current=here>{label}</a> }
    };
    view! {
        <nav aria-label="Catalog" class="tab-links">
            {tab("/catalog/courses", "Courses")}
            {tab("/catalog/bundles", "Bundles")}
        </nav>
    }
}

/// What the address asks for.
pub fn use_catalog_query() -> Memo<CatalogQuery> {
    let (text, at) = (query_text("q"), query_text("at"));
    let (category, sort) = (query_text("category"), query_text("sort"));
    Memo::new(move |_| CatalogQuery {
        search: Search {
            text: text.get(),
            cursor: Some(at.get()).filter(|at| !at.is_empty()),
        },
        category: category.get().parse().ok().map(CategoryId),
        sort: CatalogSort::from_code(&sort.get()).unwrap_or_default(),
    })
}
