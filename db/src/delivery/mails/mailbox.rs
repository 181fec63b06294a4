//! The mailbox: the mails that are shown, and how long they are kept.
use crate::{
    Db, Error,
    base::{
        entities::mail::{self, Column},
        paging::{self, List, Order},
    },
};
use domain::{
    mails::{KEPT_DAYS, MailRow, MailState, SENDABLE_DAYS},
    page::{Cursor, Page},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// Returns one page of the mailbox, newest first.
///
/// # Errors
/// The database failed.
pub async fn list(db: &Db, cursor: Option<&Cursor>) -> Result<Page<MailRow>, Error> {
    let list = List::new("mails", Order::Newest);
    let cursor = cursor.map(|cursor| cursor.0.as_str());
    let ids = paging::ids(db, &list, cursor, |sql| sql).await?;
    let mails = mail::Entity::find()
        .filter(Column::Id.is_in(ids.rows.clone()))
        .all(db.read())
        .await?;
    let rows = mails.into_iter().map(row).collect();
    Ok(paging::order_by_ids(ids, rows, |row: &MailRow| row.id))
}

fn row(mail: mail::Model) -> MailRow {
    MailRow {
        id: mail.id,
        recipient: mail.recipient,
        subject: mail.subject,
        text: (!mail.secret).then_some(mail.text),
        state: mail.state,
        created_at: mail.created_at,
    }
}

/// Gives up mails that are too old to be sent, and deletes old ones; returns how many it
/// deleted.
///
/// # Errors
/// The database failed.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<u64, Error> {
    let txn = db.write().await?;
    mail::Entity::update_many()
        .col_expr(Column::State, Expr::value(MailState::Failed))
        .filter(Column::State.eq(MailState::Waiting))
        .filter(Column::CreatedAt.lte(now.plus_days(-SENDABLE_DAYS)))
        .exec(&txn)
        .await?;
    let swept = mail::Entity::delete_many()
        .filter(Column::CreatedAt.lte(now.plus_days(-KEPT_DAYS)))
        .exec(&txn)
        .await?;
    txn.commit_quietly().await?;
    Ok(swept.rows_affected)
}
