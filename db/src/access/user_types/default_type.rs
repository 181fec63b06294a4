//! The type that new users get if no one chooses another.
use crate::{
    Error, Txn,
    access::user_types::id_of,
    base::{
        entities::user_type,
        setting_store::{put, value},
    },
};
use domain::{ids::UserTypeId, permissions::BuiltIn};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

const DEFAULT_TYPE: &str = "default_user_type";

/// Returns the type of new users if no one chooses another; Learner-Type if none is set or it was
/// deleted.
pub(crate) async fn default_user_type(conn: &impl ConnectionTrait) -> Result<UserTypeId, Error> {
    let chosen = value(conn, DEFAULT_TYPE).await?;
    if let Some(id) = chosen.and_then(|id| id.parse::<UserTypeId>().ok()) {
        let there = user_type::Entity::find()
            .filter(user_type::Column::Id.eq(id))
            .one(conn)
            .await?;
        if there.is_some() {
            return Ok(id);
        }
    }
    id_of(conn, BuiltIn::Learner).await
}

/// Makes this the type that [`default_user_type`] returns.
pub(crate) async fn set_default_user_type(txn: &Txn, user_type: UserTypeId) -> Result<(), Error> {
    put(txn, DEFAULT_TYPE, &user_type.to_string()).await
}
