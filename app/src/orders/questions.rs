//! What is asked before an order becomes paid, cancelled or refunded.
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

/// What can be asked about an order; in the address as `ask`.
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
                let text = format!("{} of {} have arrived: {} gets the courses now.", order.row.total.display(order.row.currency), order.row.buyer, order.row.buyer);
                view! { <Ask<MarkOrderPaid> what=Asked::Pay order reload text said="The order is paid."/> }.into_any()
            }
            ("refund", OrderState::Paid) if edits => {
                let text = format!("{} loses what came by this order: the courses it gave, and the membership, where that came by it too. Courses held for other reasons and all progress stay. Send the money back yourself.", order.row.buyer);
                view! { <Ask<RefundOrder> what=Asked::Refund order reload text said="The order is refunded."/> }.into_any()
            }
            ("cancel", OrderState::Waiting) if edits => {
                view! { <Ask<CancelOrder> what=Asked::Cancel order reload text="Nobody waits for its payment any more." said="The order is cancelled."/> }.into_any()
            }
            ("cancel", OrderState::Waiting) if own => {
                view! { <Ask<CancelMyOrder> what=Asked::Cancel order reload text="You have paid nothing, and you owe nothing." said="The order is cancelled."/> }.into_any()
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
