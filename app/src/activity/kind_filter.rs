//! The filter of the log by kind.
use crate::ui::{FilterForm, FilterOption, FilterSelect, query_text};
use domain::{
    activity::{ActivityKind, ActivityTopic},
    messages::activity::{kind_label, topic_label},
};
use leptos::prelude::*;

/// Shows only one kind of activity, which is in the URL.
#[component]
pub fn KindFilter() -> impl IntoView {
    view! {
        <FilterForm name="kind">
            <FilterSelect name="kind" label="Kind" all="All kinds">
                {ActivityTopic::ALL.iter().map(|topic| view! { <Kinds topic=*topic /> }).collect_view()}
            </FilterSelect>
        </FilterForm>
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
