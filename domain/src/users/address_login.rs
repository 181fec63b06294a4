//! Logins that are their users' e-mail addresses, when the address changes.
use super::{Email, Login};
use crate::field_error::{Choice, FieldCode};

/// What happens to a login that is the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressLogin {
    Keep,
    Change,
}

impl AddressLogin {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Change => "change",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Keep, Self::Change]
            .into_iter()
            .find(|choice| choice.code() == code)
    }
}

/// Whether the login of an account is its e-mail address.
pub fn login_is_address(login: &str, email: &str) -> bool {
    login.to_lowercase() == email.to_lowercase()
}

/// Returns the login of an account that had `login` and `old` and gets the address `new`; `choice` is what the form
/// says, and counts only if the login is the address that changes.
///
/// # Errors
/// It has to say, or the new address cannot be a login.
pub fn login_after(
    login: &Login,
    old: &str,
    new: &Email,
    choice: &str,
) -> Result<Login, FieldCode> {
    let is_asked = login_is_address(login.as_str(), old) && !login_is_address(old, new.as_str());
    if !is_asked {
        return Ok(login.clone());
    }
    match AddressLogin::from_code(choice) {
        Some(AddressLogin::Keep) => Ok(login.clone()),
        Some(AddressLogin::Change) => Login::parse_new(new.as_str()),
        None => Err(FieldCode::Choose(Choice::AddressLogin)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_that_is_the_address_is_asked_about_when_that_changes() {
        let login = |text: &str| Login::parse(text).unwrap();
        let new = Email::parse("new@example.org").unwrap();
        let after = |is: &str, choice| {
            let after = login_after(&login(is), "old@example.org", &new, choice);
            after.map(|login| login.as_str().to_owned())
        };
        let asked = Err(FieldCode::Choose(Choice::AddressLogin));
        assert_eq!(after("Old@example.org", ""), asked);
        assert_eq!(
            after("old@example.org", "keep"),
            Ok("old@example.org".into())
        );
        assert_eq!(
            after("old@example.org", "change"),
            Ok("new@example.org".into())
        );
        assert_eq!(after("ana", ""), Ok("ana".into()), "another login");
        let same = Email::parse("OLD@example.org").unwrap();
        let stays = login_after(&login("old@example.org"), "old@example.org", &same, "");
        assert_eq!(stays, Ok(login("old@example.org")), "the same address");
    }
}
