//! The type of settings that are secrets. Having it is all that makes a setting one: it is then masked, can come from
//! a file of its own, and is refused among the arguments.
use std::fmt;
use url::Url;

/// What takes the place of a secret where settings are shown.
pub const MASK: &str = "****";

/// A text that is not printed.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Returns the text, for those that it is meant for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(MASK)
    }
}

/// Returns an address without its password, and `None` if `text` is no address.
pub fn masked_address(text: &str) -> Option<String> {
    let mut url = Url::parse(text).ok()?;
    let is_secret = |name: &str| name.to_ascii_lowercase().contains("password");
    if url.query_pairs().any(|(name, _)| is_secret(&name)) {
        let shown: Vec<_> = url.query_pairs().into_owned().collect();
        let shown = shown.iter().map(|(name, value)| {
            let value = if is_secret(name) { MASK } else { value };
            (name, value)
        });
        let shown = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(shown)
            .finish();
        url.set_query(Some(&shown));
    } else if url.password().is_none() {
        return Some(text.to_owned());
    }
    if url.password().is_some() {
        url.set_password(Some(MASK)).ok()?;
    }
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        for (text, shown) in [
            ("sqlite://data/a.db", "sqlite://data/a.db"),
            (
                "postgres://muster:s3cret@db.example/muster?sslmode=verify-full",
                "postgres://muster:****@db.example/muster?sslmode=verify-full",
            ),
            (
                "postgres:///muster?host=/run&password=s3cret",
                "postgres:///muster?host=%2Frun&password=****",
            ),
        ] {
            assert_eq!(masked_address(text).as_deref(), Some(shown));
        }
        assert_eq!(masked_address("s3cret"), None);
        assert_eq!(format!("{:?}", Secret::from("s3cret".to_owned())), "****");
    }
}
