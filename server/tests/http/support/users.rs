//! Users of every type, signed in.
use super::{TestRequest, TestServer};
use db::{AuditContext, branches, sessions, settings, user_types, users};
use domain::{
    branches::BranchName,
    ids::{BranchId, UserId, UserTypeId},
    permissions::{BuiltIn, Permission, PermissionSet},
    settings::SignUpMode,
    users::{Email, Login, Password, PersonName, UserInfo},
};

pub const PASSWORD: &str = "correct horse battery";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    SuperAdmin,
    Administrator,
    Instructor,
    Learner,
    /// A learner whose type lacks the permission for group keys.
    Keyless,
}

#[derive(Clone, Debug)]
pub struct TestUser {
    pub id: UserId,
    pub login: String,
    /// The token of an open session.
    pub session: String,
}

impl TestUser {
    /// The id as forms send it.
    pub fn text(&self) -> String {
        self.id.to_string()
    }
}

impl TestServer {
    /// A signed-in user without a password.
    pub async fn user(&self, login: &str, kind: Kind) -> TestUser {
        self.new_user(login, kind, None).await
    }

    /// A signed-in user who can sign in again, with [`PASSWORD`].
    pub async fn user_with_password(&self, login: &str, kind: Kind) -> TestUser {
        let password = Password::parse(PASSWORD, login).unwrap();
        self.new_user(login, kind, Some(password)).await
    }

    async fn new_user(&self, login: &str, kind: Kind, password: Option<Password>) -> TestUser {
        let user_type = self.user_type(kind).await;
        self.create_user(login, user_type, password).await
    }

    async fn create_user(
        &self,
        login: &str,
        user_type: UserTypeId,
        password: Option<Password>,
    ) -> TestUser {
        let info = UserInfo {
            first_name: PersonName::parse("Ana").unwrap(),
            last_name: PersonName::parse(login).unwrap(),
            login: Login::parse(login).unwrap(),
            email: Email::parse(&format!("{login}@example.org")).unwrap(),
            user_type,
        };
        let by = AuditContext::system(db::now());
        let id = users::create(&self.db, &by, &info, password).await.unwrap();
        TestUser {
            id,
            login: login.to_owned(),
            session: self.session_of(id).await,
        }
    }

    pub async fn branch(&self, name: &str) -> BranchId {
        let name = BranchName::parse(name).unwrap();
        let by = AuditContext::system(db::now());
        branches::create(&self.db, &by, &name).await.unwrap()
    }

    /// Signs up a guest; an empty key means none.
    pub fn sign_up(&self, login: &str, email: &str, key: &str) -> TestRequest<'_> {
        let fields = [
            ("first_name", "Ana"),
            ("last_name", "Stranger"),
            ("login", login),
            ("email", email),
            ("password", PASSWORD),
            ("key", key),
        ];
        self.act("sign_up", &fields)
    }

    /// Sets whether guests can sign up, as learners.
    pub async fn set_sign_up(&self, mode: SignUpMode) {
        let (by, learner) = (
            AuditContext::system(db::now()),
            self.user_type(Kind::Learner).await,
        );
        settings::update_new_users(&self.db, &by, learner, mode)
            .await
            .unwrap();
    }

    /// Starts one more session and returns its token.
    pub async fn session_of(&self, user: UserId) -> String {
        sessions::open(&self.db, user, "192.0.2.1", "tests", db::now())
            .await
            .unwrap()
    }

    pub async fn user_type(&self, kind: Kind) -> UserTypeId {
        let built_in = match kind {
            Kind::SuperAdmin => BuiltIn::SuperAdmin,
            Kind::Administrator => BuiltIn::Admin,
            Kind::Instructor => BuiltIn::Trainer,
            Kind::Learner => BuiltIn::Learner,
            Kind::Keyless => return self.keyless_type().await,
        };
        user_types::built_in(&self.db, built_in).await.unwrap()
    }

    async fn keyless_type(&self) -> UserTypeId {
        let types = user_types::list(&self.db).await.unwrap();
        if let Some(found) = types.iter().find(|one| one.name == "Keyless") {
            return found.id;
        }
        let mut permissions = BuiltIn::Learner.permissions();
        permissions.remove(&Permission::GroupKey);
        self.spare_type("Keyless", &permissions).await
    }

    /// A user type that is not built in.
    pub async fn spare_type(&self, name: &str, permissions: &PermissionSet) -> UserTypeId {
        let by = AuditContext::system(db::now());
        user_types::create_unchecked(&self.db, &by, name, permissions)
            .await
            .unwrap()
    }

    /// A signed-in user of this type.
    pub async fn user_of(&self, login: &str, user_type: UserTypeId) -> TestUser {
        self.create_user(login, user_type, None).await
    }
}
