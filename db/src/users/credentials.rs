//! Changes of credentials: what every door does that changes an account's password or address.
use crate::{
    Error, Txn,
    access::sessions,
    base::{entities::user, search_text::case_fold},
    delivery::{
        mail_config::MailConfig,
        mails,
        one_time_tokens::{self, TokenPurpose},
    },
    settings::portal_name_on,
};
use domain::{ids::UserId, time::Timestamp};

/// How an account's credentials change.
pub(crate) struct CredentialChange<'a> {
    /// The row as it was.
    pub before: &'a user::Model,
    pub email: &'a str,
    pub new_password: bool,
    /// The token of the one session that stays.
    pub keep: Option<&'a str>,
}

impl CredentialChange<'_> {
    /// Does what follows from the change of a locked user: links and other sessions end, and the owner
    /// is told at the address of before and at the new one.
    pub(crate) async fn follow(
        &self,
        txn: &Txn,
        mail_config: MailConfig<'_>,
        at: Timestamp,
    ) -> Result<(), Error> {
        // A link that was requested before must not work, whatever else was saved.
        end_links(txn, &[self.before.id]).await?;
        let new_email = self.before.email_folded != case_fold(self.email);
        if !self.new_password && !new_email {
            return Ok(());
        }
        sessions::end_all_but(txn, self.before.id, self.keep).await?;
        if !mail_config.sends {
            return Ok(());
        }
        let portal = portal_name_on(txn).await?;
        let templates = mail_config.templates(&portal);
        let (name, old) = (self.before.full_name(), &self.before.email);
        if self.new_password {
            let mail = templates.password_changed(&name);
            mails::enqueue(txn, old, &mail.subject, &mail.text, at).await?;
        }
        if new_email {
            let mail = templates.email_changed(&name, old, self.email);
            for to in [old, self.email] {
                mails::enqueue(txn, to, &mail.subject, &mail.text, at).await?;
            }
        }
        Ok(())
    }
}

/// Ends the links by which someone could still set a password or an address of these users.
pub(crate) async fn end_links(txn: &Txn, users: &[UserId]) -> Result<(), Error> {
    for purpose in [TokenPurpose::Password, TokenPurpose::Email] {
        one_time_tokens::end_all_of(txn, purpose, users).await?;
    }
    Ok(())
}
