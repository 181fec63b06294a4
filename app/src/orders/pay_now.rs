//! How a waiting order is paid: by card, or in another way.
use super::ChangeOrderPayment;
use crate::ui::{Form, HiddenIds, ServerMutation, Submit, on_success, query_text, toast};
use domain::{
    ids::OrderId,
    orders::{OrderDetails, Provider},
};
use leptos::prelude::*;

/// For the buyer of a waiting order.
#[component]
pub fn PayNow(
    order: OrderDetails,
    /// The ways to pay that the portal has.
    providers: Vec<Provider>,
    reload: RwSignal<u32>,
) -> impl IntoView {
    let (id, now) = (order.row.id, order.row.provider);
    let by_card = now == Provider::Stripe && providers.contains(&now);
    let others = providers
        .into_iter()
        .filter(|other| *other != now)
        .map(|provider| view! { <Change order=id provider reload /> })
        .collect_view();
    view! {
        {by_card.then(|| view! { <PayByCard order=id /> })}
        {others}
    }
}

/// What to say about a payment page that could not be opened, from the query parameter `card`.
fn refusal(code: &str) -> Option<&'static str> {
    match code {
        "" => None,
        "small" => Some("The amount is too small for a card payment. Pay in another way."),
        "large" => Some("The amount is too large for a card payment. Pay in another way."),
        "refused" => Some(
            "The payment provider doesn’t accept this payment by card. Pay in another way, or ask the seller.",
        ),
        _ => Some("The payment provider isn’t responding. Try again in a moment."),
    }
}

/// Posted by the browser without script, because the response redirects to the payment provider.
#[component]
fn PayByCard(order: OrderId) -> impl IntoView {
    let refused = query_text("card").with_untracked(|code| refusal(code));
    view! {
        <form method="post" action=format!("/orders/{order}/pay") class="grid gap-2">
            {refused
                .map(|why| {
                    view! {
                        <p class="text-sm text-error" role="alert">
                            {why}
                        </p>
                    }
                })}
            <button type="submit" class="btn btn-primary btn-sm justify-self-start">
                "Pay by card"
            </button>
        </form>
    }
}

#[component]
fn Change(order: OrderId, provider: Provider, reload: RwSignal<u32>) -> impl IntoView {
    let action = ServerMutation::<ChangeOrderPayment>::new();
    on_success(action, move |()| {
        toast("Payment changed.");
        reload.update(|times| *times += 1);
    });
    let label = match provider {
        Provider::Invoice => "Pay by invoice instead",
        Provider::Stripe => "Pay by card instead",
    };
    let ids = vec![
        ("order", order.to_string()),
        ("provider", provider.code().to_owned()),
    ];
    view! {
        <Form action id=format!("pay-by-{}", provider.code()) class="contents">
            <HiddenIds ids />
            <Submit label class="btn btn-sm" />
        </Form>
    }
}
