use super::{CreateUser, UserFields, list_user_types};
use crate::{
    branches::BranchField,
    ui::{Act, Answer, Form, Loaded, Needs, Submit},
};
use domain::{people::UserTypeOption, policy::Action};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NewUserPage() -> impl IntoView {
    view! {
        <Title text="Add user"/>
        <Needs action=Action::EditUsers><NewUser/></Needs>
    }
}

#[component]
fn NewUser() -> impl IntoView {
    let types = Answer::new(|| (), |()| list_user_types());
    view! {
        <div class="mx-auto max-w-2xl">
            <h1 class="page-title mb-6">"Add user"</h1>
            <Loaded of=types view=move |types| view! { <NewUserForm types/> }/>
        </div>
    }
}

#[component]
fn NewUserForm(types: Vec<UserTypeOption>) -> impl IntoView {
    let action = Act::<CreateUser>::new();
    view! {
        <section class="panel p-6" aria-label="Add user">
            <Form action>
                <UserFields types/>
                <BranchField hint="The user gets the branch’s courses and groups, and joins its default group."/>
                <div class="flex gap-2">
                    <Submit label="Add user"/>
                    <a class="btn btn-ghost" href="/users">"Cancel"</a>
                </div>
            </Form>
        </section>
    }
}
