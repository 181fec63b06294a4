//! E-mails about a second factor.
use crate::{
    Error, Txn,
    base::entities::user,
    delivery::{mail_config::MailConfig, mails},
};
use domain::time::Timestamp;

/// Tells the owner what happened to the second factor.
pub(super) async fn tell(
    txn: &Txn,
    mail_config: MailConfig<'_>,
    portal: &str,
    user: &user::Model,
    what: &str,
    at: Timestamp,
) -> Result<(), Error> {
    if !mail_config.sends {
        return Ok(());
    }
    let templates = mail_config.templates(portal);
    let mail = templates.second_factor_changed(&user.full_name(), what);
    mails::enqueue(txn, &user.email, &mail.subject, &mail.text, at).await
}
