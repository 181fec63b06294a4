//! What a refused form leaves for the next page (docs/decisions/0005).
use crate::{AppState, body_limit};
use app::{AppError, flash::Flash, server::flash_cookie};
use axum::http::{HeaderMap, header};
use db::flashes::{self, FlashKind};
use domain::ids::UserId;
use std::collections::HashMap;

/// How many bytes of a refused form's input are kept.
const FLASH_LIMIT: usize = 64 * 1024;

/// A form that the browser posted by itself.
pub struct PlainPost {
    pub user: Option<UserId>,
    /// Of the function or route.
    pub path: String,
    /// The page with the form.
    pub back: String,
    /// What was typed, without passwords.
    pub fields: HashMap<String, String>,
}

/// Keeps a user's input in the database, and a guest's in a cookie among the `headers`. Returns the page
/// with the form, which shows the error.
pub async fn keep(
    portal: &AppState,
    headers: &mut HeaderMap,
    post: PlainPost,
    error: AppError,
) -> Result<String, db::Error> {
    let flash = Flash {
        token: String::new(),
        path: post.path,
        error,
        fields: post.fields,
    };
    let token = match post.user {
        None => keep_in_browser(portal, headers, flash)?,
        Some(user) => {
            let body =
                serde_json::to_string(&flash).map_err(|_| db::Error::InvalidData("flash"))?;
            flashes::put_own(portal.system(), FlashKind::Form, user, &body, db::now()).await?
        }
    };
    let back = post.back;
    let mark = if back.contains('?') { '&' } else { '?' };
    Ok(format!("{back}{mark}flash={token}"))
}

/// Returns what was typed into a form whose body may have `limit` bytes: of one for long texts
/// everything, as no one wants to lose a long text.
pub(super) fn typed(body: &[u8], limit: usize) -> HashMap<String, String> {
    let typed: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    let is_text = limit > body_limit::BODY_LIMIT;
    let mut left = if is_text { limit } else { FLASH_LIMIT };
    typed
        .into_iter()
        .filter(|(name, _)| !name.contains("password"))
        .take_while(|(_, value)| {
            let fits = value.len() <= left;
            left = left.saturating_sub(value.len());
            fits
        })
        .collect()
}

/// What does not fit into a cookie is left out, the longest first: the sentence always comes back.
fn keep_in_browser(
    portal: &AppState,
    headers: &mut HeaderMap,
    mut flash: Flash,
) -> Result<String, db::Error> {
    flash.token = db::secrets::token()?;
    loop {
        let body = serde_json::to_string(&flash).map_err(|_| db::Error::InvalidData("flash"))?;
        if let Some(value) = flashes::seal_for_browser(portal.system(), &body, db::now())? {
            let cookie = flash_cookie(&portal.base_url, &value, flashes::SHORT);
            if let Ok(cookie) = cookie.parse() {
                headers.append(header::SET_COOKIE, cookie);
            }
            return Ok(flash.token);
        }
        let longest = flash
            .fields
            .iter()
            .max_by_key(|(name, value)| name.len() + value.len());
        match longest.map(|(name, _)| name.clone()) {
            Some(name) => flash.fields.remove(&name),
            None => return Ok(flash.token),
        };
    }
}
