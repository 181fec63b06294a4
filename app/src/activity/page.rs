use super::{ActivityLines, kind_filter::KindFilter, list_activity};
use crate::{
    exports::{ExportDialog, ExportOffer, export_link, use_export},
    ui::{Icon, Ids, ResourceView, ServerResource, Svg, query_link, query_text, use_cursor},
};
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
            <a class="btn" href=move || export_link("activity")>
                <Svg icon=Icon::Text />
                "Export"
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
        <ActivityExport filter />
    }
}

#[component]
fn ActivityExport(filter: Memo<ActivityFilter>) -> impl IntoView {
    let asked = use_export();
    let offer = Signal::derive(move || {
        (*asked.read() == "activity").then(|| ExportOffer {
            title: "Export activity",
            path: "/activity/export".into(),
            contents: "All changes that match the filters, from the newest to the oldest.",
            filter: fields(filter.get()),
        })
    });
    view! { <ExportDialog offer /> }
}

/// The filter as fields of a form, as the server reads it.
fn fields(filter: ActivityFilter) -> Ids {
    let ActivityFilter {
        group,
        user,
        course,
        kind,
    } = filter;
    let fields = [
        ("group", group.map(|group| group.to_string())),
        ("user", user.map(|user| user.to_string())),
        ("course", course.map(|course| course.to_string())),
        ("kind", kind.map(|kind| kind.code().to_owned())),
    ];
    fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
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
        assert_eq!(fields(ActivityFilter::default()), []);
        let filter = ActivityFilter {
            group: Some(GroupId(2)),
            course: Some(CourseId(5)),
            user: None,
            kind: Some(ActivityKind::MemberAdded),
        };
        let query = serde_urlencoded::to_string(fields(filter)).unwrap();
        assert_eq!(query, "group=2&course=5&kind=member.add");
        // As the server reads it.
        assert_eq!(serde_urlencoded::from_str(&query), Ok(filter));
    }
}
