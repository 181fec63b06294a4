//! Forms that add something: each has a token of its own, so that one that is posted twice adds once.
use serde::{Deserialize, Serialize};

/// Tells a form that adds from all others. It protects from adding twice by mistake only, so it is no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormToken(String);

impl FormToken {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is one as the portal's pages make them.
    pub fn is_valid(&self) -> bool {
        (16..=64).contains(&self.0.len())
            && self
                .0
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    }
}

impl From<String> for FormToken {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use super::FormToken;

    #[test]
    fn a_token_is_long_and_plain() {
        let is_valid = |text: &str| FormToken::from(text.to_owned()).is_valid();
        assert!(is_valid("4rXo0Zt9-a-token_of-a-form"));
        assert!(is_valid(&"a".repeat(64)));
        for wrong in ["", "short", &"a".repeat(65), "a token with blanks"] {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }
}
