//! Invitations: e-mails with a link to choose a first password.
use crate::{
    Error, Txn,
    delivery::{
        mail_config::MailConfig,
        mails::{self, Personal},
        one_time_tokens,
    },
    settings,
};
use domain::{ids::UserId, imports::stored::INVITATION_DAYS, time::Timestamp};

/// A user without a password.
pub(crate) struct Invited<'a> {
    pub user: UserId,
    /// First and last name.
    pub name: String,
    pub login: &'a str,
    pub email: &'a str,
}

/// Mails these users a link each; their earlier ones no longer work.
pub(crate) async fn send(
    txn: &Txn,
    base_url: &str,
    invited: &[Invited<'_>],
    now: Timestamp,
) -> Result<(), Error> {
    if invited.is_empty() {
        return Ok(());
    }
    let ids: Vec<UserId> = invited.iter().map(|one| one.user).collect();
    let tokens = one_time_tokens::invite(txn, &ids, INVITATION_DAYS, now).await?;
    let portal = settings::portal_name_on(txn).await?;
    let config = MailConfig {
        base_url,
        sends: true,
    };
    let templates = config.templates(&portal);
    let mails = invited.iter().zip(&tokens).map(|(one, token)| {
        let mail = templates.invitation(&one.name, one.login, token);
        Personal {
            to: one.email.to_owned(),
            subject: mail.subject,
            text: mail.text,
        }
    });
    mails::enqueue_all_confidential(txn, &mails.collect::<Vec<_>>(), now).await
}
