use crate::AppError;
use domain::{
    edits::FormVersion,
    form_token::FormToken,
    groups::KeyForm,
    ids::{GroupId, KeyId},
    keys::{KeyLimitsForm, KeyMailDraft, KeyMailForm, KeyRow, RedemptionRow},
};
use leptos::{prelude::*, server_fn::codec::Json};

/// The Keys tab: the live keys and their redemptions.
#[server(input = Json)]
pub async fn list_keys(group: GroupId) -> Result<(Vec<KeyRow>, Vec<RedemptionRow>), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ManageKeys, [group.into()]).await?;
    let mut keys = db::keys::list(cx.db(), group, db::now()).await?;
    for key in &mut keys {
        key.link = cx.absolute_url(&format!("/join/{}", key.link));
    }
    Ok((keys, db::keys::redemptions(cx.db(), group, 200).await?))
}

/// Returns a new strong key for a form.
#[server(input = Json)]
pub async fn generate_key() -> Result<String, AppError> {
    crate::server::authorize(domain::policy::Action::ManageKeys).await?;
    Ok(String::from(db::secrets::generate_key()?))
}

/// Adds a key; an empty text means a generated one.
#[server]
pub async fn create_key(
    group: GroupId,
    token: FormToken,
    #[server(flatten)] form: KeyForm,
) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ManageKeys, [group.into()]).await?;
    let audit = cx.audit_for(&token, &(group, &form))?;
    if domain::text::is_blank(&form.key) {
        let key = String::from(db::secrets::generate_key()?);
        let key = KeyForm { key, ..form }.validate()?;
        let key = db::throttles::AddedKey::generated(key.limits)?;
        db::keys::create(cx.db(), &audit, group, key).await?;
        return Ok(());
    }
    let key = form.validate()?;
    let attempt = cx.add_typed_key().await?;
    let added = db::keys::create(cx.db(), &audit, group, attempt.new_key(&key)).await;
    attempt.fail().await?;
    added?;
    Ok(())
}

#[server]
pub async fn set_key_limits(
    group: GroupId,
    key: KeyId,
    version: FormVersion,
    #[server(flatten)] form: KeyLimitsForm,
) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ManageKeys, [group.into()]).await?;
    let limits = form.validate()?;
    db::keys::set_limits(cx.db(), &cx.audit(), group, key, &version, limits).await?;
    Ok(())
}

#[server]
pub async fn set_key_paused(group: GroupId, key: KeyId, paused: bool) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ManageKeys, [group.into()]).await?;
    db::keys::set_paused(cx.db(), &cx.audit(), group, key, paused).await?;
    Ok(())
}

/// **New key**: the old text stops working; the limits and the count stay.
#[server]
pub async fn rotate_key(group: GroupId, key: KeyId) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ManageKeys, [group.into()]).await?;
    db::keys::rotate(cx.db(), &cx.audit(), group, key).await?;
    Ok(())
}

#[server]
pub async fn retire_key(group: GroupId, key: KeyId) -> Result<(), AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ManageKeys, [group.into()]).await?;
    db::keys::retire(cx.db(), &cx.audit(), group, key).await?;
    Ok(())
}

/// Returns the e-mail about a key, to be edited before it is sent.
#[server(input = Json)]
pub async fn draft_key_mail(group: GroupId, key: KeyId) -> Result<KeyMailDraft, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ManageKeys, [group.into()]).await?;
    Ok(db::keys::draft(cx.db(), cx.mail_config(), group, key, db::now()).await?)
}

/// **Send by e-mail**: returns the number of recipients.
#[server]
pub async fn send_key(
    group: GroupId,
    key: KeyId,
    token: FormToken,
    #[server(flatten)] form: KeyMailForm,
) -> Result<i64, AppError> {
    let cx =
        crate::server::authorize_on(domain::policy::Action::ManageKeys, [group.into()]).await?;
    let audit = cx.audit_for(&token, &(group, key, &form))?;
    let recipients = import_reader::recipients(&form.recipients);
    let mail = KeyMailForm { recipients, ..form }.validate()?;
    // Fails before the attempt is counted if the key does not exist.
    db::keys::link(cx.db(), group, key).await?;
    let counters = db::throttles::key_mail(cx.actor.id);
    db::throttles::record(cx.db(), &counters, audit.at).await?;
    db::keys::send(cx.db(), &audit, group, key, &mail).await?;
    let plain = crate::server::is_plain_form_post();
    let told = if plain { "?done=sent" } else { "" };
    leptos_axum::redirect(&format!("/groups/{group}/keys{told}"));
    Ok(mail.recipients.count())
}
