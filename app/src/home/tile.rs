//! One tile of the home page: a link to a part of the portal.
use crate::{
    session::use_visible,
    ui::{Icon, Svg},
};
use domain::policy::Action;
use leptos::prelude::*;

#[component]
pub fn Tile(
    icon: Icon,
    title: &'static str,
    #[prop(into)] text: Signal<String>,
    href: &'static str,
    see: Action,
    /// The label and address of an add button, and the action that it requires.
    #[prop(optional)]
    add: Option<(&'static str, &'static str, Action)>,
) -> impl IntoView {
    let may_see = use_visible(see);
    let add = add.map(|(label, href, edit)| {
        let may = use_visible(edit);
        move || {
            may.get().then(|| {
                view! {
                    <a class="btn btn-sm relative mt-auto self-start" href=href>
                        <Svg icon=Icon::Plus />
                        {label}
                    </a>
                }
            })
        }
    });
    move || {
        may_see.get().then(|| {
            view! {
                <li class="panel row-link relative flex flex-col gap-3 p-6">
                    <span class="brand-mark size-10">
                        <Svg icon class="size-5" />
                    </span>
                    <h2 class="text-lg font-semibold">
                        <a class="link-quiet stretched" href=href>
                            {title}
                        </a>
                    </h2>
                    <p class="muted text-sm">{text}</p>
                    {add}
                </li>
            }
        })
    }
}
