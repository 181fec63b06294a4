//! The words of the mails about accounts.

/// A subject and a text.
pub(crate) struct RenderedMail {
    pub subject: String,
    pub text: String,
}

/// Where mails come from, and where their links lead.
#[derive(Clone, Copy)]
pub(crate) struct MailTemplates<'a> {
    /// What the portal is called.
    pub portal: &'a str,
    pub base_url: &'a str,
}

impl MailTemplates<'_> {
    fn letter(&self, subject: &str, body: &str) -> RenderedMail {
        RenderedMail {
            subject: format!("{}: {subject}", self.portal),
            text: format!("{body}\n\n{}\n{}\n", self.portal, self.base_url),
        }
    }

    pub(crate) fn confirm(&self, name: &str, token: &str) -> RenderedMail {
        let link = format!("{}/sign-up/confirm/{token}", self.base_url);
        self.letter(
            "confirm your e-mail address",
            &format!(
                "Hello {name},\n\nplease confirm that this is your e-mail address:\n\n{link}\n\n\
                 The link works once, for 24 hours. If you did not sign up, do nothing: the account \
                 goes by itself."
            ),
        )
    }

    pub(crate) fn has_account(&self) -> RenderedMail {
        let link = format!("{}/forgotten-password", self.base_url);
        self.letter(
            "you have an account already",
            &format!(
                "Hello,\n\nsomebody wants to sign up with this e-mail address, but there is an \
                 account with it already. If it was you, sign in with it. Should you have forgotten \
                 the password, you can choose a new one here:\n\n{link}\n\nIf it was not you, do \
                 nothing: nothing was changed."
            ),
        )
    }

    pub(crate) fn approved(&self, name: &str) -> RenderedMail {
        let link = format!("{}/sign-in", self.base_url);
        self.letter(
            "you can sign in",
            &format!("Hello {name},\n\nyour account was approved. Sign in here:\n\n{link}"),
        )
    }

    pub(crate) fn declined(&self, name: &str) -> RenderedMail {
        self.letter(
            "your account was declined",
            &format!(
                "Hello {name},\n\nyour account was not approved, and what you typed was deleted."
            ),
        )
    }

    pub(crate) fn new_password(&self, name: &str, token: &str) -> RenderedMail {
        let link = format!("{}/forgotten-password/{token}", self.base_url);
        self.letter(
            "choose a new password",
            &format!(
                "Hello {name},\n\nhere you can choose a new password:\n\n{link}\n\nThe link works \
                 once, for one hour. If you did not ask for it, do nothing: your password stays as \
                 it is."
            ),
        )
    }

    pub(crate) fn password_changed(&self, name: &str) -> RenderedMail {
        let link = format!("{}/forgotten-password", self.base_url);
        self.letter(
            "your password was changed",
            &format!(
                "Hello {name},\n\nyour password was changed with a link that we sent to this \
                 address, and you were signed out everywhere. If it was not you, choose another one \
                 at once, and tell an administrator:\n\n{link}"
            ),
        )
    }
}
