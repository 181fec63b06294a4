//! What e-mails need to know of the portal; their texts are in `domain::messages::mails`.
use domain::messages::mails::MailTemplates;

/// The portal's e-mail setup.
#[derive(Clone, Copy, Debug)]
pub struct MailConfig<'a> {
    /// The base of links in e-mails.
    pub base_url: &'a str,
    /// Whether a mail server is set up. Without one, no one is asked to open a link that never
    /// arrives.
    pub sends: bool,
}

impl<'a> MailConfig<'a> {
    pub(crate) fn templates(self, portal: &'a str) -> MailTemplates<'a> {
        MailTemplates {
            portal,
            base_url: self.base_url,
        }
    }
}
