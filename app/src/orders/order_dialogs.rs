//! The confirmation dialogs for marking an order as paid, cancelling or refunding it.
use super::{CancelMyOrder, CancelOrder, MarkOrderPaid, RefundOrder};
use crate::{
    AppError,
    session::{use_may, use_me},
    ui::{
        Dialog, DialogButtons, Form, ServerMutation, on_success, query_link_untracked, query_text,
        toast,
    },
};
use domain::{
    money::Price,
    orders::{OrderDetails, OrderState, Payment},
    policy::Action,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// An act on an order that needs confirmation; the query parameter `ask` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderAct {
    Pay,
    Cancel,
    Refund,
}

impl OrderAct {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pay => "paid",
            Self::Cancel => "cancel",
            Self::Refund => "refund",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Pay => "Mark paid",
            Self::Cancel => "Cancel order",
            Self::Refund => "Refund",
        }
    }
}

#[component]
pub fn OrderDialog(
    order: OrderDetails,
    /// Whether the portal can return card payments.
    card: bool,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let asked = query_text("ask");
    let edits = use_may(Action::EditOrders);
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let own = order.buyer.is_some() && order.buyer == me;
    let (mark_paid, refund) = (
        ServerMutation::<MarkOrderPaid>::new(),
        ServerMutation::<RefundOrder>::new(),
    );
    let (cancel, cancel_own) = (
        ServerMutation::<CancelOrder>::new(),
        ServerMutation::<CancelMyOrder>::new(),
    );
    move || {
        let (order, edits) = (order.clone(), edits.get());
        match (asked.read().as_str(), order.row.state) {
            ("paid", OrderState::Waiting) if edits => {
                let text = paid_text(&order);
                view! {
                    <ConfirmOrderAct
                        action=mark_paid
                        what=OrderAct::Pay
                        order
                        reload
                        text
                        said="Order marked as paid."
                    />
                }
                .into_any()
            }
            ("refund", OrderState::Paid) if edits => {
                let text = refund_text(&order, card);
                let said = "Order refunded.";
                view! { <ConfirmOrderAct action=refund what=OrderAct::Refund order reload text said /> }.into_any()
            }
            ("cancel", OrderState::Waiting) if edits => view! {
                <ConfirmOrderAct
                    action=cancel
                    what=OrderAct::Cancel
                    order
                    reload
                    text="The order is closed, and its payment page, too. No payment is recorded for it."
                    said="Order cancelled."
                />
            }
            .into_any(),
            ("cancel", OrderState::Waiting) if own => view! {
                <ConfirmOrderAct
                    action=cancel_own
                    what=OrderAct::Cancel
                    order
                    reload
                    text="No payment is recorded, and you owe nothing."
                    said="Order cancelled."
                />
            }
            .into_any(),
            _ => ().into_any(),
        }
    }
}

fn paid_text(order: &OrderDetails) -> String {
    let total = order.row.total.display(order.row.currency);
    let buyer = &order.row.buyer;
    let then = if order.buyer.is_some() {
        "They get the courses right away."
    } else {
        "Their account was deleted, so no one gets the courses."
    };
    format!("Confirm that {total} from {buyer} has arrived. {then}")
}

/// What goes, what stays, and who returns the money.
fn refund_text(order: &OrderDetails, card: bool) -> String {
    let by_card = |payment: &&Payment| card && payment.by_provider && payment.settles;
    let left = order.payments.iter().filter(by_card);
    let left: i64 = left.map(|payment| payment.left().minor()).sum();
    let money = if left > 0 {
        let left = Price::from_minor(left).display(order.row.currency);
        format!("{left} goes back to the card right away, through the payment provider.")
    } else if order.row.total.is_zero() {
        "No money was paid.".to_owned()
    } else {
        "The portal can’t move this money: send it back yourself, then press Returned on the order."
            .to_owned()
    };
    format!(
        "{} loses the courses this order gave, and the membership if it came with it. Other courses \
         and all progress stay. {money}",
        order.row.buyer
    )
}

#[component]
fn ConfirmOrderAct<S>(
    action: ServerMutation<S>,
    what: OrderAct,
    order: OrderDetails,
    reload: RwSignal<u32>,
    #[prop(into)] text: String,
    said: &'static str,
) -> impl IntoView
where
    S: ServerFn<Output = (), Error = AppError> + 'static,
{
    on_success(action, move |()| {
        toast(said);
        reload.update(|times| *times += 1);
    });
    let close = query_link_untracked(&[("ask", None)]);
    let class = if what == OrderAct::Pay {
        "btn btn-primary"
    } else {
        "btn btn-error"
    };
    view! {
        <Dialog title=format!("{}: order {}", what.label(), order.number()) close=close.clone()>
            <Form action id=what.code()>
                <input type="hidden" name="order" value=order.row.id.to_string() />
                <p>{text}</p>
                <DialogButtons return_to=close submit=what.label() class back="Back" />
            </Form>
        </Dialog>
    }
}
