use super::qr_code::picture;
use app::server::{Gate, Refusal};
use axum::{http::header, response::Response};
use domain::policy::Action;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The secret of a second factor that is being set up, as authenticator apps read it.
pub async fn second_factor_qr_code(gate: Gate) -> Result<Response, Refusal> {
    let cx = gate.authorize(Action::SecureAccount)?;
    let set_up = db::second_factor::set_up_of(cx.db(), cx.actor.id).await?;
    let portal = db::settings::portal_name(cx.db()).await?;
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (portal, login) = (encoded(&portal), encoded(&set_up.login));
    let address = format!(
        "otpauth://totp/{portal}:{login}?secret={}&issuer={portal}",
        set_up.secret
    );
    let mut response = picture(&address)?;
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    Ok(response)
}
