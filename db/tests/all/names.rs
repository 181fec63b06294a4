//! Creates users through the crate's public functions.
use db::{AuditContext, Db, user_types, users};
use domain::{
    ids::{UserId, UserTypeId},
    permissions::BuiltIn,
    users::{Email, Login, Password, PersonName, UserInfo},
};

pub const PASSWORD: &str = "correct horse battery";

pub async fn type_of(db: &Db, which: BuiltIn) -> UserTypeId {
    user_types::ensure_built_in(db).await.unwrap();
    user_types::built_in(db, which).await.unwrap()
}

/// `Ana <Login>` with an address made from the login.
pub fn info(login: &str, user_type: UserTypeId) -> UserInfo {
    UserInfo {
        first_name: PersonName::parse("Ana").unwrap(),
        last_name: PersonName::parse(login).unwrap(),
        login: Login::parse(login).unwrap(),
        email: Email::parse(&format!("{login}@example.org")).unwrap(),
        user_type,
    }
}

pub fn password() -> Password {
    Password::parse(PASSWORD, "nobody").unwrap()
}

/// A user without a password.
pub async fn user(db: &Db, login: &str, which: BuiltIn) -> UserId {
    let info = info(login, type_of(db, which).await);
    users::create(db, &AuditContext::system(super::support::NOW), &info, None)
        .await
        .unwrap()
}

/// A user who can sign in with [`PASSWORD`].
pub async fn user_with_password(db: &Db, login: &str, which: BuiltIn) -> UserId {
    let info = info(login, type_of(db, which).await);
    users::create(
        db,
        &AuditContext::system(super::support::NOW),
        &info,
        Some(password()),
    )
    .await
    .unwrap()
}
