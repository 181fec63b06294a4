//! The lists of a group as files.
use crate::{
    exports::{ExportDialog, ExportOffer, use_export},
    mass_actions::{skipped_code, skipped_of},
};
use domain::ids::{GroupId, MassActionId};
use leptos::prelude::*;

/// A list of a group, by its code in the address.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GroupList {
    Members,
    Report,
    /// The users that a mass action skipped.
    Skipped(MassActionId),
}

impl GroupList {
    pub fn code(self) -> String {
        match self {
            Self::Members => "members".into(),
            Self::Report => "report".into(),
            Self::Skipped(action) => skipped_code(action),
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        match code {
            "members" => Some(Self::Members),
            "report" => Some(Self::Report),
            code => skipped_of(code).map(Self::Skipped),
        }
    }

    fn offer(self, group: GroupId) -> ExportOffer {
        let (title, path, contents) = match self {
            Self::Members => (
                "Export members",
                "members".to_owned(),
                "All members of the group. The file can be imported into another group.",
            ),
            Self::Report => (
                "Export report",
                "report".to_owned(),
                "Each member in each course of the group, with status and progress.",
            ),
            Self::Skipped(action) => (
                "Export skipped users",
                format!("mass-actions/{action}/skipped"),
                "The users that the mass action skipped, with the reasons.",
            ),
        };
        ExportOffer {
            title,
            path: format!("/groups/{group}/{path}/export"),
            contents,
            filter: Vec::new(),
        }
    }
}

/// Opens on every tab of the group.
#[component]
pub fn GroupExport(group: Memo<GroupId>) -> impl IntoView {
    let asked = use_export();
    let offer = Signal::derive(move || {
        let list = GroupList::from_code(&asked.read())?;
        Some(list.offer(group.get()))
    });
    view! { <ExportDialog offer /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_found_by_its_code() {
        let skipped = GroupList::Skipped(MassActionId(7));
        for list in [GroupList::Members, GroupList::Report, skipped] {
            assert_eq!(GroupList::from_code(&list.code()), Some(list));
        }
        for wrong in ["", "users", "skipped-", "skipped-x"] {
            assert_eq!(GroupList::from_code(wrong), None, "{wrong}");
        }
    }
}
