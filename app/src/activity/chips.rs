use crate::ui::{Icon, Svg, query_link};
use domain::activity::{ActivityFilter, SubjectNames};
use leptos::prelude::*;

/// The group, user and course of the filter, each with a link to its page and one that removes it.
#[component]
pub fn FilterChips(filter: ActivityFilter, names: SubjectNames) -> impl IntoView {
    let chip = |kind: &'static str, page: Option<String>, name: Option<String>| {
        page.map(|page| {
            let name = name.unwrap_or_else(|| format!("a deleted {kind}"));
            view! {
                <li class="tag max-w-full gap-2 text-sm">
                    <span class="min-w-0 truncate">
                        "About " <a class="link-quiet" href=page>
                            {name}
                        </a>
                    </span>
                    <a
                        class="grid size-6 place-items-center"
                        href=move || query_link(&[(kind, None), ("at", None)])
                        aria-label=format!("About any {kind}")
                    >
                        <Svg icon=Icon::Close class="size-3.5" />
                    </a>
                </li>
            }
        })
    };
    let has_subject = filter.group.is_some() || filter.user.is_some() || filter.course.is_some();
    has_subject.then(|| {
        view! {
            <ul class="toolbar">
                {chip("group", filter.group.map(|group| format!("/groups/{group}/users")), names.group)}
                {chip("user", filter.user.map(|user| format!("/users/{user}/info")), names.user)}
                {chip("course", filter.course.map(|course| format!("/courses/{course}/edit")), names.course)}
            </ul>
        }
    })
}
