//! The provider of card payments, as server functions need it: ending its payment pages, and
//! returning money.
use super::Authorized;
use crate::AppError;
use db::orders::ProviderPayment;
use domain::{
    conflict::Conflict,
    ids::{OrderId, PaymentId},
};
use futures::future::BoxFuture;

/// What a payment page was when it was to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedCheckout {
    /// No one can pay on it.
    Ended,
    /// It was completed: the payment is about to be reported.
    Complete,
}

/// Why the provider did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardError {
    /// It may work in a moment.
    Away,
    Refused,
}

/// A provider of card payments.
pub trait CardProvider: Send + Sync {
    /// Ends the payment page.
    fn end_checkout<'a>(
        &'a self,
        checkout: &'a str,
    ) -> BoxFuture<'a, Result<EndedCheckout, CardError>>;

    /// Returns what is left of the payment.
    fn refund<'a>(&'a self, payment: &'a ProviderPayment) -> BoxFuture<'a, Result<(), CardError>>;
}

impl Authorized {
    /// Ends the payment page of the order, so that no one pays what is no longer to be paid. A page
    /// that the provider refuses to end is no reason to keep the order.
    ///
    /// # Errors
    /// [`Conflict::PaymentUnderWay`]; [`Conflict::CardProviderAway`].
    pub async fn end_checkout(&self, order: OrderId) -> Result<(), AppError> {
        let Some(cards) = &self.state.services.card else {
            return Ok(());
        };
        let Some(checkout) = db::orders::open_checkout(self.db(), order).await? else {
            return Ok(());
        };
        match cards.end_checkout(&checkout).await {
            Ok(EndedCheckout::Complete) => return conflict(Conflict::PaymentUnderWay),
            Err(CardError::Away) => return conflict(Conflict::CardProviderAway),
            Ok(EndedCheckout::Ended) | Err(CardError::Refused) => {}
        }
        Ok(db::orders::close_checkout(self.db(), order, &checkout).await?)
    }

    /// Ends a payment page that was opened while the order was being cancelled.
    pub async fn end_late_checkout(&self, order: OrderId) {
        if let Err(error) = self.end_checkout(order).await {
            tracing::warn!(%order, %error, "a payment page is still open");
        }
    }

    /// Returns the money of this payment, or of those that pay the order, through the provider, and
    /// records it; false if the provider has none of it.
    ///
    /// # Errors
    /// [`Conflict::RefundRefused`]; [`Conflict::CardProviderAway`].
    pub async fn return_by_provider(
        &self,
        order: OrderId,
        payment: Option<PaymentId>,
    ) -> Result<bool, AppError> {
        let Some(cards) = &self.state.services.card else {
            return Ok(false);
        };
        let payments = db::orders::returnable(self.db(), order, payment).await?;
        for payment in &payments {
            match cards.refund(payment).await {
                Ok(()) => {}
                Err(CardError::Away) => return conflict(Conflict::CardProviderAway),
                Err(CardError::Refused) => return conflict(Conflict::RefundRefused),
            }
            db::orders::record_return(self.db(), &self.audit(), order, payment.payment).await?;
        }
        Ok(!payments.is_empty())
    }
}

fn conflict<T>(conflict: Conflict) -> Result<T, AppError> {
    Err(AppError::Conflict(conflict).with_status())
}
