//! How an upload is answered: as JSON for the script, as a redirect for a plain form.
use crate::{
    AppState,
    server_fns::{
        accepts_html,
        flashes::{self, PlainPost},
        referring_page, sign_in_and_return, why_unread,
    },
};
use app::{AppError, server::Caller};
use axum::{
    Json,
    extract::{Request, multipart::MultipartError},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    field_error::{FieldCode, FieldErrors},
    ids::{GroupId, ImportId, UserId},
    imports::stored::ImportKind,
    policy::Actor,
};
use serde_json::json;
use std::collections::HashMap;

/// The path of the route, by which the form finds its flash.
pub const PATH: &str = "/imports";

/// Why a list was not received.
#[derive(Debug)]
pub enum Refused {
    Error(AppError),
    /// Something is wrong with the list as a whole.
    List(FieldCode),
    /// The body could not be read to its end.
    Unread(StatusCode),
}

impl Refused {
    pub fn list(code: FieldCode) -> Self {
        Self::List(code)
    }

    pub fn too_large(bytes: u64) -> Self {
        Self::List(FieldCode::UploadTooLarge(bytes))
    }

    fn status_and_error(self) -> (StatusCode, AppError) {
        let at_file = |code| AppError::of_fields(&FieldErrors::of("file", code));
        match self {
            Self::Error(error) => (error.status(), error),
            Self::List(code) => {
                let status = match code {
                    FieldCode::UploadTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                };
                (status, at_file(code))
            }
            Self::Unread(status) => {
                let code = match status {
                    StatusCode::REQUEST_TIMEOUT => FieldCode::UploadTooSlow,
                    _ => FieldCode::UploadBrokenOff,
                };
                (status, at_file(code))
            }
        }
    }
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self::Error(error)
    }
}

impl From<db::Error> for Refused {
    fn from(error: db::Error) -> Self {
        Self::Error(AppError::of(error))
    }
}

impl From<MultipartError> for Refused {
    fn from(error: MultipartError) -> Self {
        Self::Unread(why_unread(&error))
    }
}

/// Knows who asked, and for what.
pub struct Answerer {
    portal: AppState,
    user: Option<UserId>,
    is_multipart: bool,
    is_plain: bool,
    /// The page with the form.
    from: String,
    kind: Option<ImportKind>,
    group: Option<GroupId>,
}

impl Answerer {
    pub fn of(portal: &AppState, request: &Request) -> Self {
        let headers = request.headers();
        let caller = request.extensions().get::<Caller>();
        let actor = caller.and_then(|caller| caller.actor.as_ref());
        let kind = headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        Self {
            portal: portal.clone(),
            user: actor.map(Actor::real_id),
            is_multipart: kind.eq_ignore_ascii_case("multipart/form-data"),
            is_plain: accepts_html(headers),
            from: referring_page(&portal.base_url, headers),
            kind: None,
            group: None,
        }
    }

    pub const fn is_multipart(&self) -> bool {
        self.is_multipart
    }

    pub const fn is_for(&mut self, kind: Option<ImportKind>, group: Option<GroupId>) {
        self.kind = kind;
        self.group = group;
    }

    /// Other sites could post the other types.
    pub fn unsupported(&self) -> Response {
        if self.is_multipart {
            // Without a boundary.
            return (StatusCode::BAD_REQUEST, Json(AppError::BadRequest)).into_response();
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response()
    }

    pub fn failed(&self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, Json(AppError::Internal)).into_response()
    }

    pub fn received(&self, import: ImportId) -> Response {
        let location = format!("{PATH}/{import}");
        if self.is_plain {
            return see_other(&location);
        }
        Json(json!({ "location": location })).into_response()
    }

    pub async fn refused(&self, refused: Refused) -> Response {
        let (status, error) = refused.status_and_error();
        if self.is_plain && error == AppError::SignedOut {
            return see_other(&sign_in_and_return(&self.from));
        }
        let Some(kind) = self.kind.filter(|_| self.is_plain) else {
            return (status, Json(error)).into_response();
        };
        let post = PlainPost {
            user: self.user,
            path: PATH.to_owned(),
            back: kind.upload_path(self.group),
            fields: HashMap::new(),
        };
        let mut headers = HeaderMap::new();
        match flashes::keep(&self.portal, &mut headers, post, error).await {
            Ok(target) => (headers, see_other(&target)).into_response(),
            Err(error) => {
                tracing::error!(%error, "flash not kept");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
        }
    }
}

fn see_other(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
