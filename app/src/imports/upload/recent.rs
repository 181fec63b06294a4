//! The importer's lists of a kind: nothing is lost by Back or a reload.
use crate::{
    imports::{
        labels::{list_name, state_tone, summary},
        list_imports,
    },
    ui::{Badge, LocalTime, ResourceResultView, ServerResource},
};
use domain::{
    ids::GroupId,
    imports::{stored::ImportKind, views::ImportView},
};
use leptos::prelude::*;

const KEPT: &str = "A list that isn’t applied is kept for 24 hours. What a list changed can be undone for 30 days.";

#[component]
pub fn RecentImports(kind: ImportKind, group: Option<GroupId>) -> impl IntoView {
    let recent = ServerResource::new(
        move || (kind, group),
        |(kind, group)| list_imports(kind, group),
    );
    view! {
        <ResourceResultView
            of=recent
            view=move |recent| {
                let recent = recent.ok().filter(|recent| !recent.is_empty())?;
                let rows = recent
                    .into_iter()
                    .map(|view| {
                        // What is refused is said by the page.
                        view! { <Row view /> }
                    })
                    .collect_view();
                Some(
                    view! {
                        <section class="panel" aria-labelledby="recent-title">
                            <div class="panel-head">
                                <h2 id="recent-title" class="panel-title">
                                    "Your recent lists"
                                </h2>
                                <p class="muted w-full text-sm">{KEPT}</p>
                            </div>
                            <ul class="rows">{rows}</ul>
                        </section>
                    },
                )
            }
        />
    }
}

#[component]
fn Row(view: ImportView) -> impl IntoView {
    let counts = (view.counts.rows > 0).then(|| format!(" · {}", summary(view.counts)));
    view! {
        <li class="row row-link">
            <div class="col-span-2 min-w-0">
                <p class="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <a class="link-row stretched wrap-anywhere" href=format!("/imports/{}", view.id)>
                        {list_name(&view)}
                    </a>
                    <Badge text=view.state.label() tone=state_tone(view.state) />
                </p>
                <p class="muted text-sm">
                    <LocalTime at=view.created_at />
                    {counts}
                </p>
            </div>
        </li>
    }
}
