//! Sends form data to a server function.
use crate::{AppError, changes::page_id, decode_error};
use domain::events::PAGE_HEADER;
use gloo_net::http::{Request, Response};
use leptos::server_fn::redirect::REDIRECT_HEADER;

/// The JSON that the function returned, and the page that it leads to.
pub struct Answer {
    pub body: Result<String, AppError>,
    pub location: Option<String>,
}

pub async fn post(path: &str, data: String) -> Answer {
    send(path, data).await.unwrap_or_else(|error| Answer {
        body: Err(error),
        location: None,
    })
}

async fn send(path: &str, data: String) -> Result<Answer, AppError> {
    let lost = |_| AppError::Unreachable;
    let request = Request::post(path)
        .header("Accept", "application/json")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header(PAGE_HEADER, &page_id())
        .body(data)
        .map_err(lost)?;
    let response = request.send().await.map_err(lost)?;
    let body = response.text().await.map_err(lost)?;
    let location = redirect_of(&response);
    let body = if response.ok() {
        Ok(body)
    } else {
        Err(serde_json::from_slice(body.as_bytes()).unwrap_or_else(|_| decode_error()))
    };
    Ok(Answer { body, location })
}

fn redirect_of(response: &Response) -> Option<String> {
    let headers = response.headers();
    headers.get(REDIRECT_HEADER)?;
    headers.get("Location")
}
