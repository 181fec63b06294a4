//! Money that goes back, and money that came for nothing and is accepted after all.
use super::{fulfilment, payments, subject};
use crate::{
    AuditContext, Db, Error, Txn,
    base::entities::{order, payment},
    sales::coupons,
};
use domain::{
    activity::Activity,
    ids::{OrderId, PaymentId},
    money::Price,
    orders::OrderState,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

/// Whether a report of returned money was news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Returned {
    Nothing,
    Recorded,
}

/// Records that `returned` of the payment went back so far. With the whole payment that pays the
/// order, the order is refunded. The caller has locked the order.
pub(super) async fn record(
    txn: &Txn,
    audit: &AuditContext,
    row: &order::Model,
    payment: payment::Model,
    returned: Price,
) -> Result<Returned, Error> {
    let returned = returned.min(payment.amount);
    if returned <= payment.returned {
        return Ok(Returned::Nothing);
    }
    let (partly, settles) = (returned < payment.amount, payment.settles);
    let mut changed = payment.into_active_model();
    changed.returned = Set(returned);
    changed.returned_at = Set(Some(audit.at));
    changed.update(txn).await?;
    if settles && !partly && row.state == OrderState::Paid {
        fulfilment::refund_payment(txn, audit, row).await?;
        return Ok(Returned::Recorded);
    }
    let (order, buyer) = (row.id, row.buyer_name.clone());
    let activity = Activity::PaymentReturned {
        order,
        buyer,
        partly,
    };
    subject(row).log(txn, audit, activity).await?;
    Ok(Returned::Recorded)
}

/// Records that the whole payment went back; false if that was known. If it pays the order, the order
/// is refunded.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn record_return(
    db: &Db,
    audit: &AuditContext,
    order: OrderId,
    payment: PaymentId,
) -> Result<bool, Error> {
    let txn = db.write().await?;
    let row = super::lock(&txn, order).await?;
    let payment = payments::find(&txn, order, payment).await?;
    let whole = payment.amount;
    if record(&txn, audit, &row, payment, whole).await? == Returned::Nothing {
        return Ok(false);
    }
    txn.commit().await?;
    Ok(true)
}

/// **Give the courses after all**: pays the order with money that was to be returned.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::OrderStateChanged`] if the money is not to be returned, the order is
/// paid, or its buyer was deleted.
pub async fn accept_payment(
    db: &Db,
    audit: &AuditContext,
    order: OrderId,
    payment: PaymentId,
) -> Result<(), Error> {
    let txn = db.write().await?;
    let row = super::lock(&txn, order).await?;
    let payment = payments::find(&txn, order, payment).await?;
    let is_to_return = payments::view(&payment).is_to_return();
    if !is_to_return || row.state == OrderState::Paid || row.buyer_id.is_none() {
        return Err(Error::OrderStateChanged);
    }
    let mut accepted = payment.into_active_model();
    accepted.settles = Set(true);
    accepted.update(&txn).await?;
    fulfilment::fulfil(&txn, audit, &row).await?;
    if let Some(coupon) = row.coupon_id.filter(|_| row.state == OrderState::Cancelled) {
        coupons::use_again(&txn, coupon).await?;
    }
    let buyer = row.buyer_name.clone();
    subject(&row)
        .log(&txn, audit, Activity::PaymentAccepted { order, buyer })
        .await?;
    txn.commit().await
}

/// A payment that the provider can return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderPayment {
    pub payment: PaymentId,
    /// The provider's own id.
    pub reference: String,
    /// How often money went back so far, in minor units: each return is asked for once.
    pub returned: Price,
}

/// Returns the order's payments that the provider can return and that are not wholly returned: those
/// that pay it, or the one named.
///
/// # Errors
/// The database failed.
pub async fn returnable(
    db: &Db,
    order: OrderId,
    payment: Option<PaymentId>,
) -> Result<Vec<ProviderPayment>, Error> {
    let rows = payments::of_orders(db.read(), &[order]).await?;
    let is_meant = |row: &payment::Model| match payment {
        Some(payment) => row.id == payment,
        None => row.settles,
    };
    let returnable = |row: &payment::Model| {
        let view = payments::view(row);
        (is_meant(row) && view.by_provider && !view.left().is_zero()).then_some(())?;
        Some(ProviderPayment {
            payment: row.id,
            reference: payments::provider_id(row)?.to_owned(),
            returned: row.returned,
        })
    };
    Ok(rows.iter().filter_map(returnable).collect())
}
