//! The table of settings, by name; each setting's module knows what its value means.
use crate::{Error, Txn, base::entities::setting};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};

/// Returns the value; `None` where the setting is not set.
pub(crate) async fn value(
    conn: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<String>, Error> {
    let row = setting::Entity::find_by_id(name).one(conn).await?;
    Ok(row.map(|row| row.value))
}

/// Makes others who save settings wait until the transaction ends, so that they compare with what it leaves.
pub(crate) async fn lock(txn: &Txn) -> Result<(), Error> {
    put(txn, "lock", "").await
}

pub(crate) async fn put(txn: &Txn, name: &str, value: &str) -> Result<(), Error> {
    let row = setting::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(value.to_owned()),
    };
    setting::Entity::insert(row)
        .on_conflict(
            OnConflict::column(setting::Column::Name)
                .update_column(setting::Column::Value)
                .to_owned(),
        )
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Clears a setting; returns false if it was not set (to this value, if one is given).
pub(crate) async fn clear(txn: &Txn, name: &str, value: Option<&str>) -> Result<bool, Error> {
    let mut clear = setting::Entity::delete_many().filter(setting::Column::Name.eq(name));
    if let Some(value) = value {
        clear = clear.filter(setting::Column::Value.eq(value));
    }
    Ok(clear.exec(txn).await?.rows_affected > 0)
}
