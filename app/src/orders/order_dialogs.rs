//! The confirmation dialogs for marking an order as paid, cancelling or refunding it.
use super::{CancelMyOrder, CancelOrder, MarkOrderPaid, RefundOrder};
use crate::{
    AppError,
    session::{use_may, use_me},
    ui::{
        Dialog, Form, ServerMutation, Submit, on_success, query_link_untracked, query_text, toast,
    },
};
use domain::{
    orders::{OrderDetails, OrderState},
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
pub fn OrderDialog(order: OrderDetails, reload: RwSignal<u32>) -> impl IntoView {
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
                let text = format!(
                    "Confirm that {} from {} has arrived. They get the courses right away.",
                    order.row.total.display(order.row.currency),
                    order.row.buyer
                );
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
                let text = format!(
                    "{} loses the courses this order gave, and the membership if it came with it. Other courses \
                     and all progress stay. Send the money back yourself.",
                    order.row.buyer
                );
                let said = "Order refunded.";
                view! { <ConfirmOrderAct action=refund what=OrderAct::Refund order reload text said /> }.into_any()
            }
            ("cancel", OrderState::Waiting) if edits => view! {
                <ConfirmOrderAct
                    action=cancel
                    what=OrderAct::Cancel
                    order
                    reload
                    text="The order is closed without payment."
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
                    text="You haven’t paid, and you owe nothing."
                    said="Order cancelled."
                />
            }
            .into_any(),
            _ => ().into_any(),
        }
    }
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
    let class = if what == OrderAct::Refund {
        "btn btn-error"
    } else {
        "btn btn-primary"
    };
    view! {
        <Dialog title=format!("{}: order {}", what.label(), order.number()) close=close.clone()>
            <Form action id=what.code()>
                <input type="hidden" name="order" value=order.row.id.to_string() />
                <p>{text}</p>
                <div class="flex flex-wrap gap-2">
                    <Submit label=what.label() class />
                    <a class="btn btn-ghost" href=close>
                        "Back"
                    </a>
                </div>
            </Form>
        </Dialog>
    }
}
