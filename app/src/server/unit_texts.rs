//! Units' texts: split where they are too long, and rendered when they are saved, when one without HTML is read, and
//! after an update of the renderer.
use crate::{
    AppError,
    learning::{OpenUnit, UnitBody},
};
use course_texts::Part;
use db::Db;
use domain::{
    courses::{Markdown, NewUnit, UnitContent, UnitForm, UnitKind, UnitName, VideoSource},
    field_error::{FieldCode, FieldErrors, Noun},
    ids::{CourseId, UnitId},
    messages::pictures,
    picture_hosts::{PictureHosts, host_of},
    text::{self, Shape},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

pub use course_texts::VERSION;

/// How many texts are rendered at a time; further ones wait, so that texts never take all processors.
static RENDERERS: Semaphore = Semaphore::const_new(2);

/// Renders a text that was just saved, so that its first reader does not wait. If that fails, the text is saved all the
/// same and rendered when it is read.
pub async fn render_saved(db: &Db, unit: UnitId, content: UnitContent) {
    if let UnitContent::Text(text) = content
        && let Err(error) = render(db, unit, text.into()).await
    {
        tracing::warn!(%error, %unit, "text not rendered");
    }
}

/// Returns a unit of the course as its reader sees it; `None` if the course does not have it. A text without HTML is
/// rendered without keeping it: reading writes nothing.
///
/// # Errors
/// The database failed, or the server is stopping.
pub async fn open(db: &Db, course: CourseId, id: UnitId) -> Result<Option<OpenUnit>, AppError> {
    let Some(unit) = db::learning::unit_text(db, course, id, VERSION).await? else {
        return Ok(None);
    };
    let body = match unit.kind {
        UnitKind::Link => UnitBody::Link(unit.content),
        UnitKind::Video => UnitBody::Video(VideoSource::of(&unit.content)),
        UnitKind::Text => {
            let html = match unit.html {
                Some(html) => html,
                None => rendered(id, unit.content).await?.1,
            };
            let hosts = db::settings::picture_hosts(db).await?;
            UnitBody::Html(for_readers(without_title(&html, &unit.name), &hosts))
        }
    };
    Ok(Some(OpenUnit {
        id,
        name: unit.name,
        course: unit.course,
        body,
    }))
}

/// Returns a text without the heading that it begins with, if that is the name of its unit: the page has it above.
fn without_title<'a>(html: &'a str, name: &str) -> &'a str {
    let name = name
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let below = || {
        let (level, rest) = html.strip_prefix("<h")?.split_at_checked(1)?;
        let (title, rest) = rest.split_once('>')?.1.split_once("</h")?;
        let rest = rest.strip_prefix(level)?.strip_prefix('>')?;
        (title.trim() == name).then(|| rest.trim_start())
    };
    below().unwrap_or(html)
}

/// Returns a text with the names of the pictures that the portal does not show in their place.
fn for_readers(html: &str, hosts: &PictureHosts) -> String {
    course_texts::replace_pictures(html, |address, text| {
        let host = || host_of(address).unwrap_or_default();
        (!hosts.shows(address)).then(|| pictures::not_shown(text, &host()))
    })
}

async fn rendered(unit: UnitId, text: String) -> Result<(String, String), AppError> {
    let _permit = RENDERERS
        .acquire()
        .await
        .map_err(|_| AppError::Unavailable)?;
    spawn_blocking(move || {
        let html = course_texts::render(&text, &format!("u{unit}-"));
        (text, html)
    })
    .await
    .map_err(|_| AppError::Unavailable)
}

/// Returns the units that a form describes whose text may be too long for one: then it is split at its headings, which
/// name the units after the first.
///
/// # Errors
/// What is wrong with a field; a part that is too long has no headings.
pub async fn split(form: UnitForm) -> Result<Vec<NewUnit>, AppError> {
    let too_long = |errors: &FieldErrors| {
        let mut codes = errors.iter().map(|(_, code)| code);
        codes.all(|code| {
            matches!(
                code,
                FieldCode::TooLong {
                    noun: Noun::UnitText,
                    ..
                }
            )
        })
    };
    match form.validate() {
        Ok(unit) => Ok(vec![unit]),
        Err(errors) if too_long(&errors) => {
            let units = spawn_blocking(move || split_long(&form)).await;
            Ok(units.map_err(|_| AppError::Unavailable)??)
        }
        Err(errors) => Err(errors.into()),
    }
}

fn split_long(form: &UnitForm) -> Result<Vec<NewUnit>, FieldErrors> {
    let at_content = |code| FieldErrors::of("content", code);
    let text = text::clean(Noun::UnitText, &form.content, Shape::Text).map_err(at_content)?;
    let limit = Markdown::LIMIT;
    let parts = course_texts::split(&text, limit);
    let parts = parts.ok_or_else(|| at_content(FieldCode::NoHeadings { limit }))?;
    let named = |(place, part): (usize, Part)| {
        let heading = part.title.filter(|_| place > 0);
        let name = heading.and_then(|heading| UnitName::of_heading(&heading));
        Ok(NewUnit {
            name: match name {
                Some(name) => name,
                None => {
                    UnitName::parse(&form.name).map_err(|code| FieldErrors::of("name", code))?
                }
            },
            content: UnitContent::Text(Markdown::parse(&part.text).map_err(at_content)?),
        })
    };
    parts.into_iter().enumerate().map(named).collect()
}

/// Renders a unit's text and keeps its HTML.
async fn render(db: &Db, unit: UnitId, text: String) -> Result<(), AppError> {
    let (text, html) = rendered(unit, text).await?;
    let stored = db::unit_html::store(db, unit, &text, VERSION, &html).await;
    stored.map_err(AppError::of)?;
    Ok(())
}

/// Renders the texts that no renderer of this version has rendered, one after the other.
///
/// # Errors
/// The database failed.
pub async fn render_stale(db: &Db) -> Result<(), db::Error> {
    let mut last = UnitId(0);
    while let Some(text) = db::unit_html::next_stale(db, VERSION, last).await? {
        last = text.id;
        if render(db, text.id, text.content).await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_unit_is_not_repeated_by_its_text() {
        let text = "<h3 id=\"u1-a\">A &amp; B</h3>\n<p>Words</p>\n";
        assert_eq!(without_title(text, "A & B"), "<p>Words</p>\n");
        assert_eq!(without_title(text, "A"), text);
        for other in ["", "<h", "<hr><p>A</p>", "<p>A</p>", "<h3>A", "<h3>A</h4>"] {
            assert_eq!(without_title(other, "A"), other);
        }
    }
}
