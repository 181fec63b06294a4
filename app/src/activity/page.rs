use super::{ActivityFilters, ActivityLines, FilterChips, list_activity, use_activity_filter};
use crate::{
    exports::{ExportDialog, ExportOffer, export_link, use_export},
    ui::{Icon, Ids, ResourceView, ServerResource, Svg, use_cursor},
};
use domain::activity::ActivityFilter;
use leptos::prelude::*;
use leptos_meta::Title;

/// All changes in the portal, or those about one group, user or course, of one kind, or of some days.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let (cursor, filter) = (use_cursor(), use_activity_filter());
    let page = ServerResource::new(
        move || (filter.get(), cursor.get()),
        |(filter, cursor)| list_activity(filter, cursor),
    );
    view! {
        <Title text="Activity" />
        <div class="mb-4 flex flex-wrap items-center justify-between gap-3">
            <div>
                <h1 class="page-title">"Activity"</h1>
                <p class="muted text-sm">
                    "Every change: who made it, when, and from where. Days are in UTC."
                </p>
            </div>
            <a class="btn" href=move || export_link("activity")>
                <Svg icon=Icon::Text />
                "Export"
            </a>
        </div>
        <section class="panel" aria-label="Activity">
            <ActivityFilters is_filtered=Signal::derive(move || filter.get() != ActivityFilter::default()) />
            <ResourceView
                of=page
                view=move |timeline| {
                    let filter = filter.get_untracked();
                    let is_filtered = filter != ActivityFilter::default();
                    view! {
                        <FilterChips filter names=timeline.names.clone() />
                        <ActivityLines timeline is_filtered empty="Changes in the portal appear here." />
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
        from,
        to,
    } = filter;
    let fields = [
        ("group", group.map(|group| group.to_string())),
        ("user", user.map(|user| user.to_string())),
        ("course", course.map(|course| course.to_string())),
        ("kind", kind.map(|kind| kind.code().to_owned())),
        ("from", from.map(|day| day.to_string())),
        ("to", to.map(|day| day.to_string())),
    ];
    fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        activity::ActivityKind,
        days::Day,
        ids::{CourseId, GroupId},
    };

    #[test]
    fn the_export_has_the_filter_of_the_page() {
        assert_eq!(fields(ActivityFilter::default()), []);
        let filter = ActivityFilter {
            group: Some(GroupId(2)),
            course: Some(CourseId(5)),
            user: None,
            kind: Some(ActivityKind::MemberAdded),
            from: Day::parse("2026-11-02"),
            to: None,
        };
        let query = serde_urlencoded::to_string(fields(filter)).unwrap();
        assert_eq!(query, "group=2&course=5&kind=member.add&from=2026-11-02");
        // As the server reads it.
        assert_eq!(serde_urlencoded::from_str(&query), Ok(filter));
    }
}
