//! What an order costs.
use domain::orders::OrderDetails;
use leptos::prelude::*;

/// Price, discount and total, for the order's page and its invoice.
#[component]
pub fn OrderTotals(order: OrderDetails) -> impl IntoView {
    let currency = order.row.currency;
    let discount = (!order.discount.is_zero()).then(|| {
        let coupon = order.coupon.clone().unwrap_or_default();
        view! {
            <div class="flex justify-between gap-4">
                <dt>"Discount (coupon " {coupon} ")"</dt>
                <dd class="amount">"−" {order.discount.display(currency)}</dd>
            </div>
        }
    });
    view! {
        <dl class="grid gap-1 border-t border-base-300 pt-3">
            <div class="flex justify-between gap-4">
                <dt>"Price"</dt>
                <dd class="amount">{order.price.display(currency)}</dd>
            </div>
            {discount}
            <div class="flex justify-between gap-4 font-semibold">
                <dt>"Total"</dt>
                <dd class="amount">{order.row.total.display(currency)}</dd>
            </div>
        </dl>
    }
}
