use super::sidebar::JoinBox;
use crate::ui::Needs;
use domain::policy::Action;
use leptos::prelude::*;
use leptos_meta::Title;

/// **Join Group** on its own page, to link to.
#[component]
pub fn JoinPage() -> impl IntoView {
    view! {
        <Title text="Join Group"/>
        <Needs action=Action::JoinByKey>
            <h1 class="sr-only">"Join Group"</h1>
            <div class="mx-auto max-w-md"><JoinBox/></div>
        </Needs>
    }
}
