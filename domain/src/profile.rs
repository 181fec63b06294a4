//! The user's own profile: what users can edit about themselves, and where they are signed in.
use crate::{
    field_error::FieldErrors,
    ids::SessionId,
    time::Timestamp,
    users::{Email, Login, PersonName, UserDetails, login_after, parse_names},
};
use serde::{Deserialize, Serialize};

/// What the profile form saves. Only administrators change the user type, and any login but one that is the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileInfo {
    pub first_name: PersonName,
    pub last_name: PersonName,
    pub email: Email,
    /// Whether the login, which is the address, changes with it.
    pub changes_login: bool,
}

/// The profile form as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// The present password, which a new address needs.
    pub present_password: String,
    /// The code of an [`AddressLogin`](crate::users::AddressLogin), where the login is the address.
    pub address_login: String,
}

impl ProfileForm {
    /// Returns what is saved of a user with this login and address.
    ///
    /// # Errors
    /// The error of each invalid field; a login that is the address needs a choice.
    pub fn validate_for(&self, login: &str, email: &str) -> Result<ProfileInfo, FieldErrors> {
        let info = self.validate()?;
        let wrong = |code| FieldErrors::of("address_login", code);
        let login = Login::parse(login).map_err(wrong)?;
        let after = login_after(&login, email, &info.email, &self.address_login).map_err(wrong)?;
        Ok(ProfileInfo {
            changes_login: after != login,
            ..info
        })
    }

    fn validate(&self) -> Result<ProfileInfo, FieldErrors> {
        let mut errors = FieldErrors::default();
        let names = parse_names(&mut errors, &self.first_name, &self.last_name);
        let email = errors.check("email", Email::parse_new(&self.email));
        errors.finish(|| {
            let (first_name, last_name) = names?;
            Some(ProfileInfo {
                first_name,
                last_name,
                email: email?,
                changes_login: false,
            })
        })
    }
}

/// What the profile page shows of its user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub user: UserDetails,
    /// The address that counts when its link is opened.
    pub pending_email: Option<String>,
    /// Whether a new address has to be confirmed: the portal sends e-mail.
    pub confirms_email: bool,
}

/// One of a user's sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    pub id: SessionId,
    /// The browser's name in words: "Firefox on Linux".
    pub browser: String,
    /// The network address it was opened from.
    pub address: String,
    pub opened_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// The session that makes this request.
    pub current: bool,
}

/// Returns a browser's `User-Agent` in words. The first match wins, because nearly all browsers
/// also name Safari, and most name Chrome.
pub fn browser(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Macintosh", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(sign, _)| user_agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.into(),
        (None, Some(system)) => format!("A browser on {system}"),
        (None, None) => "An unknown browser".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_browser_is_recognised_by_its_own_name() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            ("curl/8.5.0", "An unknown browser"),
            ("", "An unknown browser"),
        ] {
            assert_eq!(browser(agent), name);
        }
    }
}
