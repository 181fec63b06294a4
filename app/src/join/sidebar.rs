//! The learner's right-hand sidebar: **Join Group**, and the groups they are in.
use super::{PreviewJoin, confirm::ConfirmJoin, leaving::LeaveDialog};
use crate::{
    changes::use_my_changes,
    learning::list_my_groups,
    session::{use_may, use_me},
    settings::AskContact,
    ui::{
        Form, Icon, ResourceView, ServerMutation, ServerResource, Submit, Svg, TextFieldWith,
        query_link, use_form, use_query_id,
    },
};
use domain::{courses::MyGroup, ids::GroupId, keys::JoinPreview, numbers::count, policy::Action};
use leptos::{html, prelude::*};

/// The id of the form that asks for a key.
const JOIN_BOX: &str = "join-group";

/// **Join Group** in the head of a page, where the sidebar is below its content.
#[component]
pub fn JoinLink() -> impl IntoView {
    let may_join = use_may(Action::JoinByKey);
    view! {
        <Show when=move || may_join.get()>
            <a class="btn btn-primary lg:hidden" href=format!("#{JOIN_BOX}")>
                <Svg icon=Icon::Key />
                "Join Group"
            </a>
        </Show>
    }
}

#[component]
pub fn LearnerSidebar() -> impl IntoView {
    let (may_join, may_browse) = (use_may(Action::JoinByKey), use_may(Action::BrowseCatalog));
    view! {
        <aside class="grid content-start gap-4" aria-label="Groups">
            <Show when=move || may_join.get()>
                <JoinBox />
            </Show>
            <MyGroups />
            <Show when=move || may_browse.get()>
                <section class="panel row-link relative p-5" aria-labelledby="catalog-title">
                    <h2 id="catalog-title" class="mb-1 flex items-center gap-2 font-semibold">
                        <Svg icon=Icon::Cart />
                        <a class="link-quiet stretched" href="/catalog">
                            "Catalog"
                        </a>
                    </h2>
                    <p class="muted text-sm">"Browse more courses and bundles."</p>
                </section>
            </Show>
        </aside>
    }
}

/// Asks for the key, shows its group, and joins it after a confirmation.
#[component]
pub fn JoinBox() -> impl IntoView {
    let action = ServerMutation::<PreviewJoin>::new();
    let typed = RwSignal::new(String::new());
    let found = move || {
        action
            .value()
            .and_then(Result::ok)
            .filter(|preview: &JoinPreview| !preview.already_in)
    };
    let panel = NodeRef::<html::Section>::new();
    // The pressed button no longer exists, so the focus moves to the panel.
    Effect::new(move |before: Option<bool>| {
        let now = found().is_some();
        if before.is_some_and(|before| before != now)
            && let Some(panel) = panel.get_untracked()
        {
            let _ = panel.focus();
        }
        now
    });
    let done = Callback::new(move |()| {
        action.reset();
        typed.set(String::new());
    });
    view! {
        <section
            id=JOIN_BOX
            node_ref=panel
            tabindex="-1"
            class="panel scroll-mt-20 p-5"
            aria-labelledby="join-title"
        >
            {move || match found() {
                Some(preview) => {
                    view! {
                        <div role="status">
                            <ConfirmJoin key_text=typed.get_untracked() preview on_done=done />
                        </div>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <h2 id="join-title" class="mb-1 flex items-center gap-2 font-semibold">
                            <Svg icon=Icon::Key />
                            "Join Group"
                        </h2>
                        <p class="muted mb-4 text-sm">"Have a group key? Enter it to see the group."</p>
                        <Form action id="join-key">
                            <KeyInput typed />
                            <Submit label="Join Group" class="btn btn-primary w-full" />
                            <HelpWithKey />
                        </Form>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

#[component]
fn KeyInput(typed: RwSignal<String>) -> impl IntoView {
    let before = use_form().typed("key", typed.get_untracked());
    typed.set(before);
    view! { <TextFieldWith name="key" label="Group key" value=typed autocomplete="off" required=true /> }
}

/// Whom to ask once a key did not work.
#[component]
fn HelpWithKey() -> impl IntoView {
    let error = use_form().error();
    view! {
        <Show when=move || error.read().is_some()>
            <AskContact />
        </Show>
    }
}

#[component]
fn MyGroups() -> impl IntoView {
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let changes = use_my_changes(me);
    let groups = ServerResource::new(move || changes.get(), |_| list_my_groups());
    view! {
        <section class="panel p-5" aria-labelledby="groups-title">
            <h2 id="groups-title" class="mb-3 flex items-center gap-2 font-semibold">
                <Svg icon=Icon::Group />
                "My groups"
            </h2>
            <ResourceView of=groups view=move |groups| view! { <GroupList groups /> } />
        </section>
        <LeaveDialog />
    }
}

#[component]
fn Leave(id: GroupId, name: String) -> impl IntoView {
    let ask = move || query_link(&[("leave", Some(id.to_string()))]);
    view! {
        <a class="link" href=ask aria-label=format!("Leave {name}")>
            "Leave"
        </a>
    }
}

/// Shows only the group's courses, or all again.
#[component]
fn GroupLink(id: GroupId, name: String) -> impl IntoView {
    let shown = use_query_id("group", GroupId);
    let is_shown = move || shown.get() == Some(id);
    let href = move || {
        let group = (!is_shown()).then(|| id.to_string());
        query_link(&[("group", group)])
    };
    view! {
        <a
            class="link-quiet aria-[current=true]:text-primary min-w-0 wrap-anywhere aria-[current=true]:font-semibold"
            href=href
            aria-current=move || is_shown().then_some("true")
        >
            {name}
        </a>
    }
}

#[component]
fn GroupList(groups: Vec<MyGroup>) -> impl IntoView {
    if groups.is_empty() {
        return view! { <p class="muted text-sm">"You’re not in a group yet."</p> }.into_any();
    }
    let rows = groups
        .into_iter()
        .map(|group| {
            view! {
                <li class="flex justify-between gap-3 py-2 text-sm">
                    <GroupLink id=group.id name=group.name.clone() />
                    <span class="muted flex shrink-0 gap-2">
                        {count(group.courses, "course")}
                        {group.can_leave.then(|| view! { <Leave id=group.id name=group.name.clone() /> })}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="divide-y divide-base-300">{rows}</ul> }.into_any()
}
