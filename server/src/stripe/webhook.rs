//! `POST /webhooks/stripe`: authenticated by a signature alone, without a session or form.
use super::{amounts, signature};
use crate::{AppState, security_log::Noted};
use app::server::security_events::SecurityEvent;
use axum::{
    Extension,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use db::{
    AuditContext,
    orders::{self, EventOutcome},
};
use domain::{
    ids::OrderId,
    money::Currency,
    orders::{PaymentEvent, PaymentStatus},
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Object,
}

/// The fields used of a checkout session and of a charge.
#[derive(Deserialize)]
struct Object {
    #[serde(default)]
    id: String,
    /// The payment, which both name.
    payment_intent: Option<String>,
    #[serde(default)]
    metadata: Metadata,
    currency: Option<String>,
    /// Of a session.
    amount_total: Option<i64>,
    payment_status: Option<String>,
    /// Of a charge.
    amount: Option<i64>,
    amount_refunded: Option<i64>,
    refunded: Option<bool>,
}

impl Object {
    /// What a charge says was returned of it; `None` if it contradicts itself.
    fn returned(&self, amount: i64) -> Option<i64> {
        match self.refunded {
            Some(true) => Some(amount),
            _ => self.amount_refunded.filter(|part| *part < amount),
        }
    }
}

#[derive(Default, Deserialize)]
struct Metadata {
    order: Option<String>,
}

/// What an event is about.
enum Report {
    Payment(PaymentEvent),
    /// No one can pay on this page: it expired, or its payment failed.
    CheckoutEnded {
        order: OrderId,
        checkout: String,
    },
}

impl Event {
    /// What the event says about an order of the portal; `None` if it is about something else.
    fn read(self) -> Option<Report> {
        let object = self.data.object;
        let order = OrderId(object.metadata.order.as_ref()?.parse().ok()?);
        let currency = object
            .currency
            .as_ref()
            .map(|code| code.to_ascii_uppercase());
        let known = currency.as_deref().and_then(Currency::from_code);
        let minor =
            |amount: i64| known.map_or(amount, |currency| amounts::from_stripe(amount, currency));
        let (told, amount, returned) = match self.kind.as_str() {
            "checkout.session.expired" | "checkout.session.async_payment_failed" => {
                let checkout = object.id;
                return Some(Report::CheckoutEnded { order, checkout });
            }
            "checkout.session.completed" | "checkout.session.async_payment_succeeded"
                if object.payment_status.as_deref() == Some("paid") =>
            {
                (PaymentStatus::Paid, object.amount_total?, 0)
            }
            "charge.refunded" => {
                let amount = object.amount?;
                (PaymentStatus::Refunded, amount, object.returned(amount)?)
            }
            _ => return None,
        };
        let payment = match told {
            PaymentStatus::Paid => Some(object.payment_intent.unwrap_or(object.id)),
            PaymentStatus::Refunded => object.payment_intent,
        };
        Some(Report::Payment(PaymentEvent {
            id: self.id,
            order,
            told,
            payment,
            amount: minor(amount),
            returned: minor(returned),
            currency: currency?,
        }))
    }
}

/// Responds 200 to every event that was understood, even a duplicate: Stripe repeats all others.
pub async fn webhook(State(portal): State<AppState>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(stripe) = &portal.stripe else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let header = headers
        .get("stripe-signature")
        .and_then(|header| header.to_str().ok())
        .unwrap_or_default();
    if !signature::is_right(&stripe.webhook_secret, header, &body, db::now()) {
        return (
            StatusCode::BAD_REQUEST,
            Extension(Noted(SecurityEvent::ForgedEvent)),
        )
            .into_response();
    }
    let Ok(event) = serde_json::from_slice::<Event>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let status = match event.read() {
        Some(Report::Payment(event)) => take(&portal, &event).await,
        Some(Report::CheckoutEnded { order, checkout }) => end(&portal, order, &checkout).await,
        None => StatusCode::OK,
    };
    status.into_response()
}

async fn take(portal: &AppState, event: &PaymentEvent) -> StatusCode {
    let audit = AuditContext {
        name: "Stripe".to_owned(),
        ..AuditContext::system(db::now())
    };
    match orders::apply_event(portal.system(), &audit, event).await {
        Ok(EventOutcome::Mismatch) => {
            tracing::error!(order = %event.order, "a payment that does not match its order");
            StatusCode::OK
        }
        Ok(EventOutcome::Moved | EventOutcome::Nothing | EventOutcome::Unknown) => StatusCode::OK,
        Err(error) => {
            tracing::error!(%error, "cannot process a payment");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

async fn end(portal: &AppState, order: OrderId, checkout: &str) -> StatusCode {
    match orders::close_checkout(portal.system(), order, checkout).await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            tracing::error!(%error, "cannot record that a payment page ended");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
