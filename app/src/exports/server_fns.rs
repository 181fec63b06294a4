use crate::AppError;
use domain::exports::ExportChoice;
use leptos::{prelude::*, server_fn::codec::Json};

/// Returns how the user exported a list last in this browser.
#[server(input = Json)]
pub async fn get_export_choice() -> Result<ExportChoice, AppError> {
    crate::server::authorize(domain::policy::Action::BeSignedIn).await?;
    Ok(crate::server::caller().export)
}
