//! The payments of an order, and what to do about money that it did not wait for.
use super::{AcceptPayment, ReturnPayment};
use crate::{
    session::use_may,
    ui::{Form, HiddenIds, LocalTime, MutationHandle, ServerMutation, Submit, on_success, toast},
};
use domain::{
    ids::OrderId,
    orders::{OrderDetails, OrderState, Payment},
    policy::Action,
};
use leptos::prelude::*;

/// Nothing for an order without payments.
#[component]
pub fn Payments(order: OrderDetails, card: bool, reload: RwSignal<u32>) -> impl IntoView {
    if order.payments.is_empty() {
        return ().into_any();
    }
    let edits = use_may(Action::EditOrders).get_untracked();
    let may_accept = order.row.state != OrderState::Paid && order.buyer.is_some();
    let id = order.row.id;
    let rows = order
        .payments
        .into_iter()
        .map(|payment| {
            let acts = (edits && payment.is_to_return()).then(|| {
                let by_card = card && payment.by_provider;
                view! { <PaymentActs order=id payment=payment.clone() may_accept by_card reload /> }
            });
            view! {
                <li class="grid gap-2">
                    <PaymentText payment edits />
                    {acts}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel grid gap-4 p-6" aria-label="Payments">
            <h2 class="panel-title">"Payments"</h2>
            <ul class="grid gap-4 text-sm">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn PaymentText(payment: Payment, edits: bool) -> impl IntoView {
    let note = match (payment.is_to_return(), edits) {
        (true, true) => {
            "The order doesn’t wait for this money. Return it, or give the courses after all."
        }
        (true, false) => {
            "Your order didn’t wait for this payment, so it gave no access. It is to be returned to you."
        }
        (false, _) => "",
    };
    let amount = payment.amount.display(payment.currency);
    let returned = (!payment.returned.is_zero()).then(|| {
        let returned = payment.returned.display(payment.currency);
        let at = payment.returned_at;
        view! { <p>{format!("{returned} returned ")} {at.map(|at| view! { <LocalTime at /> })}</p> }
    });
    view! {
        <p>
            <span class="amount font-medium">{amount}</span>
            " · "
            {payment.provider.label()}
            " · "
            {payment.received_at.map(|at| view! { <LocalTime at /> })}
        </p>
        {returned}
        {(!note.is_empty()).then(|| view! { <p class="text-warning">{note}</p> })}
    }
}

#[component]
fn PaymentActs(
    order: OrderId,
    payment: Payment,
    may_accept: bool,
    /// Whether the money goes back through the provider.
    by_card: bool,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let (accept, give_back) = (
        ServerMutation::<AcceptPayment>::new(),
        ServerMutation::<ReturnPayment>::new(),
    );
    let again = move || reload.update(|times| *times += 1);
    on_success(accept, move |()| {
        toast("Payment accepted. The buyer has the courses.");
        again();
    });
    on_success(give_back, move |()| {
        toast("Payment returned.");
        again();
    });
    let (label, hint) = if by_card {
        (
            "Return the money",
            "The money goes back to the card right away, through the payment provider.",
        )
    } else {
        (
            "Returned",
            "The portal can’t move this money. Send it back yourself, then press Returned.",
        )
    };
    let form = |action: MutationHandle, name: &str, label: &'static str| {
        let ids = vec![
            ("order", order.to_string()),
            ("payment", payment.id.to_string()),
        ];
        view! {
            <Form action id=format!("{name}-{}", payment.id) class="contents">
                <HiddenIds ids />
                <Submit label class="btn btn-sm" />
            </Form>
        }
    };
    view! {
        <p class="muted">{hint}</p>
        <div class="flex flex-wrap gap-2">
            {form(give_back.into(), "return", label)}
            {may_accept.then(|| form(accept.into(), "accept", "Give the courses after all"))}
        </div>
    }
}
