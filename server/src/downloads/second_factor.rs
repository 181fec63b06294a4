use super::qr_code::picture;
use app::server::{Gate, Refusal, query_value};
use axum::response::Response;
use domain::policy::Action;

/// The secret of a second factor that is being set up, as authenticator apps read it.
pub async fn second_factor_qr_code(gate: Gate) -> Result<Response, Refusal> {
    let cx = gate.authorize(Action::SecureAccount)?;
    let set_up = db::second_factor::set_up_of(cx.db(), cx.actor.id).await?;
    let portal = db::settings::portal_name(cx.db()).await?;
    let (portal, login) = (query_value(&portal), query_value(&set_up.login));
    let address = format!(
        "otpauth://totp/{portal}:{login}?secret={}&issuer={portal}",
        set_up.secret
    );
    picture(&address)
}
