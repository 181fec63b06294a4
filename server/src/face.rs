//! The icon of pages: the initial of the portal's name in its accent colour. Its address has all that it depends on, so
//! it needs neither the database nor a session, and browsers keep it for ever.
use crate::AppState;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    face::{Face, initial, is_initial},
    hue::Hue,
};

const SVG: (HeaderName, &str) = (header::CONTENT_TYPE, "image/svg+xml");

/// `--color-primary` of the light theme in `style/main.css`: lightness and chroma.
const ACCENT: &str = "47% 0.19";

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/face/{hue}/{initial}/icon.svg", get(named))
        .route("/favicon.svg", get(current))
        .route("/favicon.ico", get(current))
}

/// The icon that pages name.
async fn named(Path((hue, initial)): Path<(String, String)>) -> Response {
    let hue = hue.parse().ok().and_then(Hue::new);
    let mut letters = initial.chars();
    let letter = letters.next().filter(|c| is_initial(*c));
    let (Some(hue), Some(letter), None) = (hue, letter, letters.next()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let caching = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    ([SVG, caching], icon(hue, letter)).into_response()
}

/// The icon of what has no page, and of who does not read one first: that of the portal, as its last page showed it.
async fn current(State(portal): State<AppState>) -> Response {
    let Face { name, hue } = &*portal.monitor.face();
    let caching = (header::CACHE_CONTROL, "public, max-age=86400");
    ([SVG, caching], icon(*hue, initial(name))).into_response()
}

fn icon(hue: Hue, initial: char) -> String {
    // Of a letter whose capital is two letters, the first.
    let letter = initial.to_uppercase().next().unwrap_or(initial);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><rect width=\"24\" height=\"24\" rx=\"6\" \
         fill=\"oklch({ACCENT} {hue})\"/><text x=\"12\" y=\"17.3\" text-anchor=\"middle\" \
         font-family=\"system-ui,sans-serif\" font-size=\"15\" font-weight=\"600\" fill=\"#fff\">{letter}</text></svg>",
        hue = hue.degrees()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_has_the_accent_colour_of_the_light_theme() {
        let style = include_str!("../../style/main.css");
        let first = style.split("--color-primary: ").nth(1).unwrap();
        assert!(first.starts_with(&format!("oklch({ACCENT} var(--hue))")));
    }

    #[test]
    fn the_letter_is_a_capital() {
        for (initial, letter) in [('m', 'M'), ('ß', 'S'), ('学', '学')] {
            let icon = icon(Hue::default(), initial);
            assert!(icon.ends_with(&format!(">{letter}</text></svg>")), "{icon}");
        }
    }
}
