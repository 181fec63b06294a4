use super::list_categories;
use crate::{
    catalog::list_catalog_categories,
    ui::{SelectFilter, ServerResource},
};
use domain::courses::CategoryRow;
use leptos::prelude::*;

/// The list that is filtered: each needs its own permission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Of {
    #[default]
    Courses,
    Catalog,
}

/// Shows one category and those below it.
#[component]
pub fn CategoryFilter(#[prop(default = Of::Courses)] of: Of) -> impl IntoView {
    let categories = ServerResource::new(
        move || of,
        |of| async move {
            let rows = match of {
                Of::Courses => list_categories().await,
                Of::Catalog => list_catalog_categories().await,
            };
            let option = |one: CategoryRow| (one.id.to_string(), one.path);
            Ok(rows?.into_iter().map(option).collect())
        },
    );
    view! { <SelectFilter name="category" label="Category" all="All categories" options=categories /> }
}
