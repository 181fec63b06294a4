//! The background tasks, as metrics and the log name them.

/// What is done without being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Events,
    MassActions,
    Imports,
    Sweep,
    Mails,
    Texts,
    Figures,
}

impl Task {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::MassActions => "mass_actions",
            Self::Imports => "imports",
            Self::Sweep => "sweep",
            Self::Mails => "mails",
            Self::Texts => "texts",
            Self::Figures => "figures",
        }
    }
}
