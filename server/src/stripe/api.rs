//! Requests to Stripe's API: payment pages and refunds.
use super::{Stripe, amounts};
use app::server::{CardError, CardProvider, EndedCheckout};
use axum::http::StatusCode;
use db::orders::{PayableOrder, ProviderPayment};
use futures::future::BoxFuture;
use serde::{Deserialize, de::DeserializeOwned};

/// The payment page of an order.
#[derive(Deserialize)]
pub(super) struct Session {
    pub id: String,
    pub url: String,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("Stripe cannot be reached: {0}")]
    Unreachable(#[from] reqwest::Error),
    #[error("Stripe cannot answer: {0}")]
    Away(StatusCode),
    /// With Stripe's code of the reason, and its message.
    #[error("Stripe refused: {status}, {code}: {message}")]
    Refused {
        status: StatusCode,
        code: String,
        message: String,
    },
    #[error("Stripe answered with an address that is not its own")]
    Address,
}

impl Error {
    fn refused(code: &str) -> Self {
        Self::Refused {
            status: StatusCode::BAD_REQUEST,
            code: code.to_owned(),
            message: String::new(),
        }
    }
}

impl From<&Error> for CardError {
    fn from(error: &Error) -> Self {
        match error {
            Error::Refused { .. } => Self::Refused,
            Error::Unreachable(_) | Error::Away(_) | Error::Address => Self::Away,
        }
    }
}

/// Stripe's answer to a request that it refuses.
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    error: Reason,
}

#[derive(Default, Deserialize)]
struct Reason {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

/// The state of a payment page, or of a refund.
#[derive(Deserialize)]
struct State {
    #[serde(default)]
    status: String,
}

impl Stripe {
    /// Creates the page on which the order is paid. A second request of the same attempt returns the
    /// same page.
    pub(super) async fn check_out(
        &self,
        base_url: &str,
        order: &PayableOrder,
    ) -> Result<Session, Error> {
        let id = order.order.to_string();
        let page = format!("{base_url}/orders/{id}");
        let amount = amounts::to_stripe(order.amount, order.currency)
            .ok_or_else(|| Error::refused(amounts::UNFIT))?
            .to_string();
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
        let key = format!("{base_url} order {id} attempt {}", order.attempt);
        let session: Session = self.post("/v1/checkout/sessions", &key, &form).await?;
        let known = ["https://checkout.stripe.com/", self.address.as_str()];
        if !known.iter().any(|known| session.url.starts_with(known)) {
            return Err(Error::Address);
        }
        Ok(session)
    }

    /// Ends a payment page. One that cannot be ended was completed, or ended before.
    async fn expire(&self, checkout: &str) -> Result<EndedCheckout, Error> {
        let path = format!("/v1/checkout/sessions/{checkout}");
        let key = format!("expire {checkout}");
        let ended = self
            .post::<State>(&format!("{path}/expire"), &key, &[])
            .await;
        let refused = match ended {
            Ok(_) => return Ok(EndedCheckout::Ended),
            Err(Error::Refused { message, .. }) => message,
            Err(error) => return Err(error),
        };
        let request = self.client.get(format!("{}{path}", self.address));
        let complete = match self.answer::<State>(request).await {
            Ok(session) => session.status == "complete",
            Err(Error::Refused { .. }) => refused.contains("complete"),
            Err(error) => return Err(error),
        };
        Ok(if complete {
            EndedCheckout::Complete
        } else {
            EndedCheckout::Ended
        })
    }

    /// Returns what is left of a payment; one that was returned already is no error.
    async fn return_money(&self, payment: &ProviderPayment) -> Result<(), Error> {
        let (reference, before) = (&payment.reference, payment.returned.minor());
        let key = format!("refund {reference} after {before}");
        let form = [("payment_intent", reference.as_str())];
        match self.post::<State>("/v1/refunds", &key, &form).await {
            Ok(refund) if matches!(refund.status.as_str(), "failed" | "canceled") => {
                Err(Error::refused("refund_failed"))
            }
            Ok(_) => Ok(()),
            Err(Error::Refused { code, .. }) if code == "charge_already_refunded" => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A request with the same `key` is carried out once.
    async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        key: &str,
        form: &[(&str, &str)],
    ) -> Result<T, Error> {
        let request = self.client.post(format!("{}{path}", self.address));
        let request = request.header("Idempotency-Key", key).form(form);
        self.answer(request).await
    }

    async fn answer<T: DeserializeOwned>(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<T, Error> {
        let answer = request.bearer_auth(&self.key).send().await?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer.json().await?);
        }
        if !status.is_client_error() || is_for_later(status) {
            return Err(Error::Away(status));
        }
        let Reason { code, message } = answer.json::<Refusal>().await.unwrap_or_default().error;
        Err(Error::Refused {
            status,
            code,
            message,
        })
    }
}

/// Whether the same request may succeed later: too many at once, or two of the same.
const fn is_for_later(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::CONFLICT | StatusCode::REQUEST_TIMEOUT
    )
}

impl CardProvider for Stripe {
    fn end_checkout<'a>(
        &'a self,
        checkout: &'a str,
    ) -> BoxFuture<'a, Result<EndedCheckout, CardError>> {
        Box::pin(async move { self.expire(checkout).await.map_err(|error| logged(&error)) })
    }

    fn refund<'a>(&'a self, payment: &'a ProviderPayment) -> BoxFuture<'a, Result<(), CardError>> {
        Box::pin(async move {
            self.return_money(payment)
                .await
                .map_err(|error| logged(&error))
        })
    }
}

fn logged(error: &Error) -> CardError {
    tracing::error!(%error, "the payment provider did not do it");
    error.into()
}
