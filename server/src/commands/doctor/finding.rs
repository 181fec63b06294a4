//! What a check found.
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Ok,
    /// It works, and something should be done.
    Warning,
    /// Something does not work, or is lost if nothing is done.
    Problem,
}

impl Level {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }
}

/// The result of one check.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    pub name: &'static str,
    pub level: Level,
    pub text: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl Finding {
    pub fn ok(name: &'static str, text: impl Into<String>) -> Self {
        Self {
            name,
            level: Level::Ok,
            text: text.into(),
            advice: None,
        }
    }

    pub fn warning(name: &'static str, text: impl Into<String>, advice: &str) -> Self {
        Self {
            level: Level::Warning,
            advice: Some(advice.to_owned()),
            ..Self::ok(name, text)
        }
    }

    pub fn problem(name: &'static str, text: impl Into<String>, advice: &str) -> Self {
        Self {
            level: Level::Problem,
            ..Self::warning(name, text, advice)
        }
    }
}
