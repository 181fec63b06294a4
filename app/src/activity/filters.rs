//! The filters of the log, which are in the URL.
use super::people::PeopleFound;
use crate::{
    session::use_may,
    ui::{
        FilterForm, FilterOption, FilterSelect, SearchBox, query_link, query_link_untracked,
        query_text,
    },
};
use domain::{
    activity::{ActivityFilter, ActivityKind, ActivityTopic},
    days::Day,
    ids::{CourseId, GroupId, UserId},
    messages::activity::{kind_label, topic_label},
    policy::Action,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What the log is narrowed by, in the URL. What cannot be read does not count.
pub fn use_activity_filter() -> Memo<ActivityFilter> {
    let [group, user, course, kind, from, to] =
        ["group", "user", "course", "kind", "from", "to"].map(query_text);
    Memo::new(move |_| ActivityFilter {
        group: group.get().parse().ok().map(GroupId),
        user: user.get().parse().ok().map(UserId),
        course: course.get().parse().ok().map(CourseId),
        kind: ActivityKind::from_code(&kind.read()),
        from: Day::parse(&from.read()),
        to: Day::parse(&to.read()),
    })
}

/// Returns the address without any filter.
pub fn clear_link() -> String {
    let names = ["group", "user", "course", "kind", "from", "to", "q", "at"];
    query_link(&names.map(|name| (name, None)))
}

/// By person, kind and days.
#[component]
pub fn ActivityFilters(
    /// Whether a filter is set.
    #[prop(into)]
    is_filtered: Signal<bool>,
) -> impl IntoView {
    let finds = use_may(Action::ListUsers);
    view! {
        <div class="toolbar">
            {move || finds.get().then(|| view! { <SearchBox label="Find a person" /> })}
            <FilterForm name="kind" also=&["from", "to"]>
                <FilterSelect name="kind" label="Kind" all="All kinds">
                    {ActivityTopic::ALL.iter().map(|topic| view! { <Kinds topic=*topic /> }).collect_view()}
                </FilterSelect>
                <DayField name="from" label="From" />
                <DayField name="to" label="To" />
            </FilterForm>
            {move || {
                is_filtered
                    .get()
                    .then(|| {
                        view! {
                            <a class="btn" href=clear_link>
                                "Clear filters"
                            </a>
                        }
                    })
            }}
        </div>
        {move || finds.get().then(|| view! { <PeopleFound /> })}
    }
}

#[component]
fn Kinds(topic: ActivityTopic) -> impl IntoView {
    let chosen = query_text("kind");
    let kinds = ActivityKind::ALL
        .iter()
        .filter(|kind| kind.topic() == topic);
    let options = kinds
        .map(|kind| view! { <FilterOption code=kind.code().to_owned() text=kind_label(*kind) chosen /> })
        .collect_view();
    view! { <optgroup label=topic_label(topic)>{options}</optgroup> }
}

/// The first or the last day, in UTC as the heads of the days.
#[component]
fn DayField(name: &'static str, label: &'static str) -> impl IntoView {
    let day = query_text(name);
    let navigate = use_navigate();
    let choose = move |value: String| {
        // The first digits of a year are a year, too.
        if value.starts_with('0') {
            return;
        }
        let link = query_link_untracked(&[(name, Some(value)), ("at", None)]);
        let options = NavigateOptions {
            scroll: false,
            ..Default::default()
        };
        navigate(&link, options);
    };
    view! {
        <label class="flex items-center gap-2 text-sm" title="Days are in UTC.">
            {label}
            <input
                type="date"
                name=name
                class="input input-sm w-auto"
                autocomplete="off"
                value=day.get_untracked()
                prop:value=day
                on:change:target=move |event| choose(event.target().value())
            />
        </label>
    }
}
