//! **Mass actions**: the menu, with the actions that the actor may start, and the checkboxes of the rows.
use super::selection::use_selection;
use crate::{
    session::use_me,
    ui::{Icon, Menu, QueryForm, ResourceResultView, ServerResource, Svg, query_link, query_text},
};
use domain::{ids::UserId, numbers::thousands, page::Page, policy::Action};
use leptos::prelude::*;

/// A menu item: its code in the address, its label, and the permissions it requires.
pub type MenuEntry = (&'static str, &'static str, &'static [Action]);

/// The menu, whose sections are its children.
#[component]
pub fn MassActionMenu(
    /// The query parameters that stay when the selected rows are submitted.
    kept: &'static [&'static str],
    children: Children,
) -> impl IntoView {
    let button = view! {
        <Svg icon=Icon::Bolt />
        "Mass actions"
    };
    view! {
        <QueryForm id="ticked" class="contents">
            <HiddenQueryFields kept />
        </QueryForm>
        <Menu button=button.into_any() width="w-80 p-1">
            {children()}
        </Menu>
    }
}

/// The title of the section for everyone in the list: "All 1,204 results".
pub fn all_results<T>(page: ServerResource<Page<T>>) -> ViewFn
where
    T: Clone + serde::de::DeserializeOwned + serde::Serialize + Send + Sync + 'static,
{
    let total = move || {
        let found = |page: Result<Page<T>, _>| page.map(|page| thousands(page.total)).ok();
        // In its own element: hydration does not find text that arrives between other texts.
        view! {
            <span>
                <ResourceResultView of=page view=found />
            </span>
        }
    };
    let title = move || {
        view! {
            "All "
            {total()}
            " results"
        }
    };
    title.into()
}

/// The title of the section for the selected rows.
pub fn selected_users() -> ViewFn {
    let ticked = use_selection().ticked;
    let title = move || match ticked.get() {
        0 => "Selected users".to_owned(),
        number => format!("Selected users ({number})"),
    };
    title.into()
}

/// A section of the menu, for one selection of users. Items for the selected rows submit the form
/// that the checkboxes belong to.
#[component]
pub fn MenuSection(
    #[prop(into)] title: ViewFn,
    offers: &'static [MenuEntry],
    #[prop(optional)] ticked: bool,
) -> impl IntoView {
    let item = move |(code, label): (&'static str, &'static str)| {
        if ticked {
            view! {
                <button class="menu-item" type="submit" form="ticked" name="mass" value=code>
                    {label}
                </button>
            }
            .into_any()
        } else {
            let href = move || query_link(&[("mass", Some(code.to_owned()))]);
            view! {
                <a class="menu-item" href=href>
                    {label}
                </a>
            }
            .into_any()
        }
    };
    let me = use_me();
    move || {
        let may = |actions: &[Action]| {
            let all = |actor: &domain::policy::Actor| actions.iter().all(|one| actor.may(*one));
            me.with(|me| me.as_ref().is_some_and(all))
        };
        let items: Vec<_> = offers
            .iter()
            .filter(|(_, _, actions)| may(actions))
            .map(|(code, label, _)| item((code, label)))
            .collect();
        (!items.is_empty()).then(|| {
            view! {
                <p class="menu-title">{title.run()}</p>
                {items}
            }
        })
    }
}

/// Keeps the search and filters when the selected rows are submitted.
#[component]
fn HiddenQueryFields(kept: &'static [&'static str]) -> impl IntoView {
    let field = |name: &'static str| {
        let value = query_text(name);
        move || {
            (!value.read().is_empty())
                .then(|| view! { <input type="hidden" name=name value=value.get() /> })
        }
    };
    kept.iter().copied().map(field).collect_view()
}

/// Selects the row of a user for a mass action. The checkbox belongs to the menu's form.
#[component]
pub fn RowCheckbox(user: UserId, name: String) -> impl IntoView {
    let ticked = use_selection().ticked;
    let change = move |on: bool| {
        ticked.update(|number| {
            *number = if on {
                *number + 1
            } else {
                number.saturating_sub(1)
            }
        })
    };
    view! {
        <input
            type="checkbox"
            class="checkbox checkbox-sm relative z-10"
            form="ticked"
            name="user"
            value=user.to_string()
            aria-label=format!("Select {name}")
            on:change:target=move |event| change(event.target().checked())
        />
    }
}
