//! Stripe Checkout: the buyer pays on Stripe's page, and Stripe reports the payment to the webhook.
mod signature;
mod webhook;

pub use webhook::webhook;

use crate::{AppState, server_fns::sign_in_and_return};
use app::{
    AppError,
    server::{Gate, Refusal},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use db::orders::PayableOrder;
use domain::{ids::OrderId, policy::Action};
use serde::Deserialize;
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

/// Stripe's response to a new checkout.
#[derive(Deserialize)]
struct Session {
    id: String,
    url: String,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("Stripe cannot be reached: {0}")]
    Unreachable(#[from] reqwest::Error),
    #[error("Stripe refused: {0}")]
    Refused(StatusCode),
    #[error("Stripe answered with an address that is not its own")]
    Address,
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

    /// Creates the page on which the order is paid. A second request returns the same page.
    async fn check_out(&self, base_url: &str, order: &PayableOrder) -> Result<Session, Error> {
        let id = order.order.to_string();
        let page = format!("{base_url}/orders/{id}");
        let amount = order.amount.minor().to_string();
        let currency = order.currency.code().to_ascii_lowercase();
        let form = [
            ("mode", "payment"),
            ("client_reference_id", &id),
            ("metadata[order]", &id),
            ("payment_intent_data[metadata][order]", &id),
            ("customer_email", &order.email),
            ("success_url", &page),
            ("cancel_url", &page),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", &currency),
            ("line_items[0][price_data][unit_amount]", &amount),
            (
                "line_items[0][price_data][product_data][name]",
                &order.title,
            ),
        ];
        let answer = self
            .client
            .post(format!("{}/v1/checkout/sessions", self.address))
            .bearer_auth(&self.key)
            .header("Idempotency-Key", format!("{base_url} order {id}"))
            .form(&form)
            .send()
            .await?;
        if !answer.status().is_success() {
            return Err(Error::Refused(answer.status()));
        }
        let session: Session = answer.json().await?;
        let known = ["https://checkout.stripe.com/", self.address.as_str()];
        if !known.iter().any(|known| session.url.starts_with(known)) {
            return Err(Error::Address);
        }
        Ok(session)
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
        Ok(session) => {
            if let Err(error) = db::orders::set_reference(cx.db(), order.order, &session.id).await {
                tracing::error!(%error, "cannot store the checkout's reference");
            }
            session.url
        }
        Err(error) => {
            tracing::error!(%error, "cannot create the checkout");
            format!("{page}?card=away")
        }
    };
    Ok(Redirect::to(&target).into_response())
}
