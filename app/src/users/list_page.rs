use super::list_users;
use crate::{
    session::use_may,
    ui::{Badge, EmptyState, FilterLinks, Icon, Pager, SearchBox, Svg, loaded, query_text},
};
use domain::{
    mass_actions::count,
    page::{Page, Search},
    people::{UserFilter, UserRow},
    policy::Action,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn UsersPage() -> impl IntoView {
    let (text, at, filter) = (query_text("q"), query_text("at"), query_text("filter"));
    let search = Memo::new(move |_| Search {
        text: text.get(),
        cursor: Some(at.get()).filter(|at| !at.is_empty()),
    });
    let page = Resource::new_blocking(
        move || {
            (
                search.get(),
                UserFilter::from_code(&filter.get()).unwrap_or_default(),
            )
        },
        |(search, filter)| list_users(search, filter),
    );
    let filters = UserFilter::ALL
        .iter()
        .map(|filter| (filter.code(), filter.label()))
        .collect();
    let may = use_may(Action::EditUsers);
    view! {
        <Title text="Users"/>
        <div class="mb-4 flex flex-wrap items-center justify-between gap-3">
            <h1 class="page-title">"Users"</h1>
            {move || may.get().then(|| view! { <a class="btn btn-primary" href="/users/new"><Svg icon=Icon::Plus/>"Add user"</a> })}
        </div>
        <section class="panel" aria-label="Users">
            <div class="toolbar">
                <SearchBox label="Search users"/>
                <FilterLinks label="Show" name="filter" options=filters value=filter/>
            </div>
            <Transition>
                {move || Suspend::new(async move { loaded(page.await, move |page| view! { <Users page/> }) })}
            </Transition>
        </section>
    }
}

#[component]
fn Users(page: Page<UserRow>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <EmptyState icon=Icon::User title="Nobody found">"No user matches. Check the spelling, or show all."</EmptyState> }.into_any();
    }
    let rows = page
        .rows
        .into_iter()
        .map(|user| view! { <UserItem user/> })
        .collect_view();
    view! {
        <ul class="rows">{rows}</ul>
        <Pager total=page.total nouns=("user", "users") previous=page.previous next=page.next/>
    }
    .into_any()
}

#[component]
fn UserItem(user: UserRow) -> impl IntoView {
    view! {
        <li class="row row-link">
            <div class="col-span-2 min-w-0">
                <p class="flex flex-wrap items-center gap-2">
                    <a class="link-row stretched wrap-anywhere" href=format!("/users/{}/info", user.id)>{user.name}</a>
                    {(!user.active).then(|| view! { <Badge text="Inactive"/> })}
                </p>
                <p class="muted truncate text-sm">{user.login} " · " {user.email} " · " {user.user_type}</p>
            </div>
            <p class="muted text-right text-sm">{count(user.groups, "group")} ", " {count(user.courses, "course")}</p>
        </li>
    }
}
