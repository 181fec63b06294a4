use super::{CreateUser, UserFields, list_user_types};
use crate::{
    branches::BranchField,
    ui::{
        Breadcrumb, Form, FormFoot, RequirePermission, ResourceView, ServerMutation,
        ServerResource, TokenField,
    },
};
use domain::{policy::Action, users::UserTypeOption};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NewUserPage() -> impl IntoView {
    view! {
        <Title text="Add user" />
        <RequirePermission action=Action::EditUsers>
            <NewUser />
        </RequirePermission>
    }
}

#[component]
fn NewUser() -> impl IntoView {
    let types = ServerResource::new(|| (), |()| list_user_types());
    view! {
        <div class="form-page">
            <Breadcrumb href="/users" list="Users" here="Add user" />
            <h1 class="page-title mb-6">"Add user"</h1>
            <ResourceView of=types view=move |types| view! { <NewUserForm types /> } />
        </div>
    }
}

#[component]
fn NewUserForm(types: Vec<UserTypeOption>) -> impl IntoView {
    let action = ServerMutation::<CreateUser>::new();
    view! {
        <section class="panel p-6" aria-label="Add user">
            <Form action>
                <TokenField />

                <UserFields types />
                <BranchField hint="The user gets the branch’s courses and groups, and joins its default group." />
                <FormFoot label="Add user" cancel="/users" />
            </Form>
        </section>
    }
}
