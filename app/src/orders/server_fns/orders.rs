use crate::AppError;
use domain::{
    ids::OrderId,
    orders::{OrderDetails, OrderQuery, OrderRow, Provider},
    page::Page,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// The data that the **Buy** form needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderForm {
    /// Identifies the form, so that submitting it twice creates one order.
    pub token: String,
    pub providers: Vec<Provider>,
}

/// An order with the seller's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderView {
    pub order: OrderDetails,
    pub seller: String,
}

#[server(input = Json)]
pub async fn prepare_order() -> Result<OrderForm, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BrowseCatalog).await?;
    Ok(OrderForm {
        token: db::secrets::token()?,
        providers: cx.payment_providers(),
    })
}

/// **Buy**. The price is the current one of the bundle or course; the form has no say in it.
#[server]
pub async fn place_order(
    item: String,
    token: String,
    #[server(default)] coupon: String,
    #[server(default)] provider: String,
) -> Result<(), AppError> {
    use domain::orders::{Purchasable, Purchase, is_token};
    let cx = crate::server::authorize(domain::policy::Action::BrowseCatalog).await?;
    let item = Purchasable::from_code(&item).filter(|_| is_token(&token));
    let purchase = Purchase {
        item: item.ok_or_else(|| AppError::BadRequest.with_status())?,
        token: &token,
        coupon: &coupon,
        provider: Provider::from_code(&provider)
            .filter(|provider| cx.payment_providers().contains(provider))
            .unwrap_or_default(),
    };
    let (audit, me) = (cx.audit(), cx.actor.id);
    // Only a coupon is compared with a secret: without one nothing can be guessed.
    let attempt = if coupon.trim().is_empty() {
        None
    } else {
        Some(cx.guess_coupon().await?)
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
    Ok(OrderView { order, seller })
}

/// **Mark paid**: the buyer gets access to the purchase.
#[server]
pub async fn mark_order_paid(order: OrderId) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditOrders, [order.into()]).await?;
    db::orders::mark_paid(cx.db(), &cx.audit(), order).await?;
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}

#[server]
pub async fn cancel_order(order: OrderId) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditOrders, [order.into()]).await?;
    db::orders::cancel(cx.db(), &cx.audit(), order).await?;
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}

/// Cancels the actor's own order before it is paid.
#[server]
pub async fn cancel_my_order(order: OrderId) -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    let me = cx.actor.id;
    db::orders::cancel_own(cx.db(), &cx.audit(), me, order).await?;
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}

/// **Refund**: revokes the access from this order, but not access from elsewhere.
#[server]
pub async fn refund_order(order: OrderId) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::EditOrders, [order.into()]).await?;
    db::orders::refund(cx.db(), &cx.audit(), order).await?;
    leptos_axum::redirect(&format!("/orders/{order}"));
    Ok(())
}
