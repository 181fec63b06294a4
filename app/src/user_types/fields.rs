use super::tree::PermissionTree;
use crate::ui::{SelectField, TextField};
use domain::{
    permissions::{PermissionSet, Role},
    user_types::UserTypeDetails,
};
use leptos::prelude::*;

/// The fields of every user type form.
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
        <TextField name="name" label="Name" required=true value=name autocomplete="off" />
        <SelectField
            name="default_role"
            label="Default role"
            options=roles
            value=role.code()
            required=true
            hint="The role users start in. Users with several roles can switch in the account menu."
        />
        <PermissionTree permissions />
    }
}
