use super::{CreateUserType, fields::UserTypeFields};
use crate::ui::{Act, Breadcrumb, Form, Needs, Submit};
use domain::policy::Action;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NewUserTypePage() -> impl IntoView {
    view! {
        <Title text="Add user type"/>
        <Needs action=Action::EditUserTypes><NewUserType/></Needs>
    }
}

#[component]
fn NewUserType() -> impl IntoView {
    let action = Act::<CreateUserType>::new();
    view! {
        <div class="mx-auto max-w-3xl">
            <Breadcrumb href="/user-types" list="User Types" here="Add user type"/>
            <h1 class="page-title mb-6">"Add user type"</h1>
            <section class="panel p-6" aria-label="Add user type">
                <Form action>
                    <UserTypeFields/>
                    <div class="flex gap-2">
                        <Submit label="Add user type"/>
                        <a class="btn btn-ghost" href="/user-types">"Cancel"</a>
                    </div>
                </Form>
            </section>
        </div>
    }
}
