//! The outline of a course: beside the unit, on phones in a sheet. A popover opens without JavaScript, too.
use super::walk::Walk;
use crate::ui::{Icon, Svg};
use domain::courses::{CoursePlace, OutlineUnit, place_of};
use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

#[component]
pub fn Outline(walk: Walk, units: Vec<OutlineUnit>) -> impl IntoView {
    let nav = NodeRef::<html::Nav>::new();
    follow_current(nav, walk);
    let lines = units
        .iter()
        .cloned()
        .enumerate()
        .map(|(place, unit)| view! { <Line walk number=place + 1 unit /> })
        .collect_view();
    let here = move || {
        let place = walk.unit.get().and_then(|unit| place_of(&units, unit));
        match place {
            Some(place) => format!("Unit {} of {}", place + 1, units.len()),
            None => "Units".to_owned(),
        }
    };
    view! {
        <div>
            <button type="button" class="btn btn-sm lg:hidden" popovertarget="outline">
                <Svg icon=Icon::Text />
                {here}
            </button>
            <nav id="outline" class="unit-outline" popover="auto" aria-label="Units" node_ref=nav>
                <div class="mb-2 flex items-center justify-between lg:hidden">
                    <p class="font-semibold">"Units"</p>
                    <button
                        type="button"
                        class="btn btn-sm btn-ghost"
                        popovertarget="outline"
                        popovertargetaction="hide"
                    >
                        "Close"
                    </button>
                </div>
                <ol class="grid gap-0.5">{lines}</ol>
            </nav>
        </div>
    }
}

#[component]
fn Line(walk: Walk, number: usize, unit: OutlineUnit) -> impl IntoView {
    let id = unit.id;
    let href = move || walk.way.address(walk.course.get(), CoursePlace::Unit(id));
    let (class, mark) = if unit.completed {
        (
            "outline-mark outline-done",
            view! { <Svg icon=Icon::Check class="size-3.5" /> }.into_any(),
        )
    } else {
        ("outline-mark", number.into_any())
    };
    view! {
        <li>
            <a
                class="outline-link"
                href=href
                aria-current=move || (walk.unit.get() == Some(id)).then_some("page")
            >
                <span class=class>{mark}</span>
                <span class="min-w-0 wrap-anywhere">
                    {unit.name} {unit.completed.then(|| view! { <span class="sr-only">", completed"</span> })}
                </span>
            </a>
        </li>
    }
}

/// Closes the sheet when another unit opens, and keeps its line in sight.
fn follow_current(nav: NodeRef<html::Nav>, walk: Walk) {
    Effect::new(move || {
        walk.unit.track();
        request_animation_frame(move || {
            let Some(nav) = nav.try_get_untracked().flatten() else {
                return;
            };
            let _ = nav.hide_popover();
            let line = nav.query_selector("[aria-current]").ok().flatten();
            if let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
                let (top, seen) = (line.offset_top(), nav.scroll_top());
                let is_seen =
                    top >= seen && top + line.offset_height() <= seen + nav.client_height();
                if !is_seen {
                    nav.set_scroll_top(top - nav.client_height() / 2);
                }
            }
        });
    });
}
