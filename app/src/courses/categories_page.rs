//! The categories page: the tree that organises courses.
use super::{CreateCategory, DeleteCategory, RenameCategory, list_categories};
use crate::{
    flash::use_flash,
    ui::{
        Breadcrumb, Disclosure, EmptyState, Form, FormFoot, Icon, IconSubmit, RequirePermission,
        ResourceView, SelectField, ServerMutation, ServerResource, Svg, TextField, TokenField,
        VersionField, on_success, toast,
    },
};
use domain::{courses::CategoryRow, numbers::count, policy::Action};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;

#[component]
pub fn CategoriesPage() -> impl IntoView {
    view! {
        <Title text="Categories" />
        <RequirePermission action=Action::EditCategories>
            <Categories />
        </RequirePermission>
    }
}

#[component]
fn Categories() -> impl IntoView {
    let reload = RwSignal::new(0);
    let categories = ServerResource::new(move || reload.get(), |_| list_categories());
    view! {
        <Breadcrumb href="/courses" list="Courses" here="Categories" />
        <h1 class="page-title mb-1">"Categories"</h1>
        <p class="muted mb-4">"Categories organise courses in a tree."</p>
        <ResourceView
            of=categories
            view=move |rows| {
                view! {
                    <div class="with-aside">
                        <section class="panel" aria-label="Categories">
                            <Tree rows=rows.clone() reload />
                        </section>
                        <section class="panel p-6" aria-label="Add a category">
                            {move || view! { <NewCategory rows=rows.clone() reload /> }}
                        </section>
                    </div>
                }
            }
        />
    }
}

#[component]
fn Tree(rows: Vec<CategoryRow>, reload: RwSignal<u32>) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <EmptyState icon=Icon::Folder title="No categories yet">
                "Add one, then choose it in a course’s form."
            </EmptyState>
        }
        .into_any();
    }
    let rows = rows
        .into_iter()
        // A closure makes each item again with the list: so form values stay with their category.
        .map(|category| move || view! { <CategoryItem category=category.clone() reload /> })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// The indentation of each depth. Classes, as the content security policy forbids inline styles.
const INDENTS: [&str; 5] = ["", "pl-6", "pl-12", "pl-18", "pl-24"];

#[component]
fn CategoryItem(category: CategoryRow, reload: RwSignal<u32>) -> impl IntoView {
    let (rename, delete) = (
        ServerMutation::<RenameCategory>::new(),
        ServerMutation::<DeleteCategory>::new(),
    );
    on_success(rename, move |()| reload.update(|times| *times += 1));
    on_success(delete, move |()| reload.update(|times| *times += 1));
    let CategoryRow {
        id,
        name,
        depth,
        courses,
        version,
        ..
    } = category;
    let (typed, delete_label) = (name.clone(), format!("Delete {name}"));
    let refused = use_flash(RenameCategory::PATH)
        .is_some_and(|flash| flash.fields.get("category") == Some(&id.to_string()));
    let indent = INDENTS[depth.min(INDENTS.len() - 1)];
    view! {
        <li class="row">
            <div class=format!("col-span-2 min-w-0 {indent}")>
                <p class="flex items-center gap-2">
                    <Svg icon=Icon::Folder class="size-4 text-base-content/60" />
                    {name.clone()}
                </p>
                <Disclosure
                    open=Signal::stored(refused)
                    summary=view! {
                        {count(courses, "course")}
                        " · Rename"
                        <span class="sr-only">" " {name.clone()}</span>
                    }
                        .into_any()
                >
                    <div class="py-2">
                        <Form action=rename id=format!("rename-{id}")>
                            <input type="hidden" name="category" value=id.to_string() />
                            <VersionField version />
                            <TextField name="name" label="Name" required=true value=typed />
                            <FormFoot label="Rename" class="btn btn-sm" />
                        </Form>
                    </div>
                </Disclosure>
            </div>
            <Form action=delete id=format!("delete-{id}") class="justify-self-end">
                <input type="hidden" name="category" value=id.to_string() />
                <IconSubmit icon=Icon::Trash label=delete_label />
            </Form>
        </li>
    }
}

#[component]
fn NewCategory(rows: Vec<CategoryRow>, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<CreateCategory>::new();
    on_success(action, move |()| {
        toast("Category added.");
        reload.update(|times| *times += 1);
    });
    let options = std::iter::once((String::new(), "None (top level)".to_owned()))
        .chain(rows.into_iter().map(|row| (row.id.to_string(), row.path)))
        .collect();
    view! {
        <h2 class="panel-title mb-4">"Add a category"</h2>
        <Form action id="new-category">
            <TokenField />

            <TextField name="name" label="Name" required=true />
            <SelectField name="parent" label="Under" options />
            <FormFoot label="Add category" icon=Icon::Plus />
        </Form>
    }
}
