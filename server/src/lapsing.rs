//! Unpaid orders lapse: their payment pages end, then the orders.
use crate::AppState;
use app::server::{CardError, CardProvider, EndedCheckout};
use db::{
    AuditContext, Error,
    orders::{self, LapsingOrder},
    sign_ups::MailConfig,
};
use domain::ids::OrderId;

/// How many steps one sweep takes; the next one takes the rest.
const STEPS: usize = 20;

/// Cancels the unpaid orders whose day has come; returns how many. An order that is being paid stays.
///
/// # Errors
/// The database failed.
pub async fn sweep(portal: &AppState) -> Result<u64, Error> {
    let (mut after, mut lapsed) = (OrderId(0), 0);
    for _ in 0..STEPS {
        let step = orders::lapsing(portal.system(), after, db::now()).await?;
        let Some(last) = step.last() else { break };
        after = last.order;
        for order in &step {
            lapsed += u64::from(lapse(portal, order).await?);
        }
    }
    Ok(lapsed)
}

async fn lapse(portal: &AppState, order: &LapsingOrder) -> Result<bool, Error> {
    if let (Some(stripe), Some(checkout)) = (&portal.stripe, &order.checkout) {
        match stripe.end_checkout(checkout).await {
            Ok(EndedCheckout::Complete) | Err(CardError::Away) => return Ok(false),
            Ok(EndedCheckout::Ended) | Err(CardError::Refused) => {
                orders::close_checkout(portal.system(), order.order, checkout).await?;
            }
        }
    }
    let mails = MailConfig {
        base_url: &portal.base_url,
        sends: portal.mailer.is_some(),
    };
    let audit = AuditContext::system(db::now());
    orders::lapse(portal.system(), &audit, mails, order).await
}
