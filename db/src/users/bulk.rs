//! Changes of many users in a few statements. The caller has locked them, checked them, and logs.
use super::{end_links, fill};
use crate::{
    Error, Txn,
    access::sessions,
    base::{entities::user, sql::Sql},
    enrolments,
};
use domain::{ids::UserId, users::UserInfo};
use sea_orm::ActiveValue;

/// The columns that [`fill`] sets, as in the items of [`item`].
const FILLED: [&str; 9] = [
    "login",
    "login_folded",
    "email",
    "email_folded",
    "first_name",
    "last_name",
    "sort_name",
    "search",
    "user_type_id",
];

/// Saves the fields of these users, whose versions rise. Links that were sent before no longer work.
pub(crate) async fn replace_all(txn: &Txn, users: &[(UserId, UserInfo)]) -> Result<(), Error> {
    if users.is_empty() {
        return Ok(());
    }
    let items = users.iter().map(|(user, info)| item(*user, info));
    let items = items.collect::<Option<Vec<_>>>();
    let items = items.ok_or(Error::InvalidData("users"))?;
    update_from(txn, &FILLED, &["user_type_id"], items).await?;
    let ids: Vec<UserId> = users.iter().map(|(user, _)| *user).collect();
    end_links(txn, &ids).await
}

/// The user's id and the columns of [`FILLED`].
fn item(user: UserId, info: &UserInfo) -> Option<serde_json::Value> {
    let mut row = user::ActiveModel::default();
    fill(&mut row, info);
    fn set<T: Into<sea_orm::Value>>(mut value: ActiveValue<T>) -> Option<T> {
        value.take()
    }
    Some(serde_json::json!([
        user.0,
        set(row.login)?,
        set(row.login_folded)?,
        set(row.email)?,
        set(row.email_folded)?,
        set(row.first_name)?,
        set(row.last_name)?,
        set(row.sort_name)?,
        set(row.search)?,
        set(row.user_type_id)?.0,
    ]))
}

/// Gives these users passwords, as hashes; their versions stay.
pub(crate) async fn set_passwords_of(txn: &Txn, users: &[(UserId, String)]) -> Result<(), Error> {
    if users.is_empty() {
        return Ok(());
    }
    let items = users
        .iter()
        .map(|(user, hash)| serde_json::json!([user.0, hash]));
    let items = serde_json::Value::Array(items.collect()).to_string();
    let sql = Sql::new(txn);
    let (from, id, hash) = parts(&sql, 1);
    let text =
        format!("UPDATE users SET password_hash = {hash} FROM {from} v WHERE users.id = {id}");
    sql.add(&text, [items.into()]).execute(txn).await?;
    Ok(())
}

/// Activates or deactivates these users, whose versions rise. Deactivating ends their sessions; the
/// drift of their groups is recounted.
pub(crate) async fn set_active_of(txn: &Txn, users: &[UserId], active: bool) -> Result<(), Error> {
    if users.is_empty() {
        return Ok(());
    }
    Sql::new(txn)
        .add(
            "UPDATE users SET active = ?, version = version + 1 WHERE id IN ",
            [active.into()],
        )
        .ids(users)
        .execute(txn)
        .await?;
    if !active {
        sessions::end_all_of(txn, users).await?;
    }
    enrolments::recount_groups_of_all(txn, users).await
}

/// Deletes these users with their sessions, memberships, enrolments and progress.
pub(crate) async fn delete_all(txn: &Txn, users: &[UserId]) -> Result<(), Error> {
    if users.is_empty() {
        return Ok(());
    }
    enrolments::remove_users_from_counters(txn, users).await?;
    Sql::new(txn)
        .text("DELETE FROM users WHERE id IN ")
        .ids(users)
        .execute(txn)
        .await?;
    Ok(())
}

async fn update_from(
    txn: &Txn,
    columns: &[&str],
    numbers: &[&str],
    items: Vec<serde_json::Value>,
) -> Result<(), Error> {
    let items = serde_json::Value::Array(items).to_string();
    let sql = Sql::new(txn);
    let (from, id, _) = parts(&sql, 0);
    let values = columns.iter().enumerate().map(|(place, column)| {
        let (_, _, value) = parts(&sql, place + 1);
        if numbers.contains(column) {
            format!("{column} = CAST({value} AS BIGINT)")
        } else {
            format!("{column} = {value}")
        }
    });
    let values = values.collect::<Vec<_>>().join(", ");
    let text = format!(
        "UPDATE users SET {values}, version = users.version + 1 FROM {from} v WHERE users.id = {id}"
    );
    sql.add(&text, [items.into()]).execute(txn).await?;
    Ok(())
}

/// A list of items bound as JSON, the id of an item, and its value at this place.
fn parts(sql: &Sql, place: usize) -> (&'static str, &'static str, String) {
    if sql.is_sqlite() {
        let value = format!("json_extract(v.value, '$[{place}]')");
        ("json_each(?)", "json_extract(v.value, '$[0]')", value)
    } else {
        (
            "jsonb_array_elements(CAST(? AS jsonb))",
            "CAST(v.value->>0 AS BIGINT)",
            format!("(v.value->>{place})"),
        )
    }
}
