use crate::AppError;
use domain::{
    backups::BackupJournal,
    edits::FormVersion,
    groups::GroupRow,
    hue::Hue,
    keys::KeyMailTemplate,
    mails::MailRow,
    page::{Page, Search},
    settings::{GeneralForm, GeneralSettings, NewUserSettings},
};
use leptos::{prelude::*, server_fn::codec::Json};

#[server(input = Json)]
pub async fn get_settings() -> Result<GeneralSettings, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    Ok(db::settings::general(cx.db()).await?)
}

/// When the portal last backed itself up, or why it could not.
#[server(input = Json)]
pub async fn get_last_backup() -> Result<BackupJournal, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    Ok(db::upkeep::last_backup(cx.db()).await?)
}

/// Saves the general settings; returns the portal's new name, and the new contact.
#[server]
pub async fn update_settings(
    version: FormVersion,
    #[server(flatten)] form: GeneralForm,
) -> Result<(String, String), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    let info = form.validate()?;
    db::settings::update(cx.db(), &cx.audit(), &version, &info).await?;
    Ok((info.portal_name.into(), info.contact.into()))
}

/// Saves the accent colour, and returns it.
#[server]
pub async fn update_accent(
    version: FormVersion,
    #[server(default)] hue: String,
) -> Result<Hue, AppError> {
    use domain::field_error::FieldErrors;
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    let hue = Hue::parse(&hue).map_err(|code| FieldErrors::of("hue", code))?;
    db::settings::set_hue(cx.db(), &cx.audit(), &version, hue).await?;
    Ok(hue)
}

/// Saves the hosts of pictures in course texts.
#[server]
pub async fn update_picture_hosts(
    version: FormVersion,
    #[server(default)] hosts: String,
) -> Result<(), AppError> {
    use domain::{field_error::FieldErrors, picture_hosts::PictureHosts};
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    let hosts = PictureHosts::parse(&hosts);
    let hosts = hosts.map_err(|code| FieldErrors::of("hosts", code))?;
    Ok(db::settings::set_picture_hosts(cx.db(), &cx.audit(), &version, &hosts).await?)
}

/// The settings for new users, with the user types that the actor can choose from.
#[server(input = Json)]
pub async fn get_new_user_settings() -> Result<NewUserSettings, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    let mut settings = db::settings::new_users(cx.db()).await?;
    settings
        .types
        .retain(|one| cx.actor.may_grant(&one.permissions));
    Ok(settings)
}

#[server]
pub async fn update_new_user_settings(
    version: FormVersion,
    default_type: String,
    #[server(default)] sign_up: String,
) -> Result<(), AppError> {
    use domain::{
        field_error::{Choice, FieldCode, FieldErrors},
        settings::SignUpMode,
    };
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    let chosen = default_type.parse();
    let missing = |_| FieldErrors::of("default_type", FieldCode::Choose(Choice::UserType));
    let chosen = chosen.map_err(missing)?;
    let sign_up = SignUpMode::parse(&sign_up)?;
    cx.ensure_may_grant(chosen).await?;
    db::settings::update_new_users(cx.db(), &cx.audit(), &version, chosen, sign_up).await?;
    Ok(())
}

/// Returns one page of the groups that match the search, to choose a default group from.
#[server(input = Json)]
pub async fn find_default_groups(search: Search) -> Result<Page<GroupRow>, AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    Ok(db::groups::list_for_default(cx.db(), None, &search, db::now()).await?)
}

/// Sets the group that new users join; an empty id removes it.
#[server]
pub async fn set_default_group(#[server(default)] group: String) -> Result<(), AppError> {
    use domain::ids::GroupId;
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    let group: Option<GroupId> =
        domain::ids::parse_optional_id(&group).ok_or(db::Error::NotFound)?;
    db::settings::set_default_group(cx.db(), &cx.audit(), group).await?;
    Ok(())
}

/// Returns the default text of e-mails that send a group key, with the version of its form.
#[server(input = Json)]
pub async fn get_key_instructions() -> Result<(KeyMailTemplate, FormVersion), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    let template = db::settings::key_instructions(cx.db()).await?;
    let version = template.saved().version();
    Ok((template, version))
}

#[server]
pub async fn update_key_instructions(
    version: FormVersion,
    #[server(default)] subject: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    use domain::field_error::FieldErrors;
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    let mut errors = FieldErrors::default();
    let Some(template) = KeyMailTemplate::parse(&mut errors, &subject, &text) else {
        return Err(errors.into());
    };
    Ok(db::settings::update_key_instructions(cx.db(), &cx.audit(), &version, &template).await?)
}

/// Restores the built-in default text.
#[server]
pub async fn reset_key_instructions() -> Result<(), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    Ok(db::settings::reset_key_instructions(cx.db(), &cx.audit()).await?)
}

/// Returns one page of the mailbox, and whether a mail server is set up.
#[server(input = Json)]
pub async fn list_mails(cursor: Option<String>) -> Result<(Page<MailRow>, bool), AppError> {
    let cx = crate::server::authorize(domain::policy::Action::EditSettings).await?;
    let cursor = cursor.map(domain::page::Cursor);
    let page = db::mails::list(cx.db(), cursor.as_ref()).await?;
    Ok((page, cx.mail_config().sends))
}
