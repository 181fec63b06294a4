use super::sidebar::JoinBox;
use crate::ui::RequirePermission;
use domain::policy::Action;
use leptos::prelude::*;
use leptos_meta::Title;

/// **Join Group** on its own page, to link to.
#[component]
pub fn JoinPage() -> impl IntoView {
    view! {
        <Title text="Join Group" />
        <RequirePermission action=Action::JoinByKey>
            <h1 class="sr-only">"Join Group"</h1>
            <div class="mx-auto max-w-md">
                <JoinBox />
            </div>
        </RequirePermission>
    }
}
