//! The layout of both sections of the catalog: the tabs, the search, the filters.
use crate::{
    courses::{CategoryFilter, Of},
    ui::{FilterLinks, PageTabs, SearchBox, query_text, use_search},
};
use domain::{
    catalog::{CatalogQuery, CatalogSort},
    ids::CategoryId,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn CatalogFrame(search: &'static str, children: Children) -> impl IntoView {
    let sorts = CatalogSort::ALL
        .iter()
        .map(|sort| (sort.code(), sort.label()))
        .collect();
    view! {
        <Title text="Catalog" />
        <h1 class="page-title mb-4">"Catalog"</h1>
        <PageTabs label="Catalog" pages=&[("/catalog/courses", "Courses"), ("/catalog/bundles", "Bundles")] />
        <div class="panel mb-4">
            <div class="toolbar border-b-0!">
                <SearchBox label=search />
                <CategoryFilter of=Of::Catalog />
                <FilterLinks label="Sort by" name="sort" options=sorts value=query_text("sort") />
            </div>
        </div>
        {children()}
    }
}

/// Returns the search, category and order in the address.
pub fn use_catalog_query() -> Memo<CatalogQuery> {
    let search = use_search();
    let (category, sort) = (query_text("category"), query_text("sort"));
    Memo::new(move |_| CatalogQuery {
        search: search.get(),
        category: category.get().parse().ok().map(CategoryId),
        sort: CatalogSort::from_code(&sort.get()).unwrap_or_default(),
    })
}
