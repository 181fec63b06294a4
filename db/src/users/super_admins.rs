//! The SuperAdmins, as the person who runs the portal sees them.
use crate::{Db, Error, access::sessions::NEVER, base::sql::Sql};
use domain::{ids::UserId, permissions::BuiltIn, time::Timestamp, users::full_name};
use sea_orm::FromQueryResult;

/// A user of the type SuperAdmin.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct SuperAdmin {
    pub id: UserId,
    pub first_name: String,
    pub last_name: String,
    pub login: String,
    pub email: String,
    /// The name of the branch that they administer; `None` for the whole portal.
    pub branch: Option<String>,
    pub active: bool,
    pub has_second_factor: bool,
    pub last_sign_in: Option<Timestamp>,
}

impl SuperAdmin {
    /// First and last name: `Ana Alvarez`.
    pub fn full_name(&self) -> String {
        full_name(&self.first_name, &self.last_name)
    }
}

/// Returns them by name.
///
/// # Errors
/// The database failed.
pub async fn super_admins(db: &Db) -> Result<Vec<SuperAdmin>, Error> {
    Sql::new(db.read())
        .add(
            "SELECT u.id, u.first_name, u.last_name, u.login, u.email, u.active, b.name AS branch, \
             EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) \
             OR EXISTS (SELECT 1 FROM passkeys k WHERE k.user_id = u.id) AS has_second_factor, \
             nullif(u.last_sign_in_at, ?) AS last_sign_in \
             FROM users u JOIN user_types t ON t.id = u.user_type_id LEFT JOIN branches b ON b.id = u.branch_id \
             WHERE t.built_in = ? ORDER BY u.sort_name, u.id",
            [
                NEVER.into(),
                BuiltIn::SuperAdmin.into(),
            ],
        )
        .all(db.read())
        .await
}
