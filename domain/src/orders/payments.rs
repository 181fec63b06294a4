//! Payments: the money that came for an order, and what went back of it.
use super::Provider;
use crate::{
    ids::{OrderId, PaymentId},
    money::{Currency, Price},
    string_enum::string_enum,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What a payment event reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentStatus {
    /// The payment arrived.
    Paid,
    /// Some or all of it was refunded.
    Refunded,
}

string_enum!(PaymentStatus {
    Paid = "paid", "Paid";
    Refunded = "refunded", "Refunded";
});

/// One event of a payment provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentEvent {
    /// The provider's id of the event: an event received twice counts once.
    pub id: String,
    pub order: OrderId,
    pub told: PaymentStatus,
    /// The provider's id of the payment: several events may report the same one. `None` if the event
    /// does not name it.
    pub payment: Option<String>,
    /// The whole payment, in minor units.
    pub amount: i64,
    /// What was returned of it so far, in minor units.
    pub returned: i64,
    /// The currency code in capitals.
    pub currency: String,
}

/// A payment, as the order's page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: PaymentId,
    pub provider: Provider,
    pub amount: Price,
    pub currency: Currency,
    /// `None` while only its refund was reported.
    pub received_at: Option<Timestamp>,
    pub returned: Price,
    pub returned_at: Option<Timestamp>,
    /// Whether it pays the order. Otherwise it is to be returned.
    pub settles: bool,
    /// Whether the portal can return it through the provider.
    pub by_provider: bool,
}

impl Payment {
    /// What has not been returned.
    pub const fn left(&self) -> Price {
        Price::from_minor(self.amount.minor() - self.returned.minor())
    }

    /// Whether it was received for nothing and is still with the seller.
    pub const fn is_to_return(&self) -> bool {
        !self.settles && !self.left().is_zero()
    }

    /// Whether some, but not all of it was returned.
    pub const fn is_partly_returned(&self) -> bool {
        !self.returned.is_zero() && !self.left().is_zero()
    }
}

/// What is special about an order's money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderMoney {
    /// Nothing: the order's state says it all.
    #[default]
    Plain,
    /// A payment that the order did not wait for.
    ToReturn,
    PartlyReturned,
}

string_enum!(OrderMoney {
    Plain = "plain", "Nothing special";
    ToReturn = "to_return", "Money to return";
    PartlyReturned = "partly_returned", "Partly refunded";
});

impl OrderMoney {
    pub fn of<'a>(payments: impl IntoIterator<Item = &'a Payment>) -> Self {
        let state = |payment: &Payment| match payment {
            found if found.is_to_return() => Self::ToReturn,
            found if found.settles && found.is_partly_returned() => Self::PartlyReturned,
            _ => Self::Plain,
        };
        let mut states = payments
            .into_iter()
            .map(state)
            .filter(|one| *one != Self::Plain);
        let first = states.next().unwrap_or_default();
        if states.any(|one| one == Self::ToReturn) {
            return Self::ToReturn;
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(settles: bool, returned: i64) -> Payment {
        Payment {
            id: PaymentId(1),
            provider: Provider::Stripe,
            amount: Price::from_minor(5_000),
            currency: Currency::Eur,
            received_at: Some(Timestamp(1)),
            returned: Price::from_minor(returned),
            returned_at: None,
            settles,
            by_provider: true,
        }
    }

    #[test]
    fn money_to_return_comes_before_a_part_that_went_back() {
        let of = |payments: &[Payment]| OrderMoney::of(payments);
        assert_eq!(of(&[payment(true, 0)]), OrderMoney::Plain);
        assert_eq!(of(&[payment(true, 5_000)]), OrderMoney::Plain);
        assert_eq!(of(&[payment(true, 1)]), OrderMoney::PartlyReturned);
        let both = [payment(true, 1), payment(false, 4_999)];
        assert_eq!(of(&both), OrderMoney::ToReturn);
        assert_eq!(of(&[payment(false, 5_000)]), OrderMoney::Plain);
    }
}
