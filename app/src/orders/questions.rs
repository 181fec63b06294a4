//! The confirmation dialogs for marking an order as paid, cancelling or refunding it.
use super::{CancelMyOrder, CancelOrder, MarkOrderPaid, RefundOrder};
use crate::{
    AppError,
    session::{use_may, use_me},
    ui::{Act, Dialog, Form, Submit, follow, query_link_now, query_text, toast},
};
use domain::{
    orders::{OrderDetails, OrderState},
    policy::Action,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// An act on an order that needs confirmation; the query parameter `ask` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Pay,
    Cancel,
    Refund,
}

impl Asked {
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
pub fn Question(order: OrderDetails, reload: RwSignal<u32>) -> impl IntoView {
    let asked = query_text("ask");
    let edits = use_may(Action::EditOrders);
    let me = use_me().with_untracked(|me| me.as_ref().map(|actor| actor.id));
    let own = order.buyer.is_some() && order.buyer == me;
    move || {
        let (order, edits) = (order.clone(), edits.get());
        match (asked.read().as_str(), order.row.state) {
            ("paid", OrderState::Waiting) if edits => {
                let text = format!("Confirm that {} from {} has arrived. They get the courses right away.", order.row.total.display(order.row.currency), order.row.buyer);
                view! { <Ask<MarkOrderPaid> what=Asked::Pay order reload text said="Order marked as paid."/> }.into_any()
            }
            ("refund", OrderState::Paid) if edits => {
                let text = format!("{} loses the courses this order gave, and the membership if it came with it. Other courses and all progress stay. Send the money back yourself.", order.row.buyer);
                view! { <Ask<RefundOrder> what=Asked::Refund order reload text said="Order refunded."/> }.into_any()
            }
            ("cancel", OrderState::Waiting) if edits => {
                view! { <Ask<CancelOrder> what=Asked::Cancel order reload text="The order is closed without payment." said="Order cancelled."/> }.into_any()
            }
            ("cancel", OrderState::Waiting) if own => {
                view! { <Ask<CancelMyOrder> what=Asked::Cancel order reload text="You haven’t paid, and you owe nothing." said="Order cancelled."/> }.into_any()
            }
            _ => ().into_any(),
        }
    }
}

#[component]
fn Ask<S>(
    what: Asked,
    order: OrderDetails,
    reload: RwSignal<u32>,
    #[prop(into)] text: String,
    said: &'static str,
    #[prop(optional)] _function: std::marker::PhantomData<S>,
) -> impl IntoView
where
    S: ServerFn<Output = (), Error = AppError> + 'static,
{
    let action = Act::<S>::new();
    follow(action, move |()| {
        toast(said);
        reload.update(|times| *times += 1);
    });
    let close = query_link_now(&[("ask", None)]);
    let class = if what == Asked::Refund {
        "btn btn-error"
    } else {
        "btn btn-primary"
    };
    view! {
        <Dialog title=format!("{}: order {}", what.label(), order.number()) close=close.clone()>
            <Form action id=what.code()>
                <input type="hidden" name="order" value=order.row.id.to_string()/>
                <p>{text}</p>
                <div class="flex flex-wrap gap-2">
                    <Submit label=what.label() class/>
                    <a class="btn btn-ghost" href=close>"Back"</a>
                </div>
            </Form>
        </Dialog>
    }
}
