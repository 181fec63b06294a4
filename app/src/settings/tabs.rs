use crate::ui::{PageTabs, RequirePermission};
use domain::policy::Action;
use leptos::prelude::*;
use leptos_meta::Title;

/// A page of the settings: the tabs, and below them the content for users with permission.
#[component]
pub fn SettingsTabs(title: &'static str, children: ChildrenFn) -> impl IntoView {
    view! {
        <Title text=title />
        <RequirePermission action=Action::EditSettings>
            <div class="form-page">
                <h1 class="page-title mb-4">"Settings"</h1>
                <PageTabs
                    label="Settings"
                    pages=&[
                        ("/settings", "General"),
                        ("/settings/users", "Users"),
                        ("/settings/keys", "Group keys"),
                        ("/settings/mailbox", "Mailbox"),
                    ]
                />
                {children()}
            </div>
        </RequirePermission>
    }
}
