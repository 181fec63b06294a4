use super::{ActivityLines, kind_filter::KindFilter, list_activity};
use crate::ui::{Icon, ResourceView, ServerResource, Svg, query_link, query_text, use_cursor};
use domain::{
    activity::{ActivityFilter, ActivityKind, SubjectNames},
    ids::{CourseId, GroupId, UserId},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// All changes in the portal, or those about one group, user or course, or of one kind.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let cursor = use_cursor();
    let (group, user, course, kind) = (
        query_text("group"),
        query_text("user"),
        query_text("course"),
        query_text("kind"),
    );
    let filter = Memo::new(move |_| ActivityFilter {
        group: group.get().parse().ok().map(GroupId),
        user: user.get().parse().ok().map(UserId),
        course: course.get().parse().ok().map(CourseId),
        kind: ActivityKind::from_code(&kind.read()),
    });
    let page = ServerResource::new(
        move || (filter.get(), cursor.get()),
        |(filter, cursor)| list_activity(filter, cursor),
    );
    view! {
        <Title text="Activity" />
        <div class="mb-4 flex flex-wrap items-center justify-between gap-3">
            <div>
                <h1 class="page-title">"Activity"</h1>
                <p class="muted text-sm">"Every change: who made it, when, and from where."</p>
            </div>
            // `rel` keeps the router from handling the link, as the file is no page.
            <a class="btn" rel="external" download href=move || export_link(filter.get())>
                <Svg icon=Icon::Text />
                "Export as CSV"
            </a>
        </div>
        <section class="panel" aria-label="Activity">
            <div class="toolbar">
                <KindFilter />
            </div>
            <ResourceView
                of=page
                view=move |(page, names)| {
                    let filter = filter.get_untracked();
                    let empty = if filter == ActivityFilter::default() {
                        "Changes in the portal appear here."
                    } else {
                        "No matches. Remove a filter."
                    };
                    view! {
                        <ActiveFilters filter names />
                        <ActivityLines page subjects=true empty />
                    }
                }
            />
        </section>
    }
}

/// The address of a CSV file with all the lines that match the filter, not just one page.
pub fn export_link(filter: ActivityFilter) -> String {
    let query = serde_urlencoded::to_string(filter).unwrap_or_default();
    if query.is_empty() {
        "/activity.csv".into()
    } else {
        format!("/activity.csv?{query}")
    }
}

/// The group, user and course of the filter, each with a link to its page and one that removes it.
#[component]
fn ActiveFilters(filter: ActivityFilter, names: SubjectNames) -> impl IntoView {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_export_has_the_filter_of_the_page() {
        assert_eq!(export_link(ActivityFilter::default()), "/activity.csv");
        let filter = ActivityFilter {
            group: Some(GroupId(2)),
            course: Some(CourseId(5)),
            user: None,
            kind: Some(ActivityKind::MemberAdded),
        };
        let link = export_link(filter);
        assert_eq!(link, "/activity.csv?group=2&course=5&kind=member.add");
        // As the server reads it.
        let (_, query) = link.split_once('?').unwrap();
        assert_eq!(serde_urlencoded::from_str(query), Ok(filter));
    }
}
