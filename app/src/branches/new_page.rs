use super::CreateBranch;
use crate::ui::{
    Breadcrumb, Form, FormFoot, RequirePermission, ServerMutation, TextField, TokenField,
};
use domain::policy::Action;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NewBranchPage() -> impl IntoView {
    view! {
        <Title text="Add branch" />
        <RequirePermission action=Action::EditBranches>
            <NewBranch />
        </RequirePermission>
    }
}

#[component]
fn NewBranch() -> impl IntoView {
    let action = ServerMutation::<CreateBranch>::new();
    view! {
        <div class="form-page">
            <Breadcrumb href="/branches" list="Branches" here="Add branch" />
            <h1 class="page-title mb-1">"Add branch"</h1>
            <p class="muted mb-6">
                "Next, choose its courses. Then add users and groups, or move them here."
            </p>
            <section class="panel p-6" aria-label="Add branch">
                <Form action>
                    <TokenField />

                    <TextField name="name" label="Name" required=true />
                    <FormFoot label="Add branch" cancel="/branches" />
                </Form>
            </section>
        </div>
    }
}
