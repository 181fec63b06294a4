//! What a refused form leaves for the next page (docs/decisions/0005).
use crate::{AppState, body_limit};
use app::{AppError, flash::Flash, server::flash_cookie};
use db::flashes::{self, FlashKind};
use domain::ids::UserId;
use std::collections::HashMap;

/// How many bytes of a refused form's input are kept.
const FLASH_LIMIT: usize = 64 * 1024;

/// A kept flash: its token in the next page's URL and, of a guest, the cookie that holds it.
pub struct Kept {
    pub token: String,
    pub cookie: Option<String>,
}

/// Keeps a user's input in the database, and a guest's in the guest's browser.
pub async fn keep(
    portal: &AppState,
    user: Option<UserId>,
    path: &str,
    error: AppError,
    fields: HashMap<String, String>,
) -> Result<Kept, db::Error> {
    let flash = Flash {
        token: String::new(),
        path: path.to_owned(),
        error,
        fields,
    };
    let Some(user) = user else {
        return keep_in_browser(portal, flash);
    };
    let body = serde_json::to_string(&flash).map_err(|_| db::Error::InvalidData("flash"))?;
    let token = flashes::put_own(portal.system(), FlashKind::Form, user, &body, db::now()).await?;
    Ok(Kept {
        token,
        cookie: None,
    })
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
fn keep_in_browser(portal: &AppState, mut flash: Flash) -> Result<Kept, db::Error> {
    flash.token = db::secrets::token()?;
    loop {
        let body = serde_json::to_string(&flash).map_err(|_| db::Error::InvalidData("flash"))?;
        if let Some(value) = flashes::seal_for_browser(portal.system(), &body, db::now())? {
            let cookie = flash_cookie(&portal.base_url, &value, flashes::SHORT);
            return Ok(Kept {
                token: flash.token,
                cookie: Some(cookie),
            });
        }
        let longest = flash
            .fields
            .iter()
            .max_by_key(|(name, value)| name.len() + value.len());
        match longest.map(|(name, _)| name.clone()) {
            Some(name) => flash.fields.remove(&name),
            None => {
                return Ok(Kept {
                    token: flash.token,
                    cookie: None,
                });
            }
        };
    }
}
