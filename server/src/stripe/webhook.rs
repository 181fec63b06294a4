//! `POST /webhooks/stripe`: authenticated by a signature alone, without a session or form.
use super::signature;
use crate::AppState;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use db::{
    AuditContext,
    orders::{self, EventOutcome},
};
use domain::{
    ids::OrderId,
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
    metadata: Metadata,
    currency: Option<String>,
    /// Of a session.
    amount_total: Option<i64>,
    payment_status: Option<String>,
    /// Of a charge.
    amount: Option<i64>,
    refunded: Option<bool>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    order: Option<String>,
}

impl Event {
    /// What the event says about an order of the portal; `None` if it is about something else.
    fn read(self) -> Option<PaymentEvent> {
        let object = self.data.object;
        let (told, amount) = match self.kind.as_str() {
            "checkout.session.completed" | "checkout.session.async_payment_succeeded"
                if object.payment_status.as_deref() == Some("paid") =>
            {
                (PaymentStatus::Paid, object.amount_total)
            }
            // A partial refund does not remove the courses.
            "charge.refunded" if object.refunded == Some(true) => {
                (PaymentStatus::Refunded, object.amount)
            }
            _ => return None,
        };
        Some(PaymentEvent {
            id: self.id,
            order: OrderId(object.metadata.order?.parse().ok()?),
            told,
            amount: amount?,
            currency: object.currency?.to_ascii_uppercase(),
        })
    }
}

/// Responds 200 to every event that was understood, even a duplicate: Stripe repeats all others.
pub async fn webhook(
    State(portal): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let Some(stripe) = &portal.stripe else {
        return StatusCode::NOT_FOUND;
    };
    let header = headers
        .get("stripe-signature")
        .and_then(|header| header.to_str().ok())
        .unwrap_or_default();
    if !signature::is_right(&stripe.webhook_secret, header, &body, db::now()) {
        return StatusCode::BAD_REQUEST;
    }
    let Ok(event) = serde_json::from_slice::<Event>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    match event.read() {
        Some(event) => take(&portal, &event).await,
        None => StatusCode::OK,
    }
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
