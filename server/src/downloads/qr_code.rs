use super::{failed, finds};
use crate::AppState;
use app::server::Caller;
use axum::{
    Extension,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    ids::{GroupId, KeyId},
    policy::Action,
};
use fast_qr::{
    ECL, QRBuilder,
    convert::{Builder, svg::SvgBuilder},
};

/// The join link of a key as a QR code.
pub async fn qr_code(
    State(portal): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path((group, key)): Path<(i64, i64)>,
) -> Response {
    if let Err(refusal) = finds(&portal, &caller, Action::ManageKeys, GroupId(group)).await {
        return refusal;
    }
    let token = match db::keys::link(&portal.db, GroupId(group), KeyId(key)).await {
        Ok(token) => token,
        Err(error) => return failed(error),
    };
    let address = format!("{}/join/{token}", portal.base_url);
    match QRBuilder::new(address).ecl(ECL::M).build() {
        Ok(code) => {
            let picture = SvgBuilder::default().margin(4).to_str(&code);
            ([(header::CONTENT_TYPE, "image/svg+xml")], picture).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "cannot create the QR code");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
