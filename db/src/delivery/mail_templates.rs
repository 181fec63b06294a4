//! The texts of the e-mails about accounts.

/// A subject and a text.
pub(crate) struct RenderedMail {
    pub subject: String,
    pub text: String,
}

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

/// The portal's name and address, for the e-mails that it sends.
#[derive(Clone, Copy)]
pub(crate) struct MailTemplates<'a> {
    /// The portal's name.
    pub portal: &'a str,
    pub base_url: &'a str,
}

impl MailTemplates<'_> {
    fn render(&self, subject: &str, body: &str) -> RenderedMail {
        RenderedMail {
            subject: format!("{}: {subject}", self.portal),
            text: format!("{body}\n\n{}\n{}\n", self.portal, self.base_url),
        }
    }

    pub(crate) fn confirm(&self, name: &str, token: &str) -> RenderedMail {
        let link = format!("{}/sign-up/confirm/{token}", self.base_url);
        self.render(
            "confirm your e-mail address",
            &format!(
                "Hello {name},\n\nPlease confirm that this is your e-mail address:\n\n{link}\n\n\
                 The link works once, for 24 hours. If you didn’t sign up, ignore this e-mail and \
                 the account will be removed."
            ),
        )
    }

    pub(crate) fn has_account(&self) -> RenderedMail {
        let link = format!("{}/forgotten-password", self.base_url);
        self.render(
            "you already have an account",
            &format!(
                "Hello,\n\nSomeone tried to sign up with this e-mail address, but it already has an \
                 account. If it was you, sign in, or choose a new password here:\n\n{link}\n\n\
                 If it wasn’t you, ignore this e-mail. Nothing has changed."
            ),
        )
    }

    pub(crate) fn approved(&self, name: &str) -> RenderedMail {
        let link = format!("{}/sign-in", self.base_url);
        self.render(
            "you can sign in",
            &format!("Hello {name},\n\nYour account was approved. Sign in here:\n\n{link}"),
        )
    }

    pub(crate) fn declined(&self, name: &str) -> RenderedMail {
        self.render(
            "your account was declined",
            &format!(
                "Hello {name},\n\nYour account was not approved. The data you entered was deleted."
            ),
        )
    }

    pub(crate) fn new_password(&self, name: &str, token: &str) -> RenderedMail {
        let link = format!("{}/forgotten-password/{token}", self.base_url);
        self.render(
            "choose a new password",
            &format!(
                "Hello {name},\n\nChoose a new password with this link:\n\n{link}\n\nThe link works \
                 once, for one hour. If you didn’t ask for it, ignore this e-mail. Your password \
                 stays the same."
            ),
        )
    }

    pub(crate) fn password_changed(&self, name: &str) -> RenderedMail {
        let link = format!("{}/forgotten-password", self.base_url);
        self.render(
            "your password was changed",
            &format!(
                "Hello {name},\n\nYour password was changed with a link that we sent to this \
                 address, and you were signed out everywhere. If it wasn’t you, choose a new \
                 password now and tell an administrator:\n\n{link}"
            ),
        )
    }
}
