//! The open unit: its name, and what there is to read, watch or follow.
use super::{outside::Outside, video::Video};
use crate::{
    learning::{OpenUnit, UnitBody},
    ui::{Icon, focus_if_lost},
};
use leptos::{html, prelude::*};
use leptos_meta::Title;

#[component]
pub fn UnitArticle(
    unit: OpenUnit,
    /// Whether the reader came from another unit of the course on the same page.
    moved: bool,
) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    if moved {
        focus_if_lost(heading);
    }
    view! {
        <Title text=format!("{} · {}", unit.name, unit.course) />
        <article aria-labelledby="unit-name">
            <h2 id="unit-name" class="unit-name" tabindex="-1" node_ref=heading>
                {unit.name}
            </h2>
            <Body body=unit.body />
        </article>
    }
}

#[component]
fn Body(body: UnitBody) -> impl IntoView {
    match body {
        UnitBody::Html(html) => {
            view! { <div class="prose-text prose-long" inner_html=html></div> }.into_any()
        }
        UnitBody::Link(address) => view! { <Outside address icon=Icon::Link /> }.into_any(),
        UnitBody::Video(source) => view! { <Video source /> }.into_any(),
    }
}
