//! The hosts that pictures in course texts come from.
use crate::{edits::SavedForm, field_error::FieldCode};
use serde::{Deserialize, Serialize};

/// Other sites whose pictures are shown in course texts. Each of them learns the address of everyone who
/// reads a text with one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PictureHosts(Vec<String>);

impl PictureHosts {
    /// The maximum number of hosts: each is in a header of every page.
    pub const MAX: usize = 50;

    /// One per line, or separated by commas or spaces: `pictures.example.org`, `*.example.org` for all below
    /// it, or an address of a picture.
    ///
    /// # Errors
    /// Names all entries that are not hosts.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        let entries = text.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
        let (mut hosts, mut bad) = (Vec::new(), Vec::new());
        for entry in entries.filter(|entry| !entry.is_empty()) {
            match host(entry) {
                Some(host) if hosts.contains(&host) => {}
                Some(host) => hosts.push(host),
                None => bad.push(entry.to_owned()),
            }
        }
        if !bad.is_empty() {
            return Err(FieldCode::NotHosts(bad));
        }
        if hosts.len() > Self::MAX {
            return Err(FieldCode::TooManyHosts { limit: Self::MAX });
        }
        Ok(Self(hosts))
    }

    /// One per line, as [`Self::parse`] reads them.
    pub fn text(&self) -> String {
        self.0.join("\n")
    }

    /// Returns the form as it is saved.
    pub fn saved(&self) -> SavedForm {
        SavedForm::new().text("Show pictures from", self.text())
    }

    /// As sources of a content security policy.
    pub fn sources(&self) -> String {
        self.0
            .iter()
            .map(|host| format!(" https://{host}"))
            .collect()
    }

    /// Whether a picture at this address is shown: the portal's own are.
    pub fn shows(&self, address: &str) -> bool {
        let Some(host) = host_of(address) else {
            let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
            return !scheme.contains(':') || scheme.starts_with("data:");
        };
        let is_secure = !address.to_ascii_lowercase().starts_with("http:");
        let is_listed = self.0.iter().any(|listed| match listed.strip_prefix('*') {
            Some(domain) => host.len() > domain.len() && host.ends_with(domain),
            None => *listed == host,
        });
        is_secure && is_listed
    }
}

/// The host of an address on another site.
pub fn host_of(address: &str) -> Option<String> {
    let address = address.to_ascii_lowercase();
    let rest = ["https://", "http://", "//"]
        .iter()
        .find_map(|start| address.strip_prefix(start))?;
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    Some(host.strip_suffix(":443").unwrap_or(host).to_owned())
}

/// Reads an entry of the list.
fn host(entry: &str) -> Option<String> {
    let host = host_of(entry).unwrap_or_else(|| entry.to_ascii_lowercase());
    let name = host.strip_prefix("*.").unwrap_or(&host);
    let is_label = |label: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !label.is_empty() && label.len() <= 63 && label.chars().all(is_part)
    };
    let is_name = name.contains('.') && name.len() <= 253 && name.split('.').all(is_label);
    is_name.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_as_people_have_them() {
        let text =
            "Pictures.example.org, *.example.net\nhttps://cdn.example.com/a.png\ncdn.example.com";
        let hosts = PictureHosts::parse(text).unwrap();
        assert_eq!(
            hosts.text(),
            "pictures.example.org\n*.example.net\ncdn.example.com"
        );
        assert_eq!(
            hosts.sources(),
            " https://pictures.example.org https://*.example.net https://cdn.example.com"
        );
        assert_eq!(PictureHosts::parse(&hosts.text()), Ok(hosts));
        assert_eq!(PictureHosts::parse(" \n"), Ok(PictureHosts::default()));
    }

    #[test]
    fn nothing_else_gets_into_the_policy() {
        for bad in [
            "*",
            "*.",
            "a b'unsafe-inline'",
            "example.org:8080",
            "x.example*",
            "ünde.example",
            "localhost",
        ] {
            assert!(PictureHosts::parse(bad).is_err(), "{bad}");
        }
        let many: String = (0..51).map(|n| format!("h{n}.example ")).collect();
        let limit = PictureHosts::MAX;
        assert_eq!(
            PictureHosts::parse(&many),
            Err(FieldCode::TooManyHosts { limit })
        );
    }

    #[test]
    fn only_pictures_of_listed_hosts_are_shown() {
        let hosts = PictureHosts::parse("a.example *.b.example").unwrap();
        for shown in [
            "/x.png",
            "x.png",
            "data:image/png;base64,AA",
            "https://a.example/x",
            "HTTPS://A.example:443/x",
            "https://c.b.example",
        ] {
            assert!(hosts.shows(shown), "{shown}");
        }
        for hidden in [
            "https://b.example/x",
            "https://evil.example/a.example",
            "https://a.example@evil.example/",
            "http://a.example/x",
            "//evil.example/x",
            "https://a.example.evil.example",
            "blob:x",
            "https://a.example:8443/x",
        ] {
            assert!(!hosts.shows(hidden), "{hidden}");
        }
    }
}
