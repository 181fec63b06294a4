//! What an order's page says about its state: what the portal has recorded, not what a bank did.
use domain::orders::{OrderDetails, OrderMoney, OrderState, Provider};

/// For the buyer if the order is their `own`, otherwise for those who look after orders.
pub fn state_text(order: &OrderDetails, own: bool) -> &'static str {
    let to_return = order.row.money == OrderMoney::ToReturn;
    match (order.row.state, own) {
        (OrderState::Waiting, true) if order.row.provider == Provider::Stripe => {
            "You get the courses as soon as the payment arrives."
        }
        (OrderState::Waiting, true) => {
            "You get the courses when the payment arrives and the order is marked as paid."
        }
        (OrderState::Waiting, false) if order.buyer.is_none() => {
            "The buyer’s account was deleted: there is no one to get the courses. Cancel the order."
        }
        (OrderState::Waiting, false) => {
            "Mark the order as paid once you’ve received the money. The buyer then gets the courses."
        }
        (OrderState::Paid, true) => "You have the courses.",
        (OrderState::Paid, false) if order.buyer.is_none() => {
            "Paid. The buyer’s account was deleted, so no one has the courses."
        }
        (OrderState::Paid, false) => "The buyer has the courses.",
        (OrderState::Cancelled, _) if to_return => {
            "Cancelled, and no access was given. A payment is recorded all the same."
        }
        (OrderState::Cancelled, _) if order.has_lapsed() => {
            "No payment is recorded by its day, so the order lapsed. No access was given."
        }
        (OrderState::Cancelled, _) => "No payment is recorded, and no access was given.",
        (OrderState::Refunded, _) if to_return => {
            "The access it gave was removed. The money is not recorded as returned yet."
        }
        (OrderState::Refunded, _) => "Refunded. The access it gave was removed.",
    }
}
