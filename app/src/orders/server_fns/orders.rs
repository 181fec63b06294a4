use crate::AppError;
use domain::{
    form_token::FormToken,
    ids::{OrderId, PaymentId},
    orders::{OrderDetails, OrderQuery, OrderRow, Provider, PurchaseForm},
    page::Page,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// The data that the **Buy** form needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderForm {
    pub providers: Vec<Provider>,
}

/// An order with the seller's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    pub order: OrderDetails,
    pub seller: String,
    /// The ways to pay that the portal has.
    pub providers: Vec<Provider>,
}

#[server(input = Json)]
pub async fn prepare_order() -> Result<OrderForm, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BrowseCatalog).await?;
    Ok(OrderForm {
        providers: cx.payment_providers(),
    })
}

/// **Buy**. The price is the current one of the bundle or course; the form only says which terms it
/// showed. **Apply** goes back to the page, with the coupon in its address.
#[server]
pub async fn place_order(
    token: FormToken,
    #[server(flatten)] form: PurchaseForm,
) -> Result<(), AppError> {
    use domain::orders::{Purchasable, Purchase};
    let cx = crate::server::authorize(domain::policy::Action::BrowseCatalog).await?;
    let item = Purchasable::from_code(&form.item);
    let item = item.ok_or_else(|| AppError::BadRequest.with_status())?;
    let audit = cx.audit_for(&token, &form)?;
    if let (Some(group), false) = (item.group(), form.apply.is_empty()) {
        let coupon = crate::server::query_value(form.coupon.trim());
        leptos_axum::redirect(&format!("/catalog/bundles/{group}?coupon={coupon}"));
        return Ok(());
    }
    let purchase = Purchase {
        item,
        coupon: &form.coupon,
        provider: Provider::from_code(&form.provider)
            .filter(|provider| cx.payment_providers().contains(provider))
            .unwrap_or_default(),
        terms: &form.terms,
    };
    let me = cx.actor.id;
    // Only a coupon is compared with a secret: without one nothing can be guessed.
    let attempt = if domain::text::is_blank(&form.coupon) {
        None
    } else {
        Some(cx.guess_coupon(&form.coupon).await?)
    };
    let order = db::orders::buy(cx.db(), &audit, me, &purchase).await;
    let order = match attempt {
        Some(attempt) => crate::server::settle(attempt, order).await?,
        None => order?,
    };
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}

#[server(input = Json)]
pub async fn list_orders(query: OrderQuery) -> Result<Page<OrderRow>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListOrders).await?;
    Ok(db::orders::list(cx.db(), cx.scope, &query).await?)
}

#[server(input = Json)]
pub async fn list_my_orders(cursor: Option<String>) -> Result<Page<OrderRow>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    Ok(db::orders::of_buyer(cx.db(), cx.actor.id, cursor.as_deref()).await?)
}

/// Returns an order of the actor, or any order in scope for actors who may list orders.
#[server(input = Json)]
pub async fn get_order(order: OrderId) -> Result<OrderView, AppError> {
    use domain::policy::Action;
    let cx = crate::server::authorize(Action::BeSignedIn).await?;
    let sees = cx.actor.may(Action::ListOrders);
    let scope = cx.actor.scope(Action::ListOrders);
    let order = if sees && db::access_scope::contains(cx.db(), scope, order.into()).await? {
        db::orders::get(cx.db(), order).await?
    } else {
        db::orders::get_own(cx.db(), cx.actor.id, order).await?
    };
    let seller = db::settings::portal_name(cx.db()).await?;
    let providers = cx.payment_providers();
    Ok(OrderView {
        order,
        seller,
        providers,
    })
}

/// **Mark paid**: the buyer gets access to the purchase, and can no longer pay by card.
#[server]
pub async fn mark_order_paid(order: OrderId) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditOrders, [order.into()]).await?;
    cx.end_checkout(order).await?;
    db::orders::mark_paid(cx.db(), &cx.audit(), order).await?;
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}

#[server]
pub async fn cancel_order(order: OrderId) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditOrders, [order.into()]).await?;
    cx.end_checkout(order).await?;
    db::orders::cancel(cx.db(), &cx.audit(), order).await?;
    cx.end_late_checkout(order).await;
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}

/// Cancels the actor's own order before it is paid.
#[server]
pub async fn cancel_my_order(order: OrderId) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    let me = cx.actor.id;
    db::orders::get_own(cx.db(), me, order).await?;
    cx.end_checkout(order).await?;
    db::orders::cancel_own(cx.db(), &cx.audit(), me, order).await?;
    cx.end_late_checkout(order).await;
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}

/// Changes how the actor pays their own waiting order.
#[server]
pub async fn change_order_payment(order: OrderId, provider: String) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    let me = cx.actor.id;
    db::orders::get_own(cx.db(), me, order).await?;
    let provider = Provider::from_code(&provider)
        .filter(|provider| cx.payment_providers().contains(provider))
        .ok_or_else(|| AppError::BadRequest.with_status())?;
    cx.end_checkout(order).await?;
    db::orders::set_provider(cx.db(), &cx.audit(), me, order, provider).await?;
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}

/// **Give the courses after all**, for a payment that the order did not wait for.
#[server]
pub async fn accept_payment(order: OrderId, payment: PaymentId) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditOrders, [order.into()]).await?;
    cx.end_checkout(order).await?;
    db::orders::accept_payment(cx.db(), &cx.audit(), order, payment).await?;
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}

/// Returns a payment through the provider, or records that it was returned where the provider does not
/// have it.
#[server]
pub async fn return_payment(order: OrderId, payment: PaymentId) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditOrders, [order.into()]).await?;
    if !cx.return_by_provider(order, Some(payment)).await? {
        db::orders::record_return(cx.db(), &cx.audit(), order, payment).await?;
    }
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}

/// Returns the number of orders with money to return.
#[server(input = Json)]
pub async fn count_money_to_return() -> Result<i64, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::ListOrders).await?;
    Ok(db::orders::count_to_return(cx.db(), cx.scope).await?)
}

/// **Refund**: revokes the access from this order, but not access from elsewhere. What the card
/// provider has goes back through it.
#[server]
pub async fn refund_order(order: OrderId) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditOrders, [order.into()]).await?;
    cx.return_by_provider(order, None).await?;
    db::orders::refund(cx.db(), &cx.audit(), order).await?;
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}
