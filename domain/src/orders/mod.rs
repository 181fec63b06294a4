//! Orders: what was bought, as it was at that time.
mod payments;
mod terms;

pub use payments::{OrderMoney, Payment, PaymentEvent, PaymentStatus};
pub use terms::{PresentTerms, Terms};

use crate::{
    ids::{CourseId, GroupId, OrderId, UserId},
    list_columns::OrderSorting,
    money::{Currency, Price},
    page::Search,
    string_enum::string_enum,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The state of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Waiting for payment.
    Waiting,
    /// The buyer has what they bought.
    Paid,
    Cancelled,
    Refunded,
}

string_enum!(OrderState {
    Waiting = "waiting", "Waiting for payment";
    Paid = "paid", "Paid";
    Cancelled = "cancelled", "Cancelled";
    Refunded = "refunded", "Refunded";
});

/// How an order is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// An administrator marks the order paid.
    #[default]
    Invoice,
    /// Stripe Checkout reports the payment.
    Stripe,
}

string_enum!(Provider {
    Invoice = "invoice", "Invoice";
    Stripe = "stripe", "Card (Stripe)";
});

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purchasable {
    Bundle(GroupId),
    Course(CourseId),
}

impl Purchasable {
    /// `bundle-12` or `course-5`: its code in forms.
    pub fn code(self) -> String {
        match self {
            Self::Bundle(group) => format!("bundle-{group}"),
            Self::Course(course) => format!("course-{course}"),
        }
    }

    /// The group of a bundle.
    pub const fn group(self) -> Option<GroupId> {
        match self {
            Self::Bundle(group) => Some(group),
            Self::Course(_) => None,
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        let (kind, id) = code.split_once('-')?;
        match kind {
            "bundle" => id.parse().ok().map(Self::Bundle),
            "course" => id.parse().ok().map(Self::Course),
            _ => None,
        }
    }
}

/// What a buyer sends. It does not include the price.
#[derive(Clone, Copy, Debug)]
pub struct Purchase<'a> {
    pub item: Purchasable,
    /// Empty: none.
    pub coupon: &'a str,
    pub provider: Provider,
    /// The fingerprint of the terms that were shown. Empty: the buyer was shown none.
    pub terms: &'a str,
}

/// The **Buy** form as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PurchaseForm {
    pub item: String,
    pub coupon: String,
    pub provider: String,
    pub terms: String,
    /// Filled by **Apply**, which only shows the price with the coupon.
    pub apply: String,
}

/// The query of the list of orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OrderQuery {
    pub search: Search,
    pub state: Option<OrderState>,
    /// Only orders with money to return.
    #[serde(default)]
    pub to_return: bool,
    #[serde(default)]
    pub sorting: OrderSorting,
}

/// An order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRow {
    pub id: OrderId,
    pub buyer: String,
    /// Tells two buyers of one name apart.
    pub buyer_email: String,
    pub title: String,
    pub total: Price,
    pub currency: Currency,
    pub state: OrderState,
    pub provider: Provider,
    pub money: OrderMoney,
    pub ordered_at: Timestamp,
}

/// One order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDetails {
    pub row: OrderRow,
    /// `None` if the user was deleted.
    pub buyer: Option<UserId>,
    pub buyer_email: String,
    /// `None` if the bundle or course was deleted.
    pub item: Option<Purchasable>,
    pub price: Price,
    pub discount: Price,
    /// The code of the coupon that was used.
    pub coupon: Option<String>,
    /// The courses, by the names they had.
    pub courses: Vec<String>,
    /// When it was paid, cancelled, refunded.
    pub paid_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    pub refunded_at: Option<Timestamp>,
    /// When the portal cancels it, if it still waits for payment.
    pub lapses_at: Option<Timestamp>,
    /// The payments, in the order in which they came.
    pub payments: Vec<Payment>,
}

impl OrderDetails {
    /// The number on the invoice.
    pub fn number(&self) -> String {
        number(self.row.id)
    }

    /// Whether it was cancelled because it was not paid in time.
    pub fn has_lapsed(&self) -> bool {
        self.row.state == OrderState::Cancelled
            && matches!((self.cancelled_at, self.lapses_at), (Some(end), Some(day)) if end >= day)
    }
}

/// `00012`: an order's number on screen and on the invoice.
pub fn number(order: OrderId) -> String {
    format!("{:05}", order.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_what_is_bought() {
        for item in [
            Purchasable::Bundle(GroupId(12)),
            Purchasable::Course(CourseId(5)),
        ] {
            assert_eq!(Purchasable::from_code(&item.code()), Some(item));
        }
        for wrong in ["", "bundle", "bundle-x", "user-1"] {
            assert_eq!(Purchasable::from_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_grow_past_their_zeros() {
        assert_eq!(number(OrderId(12)), "00012");
        assert_eq!(number(OrderId(1_234_567)), "1234567");
    }
}
