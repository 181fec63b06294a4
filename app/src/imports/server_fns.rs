use crate::AppError;
use domain::{
    ids::{BranchOption, GroupId, ImportId},
    imports::{
        forms::{ChoicesForm, NumberedTexts, ReadingForm},
        stored::{ImportKind, RowVerdict},
        views::{ImportRowForm, ImportRowView, ImportView},
    },
    page::{Cursor, Page},
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// An import, and what can be chosen for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedImport {
    pub view: ImportView,
    /// Whether e-mails are sent, so that new users can be invited.
    pub can_invite: bool,
    /// The branches that the importer can choose, once the list is checked.
    pub branches: Vec<BranchOption>,
}

#[server(input = Json)]
pub async fn get_import(import: ImportId) -> Result<OpenedImport, AppError> {
    let cx = crate::server::authorize_import(import).await?;
    let view = db::imports::get(cx.db(), import, db::now()).await?;
    let chooses = view.has_choices() && cx.actor.may(domain::policy::Action::ListBranches);
    let branches = if chooses {
        db::branches::options(cx.db()).await?
    } else {
        Vec::new()
    };
    Ok(OpenedImport {
        view,
        can_invite: cx.mail_config().sends,
        branches,
    })
}

/// Returns the actor's newest lists of this kind.
#[server(input = Json)]
pub async fn list_imports(
    kind: ImportKind,
    group: Option<GroupId>,
) -> Result<Vec<ImportView>, AppError> {
    const MOST: u64 = 10;
    let cx = crate::server::authorize_import_of(kind, group).await?;
    let Some(actor) = cx.audit().actor else {
        return Ok(Vec::new());
    };
    Ok(db::imports::recent(cx.db(), actor, kind, group, MOST, db::now()).await?)
}

/// Returns a page of the rows with this verdict, or of all.
#[server(input = Json)]
pub async fn list_import_rows(
    import: ImportId,
    verdict: Option<RowVerdict>,
    cursor: Option<Cursor>,
) -> Result<Page<ImportRowView>, AppError> {
    let cx = crate::server::authorize_import(import).await?;
    Ok(db::imports::rows(cx.db(), import, verdict, cursor.as_ref()).await?)
}

#[server(input = Json)]
pub async fn get_import_row(import: ImportId, place: i64) -> Result<ImportRowForm, AppError> {
    let cx = crate::server::authorize_import(import).await?;
    Ok(db::imports::row(cx.db(), import, place).await?)
}

/// Uses each column for the field chosen for it, and checks the list again.
#[server]
pub async fn set_import_columns(
    import: ImportId,
    #[server(flatten)] form: NumberedTexts,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_import(import).await?;
    db::imports::set_columns(cx.db(), import, &form.fields()).await?;
    cx.continue_import(import).await;
    leptos_axum::redirect(&format!("/imports/{import}"));
    Ok(())
}

#[server]
pub async fn set_import_choices(
    import: ImportId,
    #[server(flatten)] form: ChoicesForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_import(import).await?;
    let choices = form.parse().ok_or(AppError::BadRequest)?;
    db::imports::set_choices(cx.db(), import, &choices).await?;
    cx.continue_import(import).await;
    leptos_axum::redirect(&format!("/imports/{import}"));
    Ok(())
}

/// Reads the list again in this way.
#[server]
pub async fn set_import_reading(
    import: ImportId,
    #[server(flatten)] form: ReadingForm,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_import(import).await?;
    db::imports::set_reading(cx.db(), import, &form.parse()).await?;
    cx.continue_import(import).await;
    Ok(())
}

/// Returns the text of a pasted list, to be changed; empty if it is a file's, too long for a field, or applied.
#[server(input = Json)]
pub async fn get_pasted_list(import: ImportId) -> Result<String, AppError> {
    let cx = crate::server::authorize_import(import).await?;
    let pasted = db::imports::pasted(cx.db(), import).await?;
    Ok(pasted.unwrap_or_default())
}

/// Replaces the cells of a row, and checks the list again.
#[server]
pub async fn correct_import_row(
    import: ImportId,
    place: i64,
    #[server(flatten)] form: NumberedTexts,
    #[server(default)] return_to: String,
) -> Result<(), AppError> {
    let cx = crate::server::authorize_import(import).await?;
    db::imports::correct(cx.db(), import, place, form.texts("cell")).await?;
    cx.continue_import(import).await;
    crate::server::redirect_to(&return_to);
    Ok(())
}

#[server]
pub async fn start_import(import: ImportId) -> Result<(), AppError> {
    let cx = crate::server::authorize_import(import).await?;
    db::imports::start(cx.db(), &cx.audit(), import).await?;
    go_on(&cx, import).await?;
    leptos_axum::redirect(&format!("/imports/{import}"));
    Ok(())
}

#[server]
pub async fn cancel_import(import: ImportId) -> Result<(), AppError> {
    let cx = crate::server::authorize_import(import).await?;
    db::imports::cancel(cx.db(), &cx.audit(), import).await?;
    leptos_axum::redirect(&format!("/imports/{import}"));
    Ok(())
}

#[server]
pub async fn undo_import(import: ImportId) -> Result<(), AppError> {
    let cx = crate::server::authorize_import(import).await?;
    db::imports::undo(cx.db(), &cx.audit(), import).await?;
    go_on(&cx, import).await?;
    leptos_axum::redirect(&format!("/imports/{import}"));
    Ok(())
}

/// Deletes a list that was not applied.
#[server]
pub async fn discard_import(import: ImportId) -> Result<(), AppError> {
    let cx = crate::server::authorize_import(import).await?;
    let owner = db::imports::owner(cx.db(), import).await?;
    db::imports::discard(cx.db(), import).await?;
    leptos_axum::redirect(&owner.kind.upload_path(owner.group));
    Ok(())
}

/// Members are added by a mass action, everything else by the import itself.
#[cfg(feature = "ssr")]
async fn go_on(cx: &crate::server::Authorized, import: ImportId) -> Result<(), AppError> {
    let view = db::imports::get(cx.db(), import, db::now()).await?;
    match view.mass_action {
        Some(action) => cx.spawn_mass_action(action),
        None => cx.continue_import(import).await,
    }
    Ok(())
}
