//! Unpaid orders that lapse: the portal cancels them, so that they hold nothing for ever.
use super::{fulfilment, subject};
use crate::{
    AuditContext, Db, Error,
    base::entities::order,
    delivery::{mail_config::MailConfig, mails::enqueue},
    settings,
};
use domain::{
    activity::Activity,
    ids::OrderId,
    orders::{OrderState, number},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// How many orders one step looks at.
const STEP: u64 = 100;

/// A waiting order whose day has come, and its payment page, which has to end first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LapsingOrder {
    pub order: OrderId,
    pub checkout: Option<String>,
}

/// Returns the next waiting orders after `after` whose day has come, at most 100, by their ids.
///
/// # Errors
/// The database failed.
pub async fn lapsing(db: &Db, after: OrderId, now: Timestamp) -> Result<Vec<LapsingOrder>, Error> {
    let rows = order::Entity::find()
        .filter(order::Column::State.eq(OrderState::Waiting))
        .filter(order::Column::LapsesAt.lte(now))
        .filter(order::Column::Id.gt(after))
        .order_by_asc(order::Column::Id)
        .limit(STEP)
        .all(db.read())
        .await?;
    let lapsing = |row: order::Model| LapsingOrder {
        order: row.id,
        checkout: row.reference,
    };
    Ok(rows.into_iter().map(lapsing).collect())
}

/// Cancels a waiting order whose day has come, and tells the buyer where e-mails are sent; false if
/// it no longer waits. Each is a transaction of its own, so that other writers work in between.
///
/// # Errors
/// The database failed.
pub async fn lapse(
    db: &Db,
    audit: &AuditContext,
    mails: MailConfig<'_>,
    lapsing: &LapsingOrder,
) -> Result<bool, Error> {
    let txn = db.write().await?;
    let row = match super::lock(&txn, lapsing.order).await {
        Err(Error::NotFound) => return Ok(false),
        found => found?,
    };
    let is_due = row.lapses_at.is_some_and(|at| at <= audit.at);
    // A page that was opened since may be being paid on.
    let same_page = row.reference.is_none() || row.reference == lapsing.checkout;
    if row.state != OrderState::Waiting || !is_due || !same_page {
        return Ok(false);
    }
    fulfilment::set_cancelled(&txn, audit, &row).await?;
    let (order, buyer) = (row.id, row.buyer_name.clone());
    subject(&row)
        .log(&txn, audit, Activity::OrderLapsed { order, buyer })
        .await?;
    if mails.sends && row.buyer_id.is_some() {
        let portal = settings::portal_name_on(&txn).await?;
        let templates = mails.templates(&portal);
        let mail = templates.order_lapsed(&row.buyer_name, &number(order), &row.title);
        enqueue(&txn, &row.buyer_email, &mail.subject, &mail.text, audit.at).await?;
    }
    txn.commit().await?;
    Ok(true)
}
