//! The newest mass action, in a card above the corner of the page: the list below it does not move.
use super::{
    log::{ActionsOf, MassActionResult, sentence},
    selection::use_selection,
};
use crate::ui::{Icon, ResourceResultView, ServerResource, Svg, query_link, query_text};
use domain::{
    ids::MassActionId,
    mass_actions::{MassActionState, MassActionView},
};
use leptos::prelude::*;

/// The parameter of the address that names the action whose card is closed.
const CLOSED: &str = "closed";

/// The action whose card was closed since the page was loaded.
#[derive(Clone, Copy)]
struct ClosedCard(RwSignal<Option<MassActionId>>);

/// Keeps a card closed while other pages are visited.
pub fn provide_closed_card() {
    provide_context(ClosedCard(RwSignal::new(None)));
}

/// The newest mass action: its progress, or for a day its result, until it is closed.
#[component]
pub fn MassActionPanel(
    actions: ServerResource<Vec<MassActionView>>,
    of: ActionsOf,
) -> impl IntoView {
    let selection = use_selection();
    let (seen, said) = (StoredValue::new(None), RwSignal::new(String::new()));
    let see = move |now: Option<&MassActionView>| {
        let state = now.map(|action| (action.id, action.state));
        let before = seen.get_value();
        seen.set_value(Some(state));
        if before.is_none_or(|before| before == state) {
            return;
        }
        // A mass action that started or finished may have changed many rows: the list is refetched.
        selection.reload.update(|times| *times += 1);
        let ended = now.filter(|action| action.state != MassActionState::Running);
        said.set(ended.map(sentence).unwrap_or_default());
    };
    view! {
        <p class="sr-only" role="status">
            {said}
        </p>
        <ResourceResultView
            of=actions
            view=move |actions| {
                let latest = actions.ok()?.into_iter().next();
                let running = latest.as_ref().map(|action| action.state == MassActionState::Running);
                selection.running.set(running.unwrap_or(false));
                see(latest.as_ref());
                let latest = latest.filter(|latest| latest.recent)?;
                Some(view! { <Card action=latest of /> })
            }
        />
    }
}

#[component]
fn Card(action: MassActionView, of: ActionsOf) -> impl IntoView {
    let id = action.id;
    let ClosedCard(closed) = expect_context();
    let address = query_text(CLOSED);
    let is_open = move || closed.get() != Some(id) && *address.read() != id.to_string();
    let close = move || query_link(&[(CLOSED, Some(id.to_string()))]);
    let card = move || {
        view! {
            <div class="panel mass-card">
                <MassActionResult action=action.clone() of />
                <a
                    class="btn btn-sm btn-ghost btn-square absolute top-2 right-2"
                    href=close
                    aria-label="Close the result"
                    on:click=move |_| closed.set(Some(id))
                >
                    <Svg icon=Icon::Close />
                </a>
            </div>
        }
    };
    move || is_open().then(card.clone())
}
