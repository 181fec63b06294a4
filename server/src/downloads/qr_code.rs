use app::{
    AppError,
    server::{Gate, Refusal},
};
use axum::{
    extract::Path,
    http::header,
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
    gate: Gate,
    Path((group, key)): Path<(GroupId, KeyId)>,
) -> Result<Response, Refusal> {
    let cx = gate
        .authorize_on(Action::ManageKeys, [group.into()])
        .await?;
    let token = db::keys::link(cx.db(), group, key).await?;
    let address = cx.absolute_url(&format!("/join/{token}"));
    picture(&address)
}

/// This text as a QR code.
pub(super) fn picture(text: &str) -> Result<Response, Refusal> {
    match QRBuilder::new(text).ecl(ECL::M).build() {
        Ok(code) => {
            let picture = SvgBuilder::default().margin(4).to_str(&code);
            Ok(([(header::CONTENT_TYPE, "image/svg+xml")], picture).into_response())
        }
        Err(error) => {
            tracing::error!(%error, "cannot create the QR code");
            Err(AppError::Internal.into())
        }
    }
}
