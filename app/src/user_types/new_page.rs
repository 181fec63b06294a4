use super::{CreateUserType, fields::UserTypeFields};
use crate::ui::{Breadcrumb, Form, FormFoot, RequirePermission, ServerMutation, TokenField};
use domain::policy::Action;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NewUserTypePage() -> impl IntoView {
    view! {
        <Title text="Add user type" />
        <RequirePermission action=Action::EditUserTypes>
            <NewUserType />
        </RequirePermission>
    }
}

#[component]
fn NewUserType() -> impl IntoView {
    let action = ServerMutation::<CreateUserType>::new();
    view! {
        <div class="form-page">
            <Breadcrumb href="/user-types" list="User Types" here="Add user type" />
            <h1 class="page-title mb-6">"Add user type"</h1>
            <section class="panel p-6" aria-label="Add user type">
                <Form action>
                    <TokenField />

                    <UserTypeFields />
                    <FormFoot label="Add user type" cancel="/user-types" />
                </Form>
            </section>
        </div>
    }
}
