use super::tree::PermissionTree;
use crate::ui::{SelectField, TextField};
use domain::{
    permissions::{PermissionSet, Role},
    user_types::UserTypeDetails,
};
use leptos::prelude::*;

/// The fields of every form about a user type.
#[component]
pub fn UserTypeFields(#[prop(optional)] kind: Option<UserTypeDetails>) -> impl IntoView {
    let (name, role, permissions) = match kind {
        Some(kind) => (kind.name, kind.default_role, kind.permissions),
        None => (String::new(), Role::Learner, PermissionSet::new()),
    };
    let roles = Role::ALL
        .iter()
        .map(|role| (role.code().to_owned(), role.label().to_owned()))
        .collect();
    view! {
        <TextField name="name" label="Name" required=true value=name autocomplete="off"/>
        <SelectField name="default_role" label="Default role" options=roles value=role.code() required=true
            hint="The role its users start in. Where the type has several, they switch in the menu by their name."/>
        <PermissionTree permissions/>
    }
}
