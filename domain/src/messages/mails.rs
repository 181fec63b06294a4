//! The texts of the e-mails that the portal sends, and the built-in template of those with a group key.

/// A subject and a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedMail {
    pub subject: String,
    pub text: String,
}

/// The subject of the built-in key mail, with the placeholders of `keys::Placeholder`.
pub const KEY_SUBJECT: &str = "{portal}: join the group {group}";

/// The text of the built-in key mail.
pub const KEY_TEXT: &str = "Hello,\n\nYou’re invited to the group “{group}”. Open this link and sign in to get its \
    courses:\n\n{link}\n\nYou can also sign in, choose Join Group and enter this group key:\n\n{key}\n\n{portal}";

/// The portal's name and address, for the e-mails that it sends.
#[derive(Clone, Copy, Debug)]
pub struct MailTemplates<'a> {
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

    /// To an address that may be anyone's: nothing that was typed is in it.
    pub fn sign_up(&self, token: &str) -> RenderedMail {
        let link = format!("{}/new-account/{token}", self.base_url);
        self.render(
            "create your account",
            &format!(
                "Hello,\n\nChoose your name, login and password with this link:\n\n{link}\n\n\
                 The link works once, for 24 hours. If you didn’t sign up, ignore this e-mail. \
                 Then no account is made."
            ),
        )
    }

    pub fn has_account(&self) -> RenderedMail {
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

    pub fn approved(&self, name: &str) -> RenderedMail {
        let link = format!("{}/sign-in", self.base_url);
        self.render(
            "you can sign in",
            &format!("Hello {name},\n\nYour account was approved. Sign in here:\n\n{link}"),
        )
    }

    pub fn declined(&self, name: &str) -> RenderedMail {
        self.render(
            "your account was declined",
            &format!(
                "Hello {name},\n\nYour account was not approved. The data you entered was deleted."
            ),
        )
    }

    pub fn new_password(&self, name: &str, token: &str) -> RenderedMail {
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

    /// An account that someone else added; the link is valid for `INVITATION_DAYS`.
    pub fn invitation(&self, name: &str, login: &str, token: &str) -> RenderedMail {
        let link = format!("{}/forgotten-password/{token}", self.base_url);
        let days = crate::imports::stored::INVITATION_DAYS;
        self.render(
            "choose your password",
            &format!(
                "Hello {name},\n\nYou have an account now. Your login is {login}. Choose your password with this \
                 link:\n\n{link}\n\nThe link works once, for {days} days. After that, ask for a new one with \
                 Forgotten password."
            ),
        )
    }

    /// `order` is its number.
    pub fn order_lapsed(&self, name: &str, order: &str, title: &str) -> RenderedMail {
        let link = format!("{}/my-orders", self.base_url);
        self.render(
            &format!("order {order} was cancelled"),
            &format!(
                "Hello {name},\n\nNo payment is recorded for your order {order} of “{title}”, so it was \
                 cancelled. You owe nothing. Please don’t pay it now: order again if you still \
                 want it. If you have paid, tell an administrator. Your orders:\n\n{link}"
            ),
        )
    }

    /// The link proves the new address of an account.
    pub fn new_email(&self, name: &str, token: &str) -> RenderedMail {
        let link = format!("{}/new-address/{token}", self.base_url);
        self.render(
            "confirm your new e-mail address",
            &format!(
                "Hello {name},\n\nPlease confirm that this is your new e-mail address:\n\n{link}\n\n\
                 The link works once, for 24 hours. If you didn’t ask for it, ignore this e-mail. \
                 Nothing changes."
            ),
        )
    }

    /// Tells the present address that another one was asked for.
    pub fn email_requested(&self, name: &str, new: &str) -> RenderedMail {
        let link = format!("{}/forgotten-password", self.base_url);
        self.render(
            "your e-mail address is about to change",
            &format!(
                "Hello {name},\n\nSomeone who knows your password asked to change your e-mail address to \
                 {new}. It changes when the link that we sent there is opened. If it wasn’t you, choose \
                 a new password now, which ends that link, and tell an administrator:\n\n{link}"
            ),
        )
    }

    pub fn email_changed(&self, name: &str, old: &str, new: &str) -> RenderedMail {
        self.render(
            "your e-mail address was changed",
            &format!(
                "Hello {name},\n\nYour e-mail address was changed from {old} to {new}, and you were \
                 signed out everywhere else. If it wasn’t you, tell an administrator right away."
            ),
        )
    }

    /// `what` says what happened to it.
    pub fn second_factor_changed(&self, name: &str, what: &str) -> RenderedMail {
        let link = format!("{}/forgotten-password", self.base_url);
        self.render(
            &format!("your second factor {what}"),
            &format!(
                "Hello {name},\n\nThe second factor of your account {what}. If you didn’t expect this, \
                 choose a new password and tell an administrator:\n\n{link}"
            ),
        )
    }

    pub fn password_changed(&self, name: &str) -> RenderedMail {
        let link = format!("{}/forgotten-password", self.base_url);
        self.render(
            "your password was changed",
            &format!(
                "Hello {name},\n\nYour password was changed, and you were signed out everywhere else. \
                 If it wasn’t you, choose a new password now and tell an administrator:\n\n{link}"
            ),
        )
    }
}
