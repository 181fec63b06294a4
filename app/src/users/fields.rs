use crate::ui::{PasswordField, RadioField, SelectField, TextField, use_form};
use domain::users::{AddressLogin, UserDetails, UserTypeOption, login_is_address};
use leptos::prelude::*;

/// The hint at the two fields of a person's name.
pub const ONE_NAME: &str = "One of the two names is enough.";

/// The question about a login that is the e-mail address. Only another address needs an answer.
#[component]
pub fn AddressLoginField() -> impl IntoView {
    let problem = use_form().problem("address_login");
    view! {
        <div class="field">
            <RadioField
                name="address_login"
                legend="If the e-mail address changes"
                value=""
                options=vec![
                    (
                        AddressLogin::Keep.code(),
                        "Keep the login",
                        "The old address stays the login. No one else can use it.",
                    ),
                    (
                        AddressLogin::Change.code(),
                        "Change the login, too",
                        "The new address becomes the login.",
                    ),
                ]
            />
            <p class="text-sm text-error" role="status">
                {problem}
            </p>
        </div>
    }
}

/// The fields of every user form. Without types to choose from, the server chooses the type.
#[component]
pub fn UserFields(
    #[prop(optional)] user: Option<UserDetails>,
    #[prop(optional)] types: Vec<UserTypeOption>,
    /// Whether the address is known already.
    #[prop(optional)]
    without_email: bool,
) -> impl IntoView {
    let of =
        |field: fn(&UserDetails) -> &str| user.as_ref().map(field).unwrap_or_default().to_owned();
    let chosen = match &user {
        Some(user) => user.user_type.to_string(),
        None => types
            .iter()
            .find(|one| one.is_default)
            .map(|one| one.id.to_string())
            .unwrap_or_default(),
    };
    // Users who create their own account, at set-up and sign-up, have to be able to sign in.
    let required = types.is_empty() && user.is_none();
    let options: Vec<_> = types
        .into_iter()
        .map(|one| (one.id.to_string(), one.name))
        .collect();
    let hint = if user.is_some() {
        "Leave empty to keep the current password. A new one signs the user out everywhere."
    } else {
        "At least 10 characters. A few words are easy to remember."
    };
    let login_hint = if required {
        "Letters A to Z, digits, and . _ - +"
    } else {
        "Letters A to Z, digits, and . _ - @ +"
    };
    view! {
        <div class="grid gap-4 sm:grid-cols-2">
            <TextField
                name="first_name"
                label="First name"
                hint=ONE_NAME
                value=of(|user| &user.first_name)
                autocomplete="off"
            />
            <TextField
                name="last_name"
                label="Last name"
                value=of(|user| &user.last_name)
                autocomplete="off"
            />
        </div>
        {(!without_email)
            .then(|| {
                view! {
                    <TextField
                        name="email"
                        label="E-mail"
                        kind="email"
                        required=true
                        value=of(|user| &user.email)
                        autocomplete="off"
                    />
                }
            })}
        <TextField
            name="login"
            label="Login"
            required=true
            value=of(|user| &user.login)
            hint=login_hint
            autocomplete="off"
        />
        {user
            .as_ref()
            .filter(|user| login_is_address(&user.login, &user.email))
            .map(|_| view! { <AddressLoginField /> })}
        {(!options.is_empty())
            .then(|| view! { <SelectField name="user_type" label="User type" options value=chosen /> })}
        <PasswordField name="password" label="Password" hint required autocomplete="new-password" />
    }
}
