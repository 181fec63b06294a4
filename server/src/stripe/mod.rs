//! Stripe Checkout: the buyer pays on Stripe's page, and Stripe reports the payment to the webhook.
mod amounts;
mod api;
mod signature;
mod webhook;

pub use api::Error;
pub use webhook::webhook;

use crate::{AppState, server_fns::sign_in_and_return};
use app::{
    AppError,
    server::{CardProvider, Gate, Refusal},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{ids::OrderId, policy::Action};
use std::time::Duration;

/// The address of Stripe's API, unless another one is set.
pub const ADDRESS: &str = "https://api.stripe.com";

/// How long a request to Stripe may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Everything needed to receive payments through Stripe.
#[derive(Clone)]
pub struct Stripe {
    address: String,
    key: String,
    webhook_secret: String,
    client: reqwest::Client,
}

impl Stripe {
    /// # Errors
    /// The system has no trusted certificates.
    pub fn new(address: &str, key: String, webhook_secret: String) -> Result<Self, Error> {
        // The database driver uses the same provider. It fails if the driver has installed it
        // already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self {
            address: address.trim_end_matches('/').to_owned(),
            key,
            webhook_secret,
            client,
        })
    }
}

/// **Pay by card**: redirects the buyer to Stripe's page.
pub async fn pay(
    gate: Gate,
    State(portal): State<AppState>,
    Path(order): Path<OrderId>,
) -> Result<Response, Refusal> {
    let page = format!("/orders/{order}");
    let cx = match gate.authorize(Action::BeSignedIn) {
        // A plain form posts this: someone whose session has ended signs in and comes back.
        Err(AppError::SignedOut) => {
            return Ok(Redirect::to(&sign_in_and_return(&page)).into_response());
        }
        found => found?,
    };
    let stripe = portal.stripe.as_ref().ok_or(AppError::NotFound)?;
    let order = match db::orders::payable_order(cx.db(), cx.actor.id, order).await {
        Err(db::Error::OrderStateChanged) => return Ok(Redirect::to(&page).into_response()),
        found => found?,
    };
    let target = match stripe.check_out(&portal.base_url, &order).await {
        // Without the reference the page could not be ended with the order.
        Ok(session) if db::orders::set_reference(cx.db(), order.order, &session.id).await? => {
            session.url
        }
        Ok(session) => {
            let _ = stripe.end_checkout(&session.id).await;
            page
        }
        Err(error) => {
            tracing::error!(%error, "cannot create the checkout");
            format!("{page}?card={}", why(&error))
        }
    };
    Ok(Redirect::to(&target).into_response())
}

/// What the order's page says about a payment page that could not be opened.
fn why(error: &Error) -> &'static str {
    match error {
        Error::Refused { code, .. } => match code.as_str() {
            "amount_too_small" => "small",
            "amount_too_large" => "large",
            _ => "refused",
        },
        Error::Unreachable(_) | Error::Away(_) | Error::Address => "away",
    }
}
