//! The portal's own face: the hue of its accent colour, and the name under which users see it.
use crate::{
    edits::SavedForm,
    field_error::FieldErrors,
    hue::Hue,
    settings::{DEFAULT_PORTAL_NAME, PortalName},
};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// What a reader sees of the portal: its own face, or that of their branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    pub name: String,
    pub hue: Hue,
}

impl Default for Face {
    fn default() -> Self {
        Self {
            name: DEFAULT_PORTAL_NAME.to_owned(),
            hue: Hue::default(),
        }
    }
}

impl Face {
    /// Returns the face as users of the branch see it.
    #[must_use]
    pub fn in_branch(&self, own: BranchFace) -> Self {
        Self {
            name: own.portal_name.unwrap_or_else(|| self.name.clone()),
            hue: own.hue.unwrap_or(self.hue),
        }
    }

    /// The address of the icon, which has all that the icon depends on.
    pub fn icon_path(&self) -> String {
        let mut path = format!("/face/{}/", self.hue.degrees());
        for byte in initial(&self.name).to_string().bytes() {
            // Writing to a String cannot fail.
            let _ = write!(path, "%{byte:02X}");
        }
        path + "/icon.svg"
    }
}

/// Returns the first character of a name that its icon can show.
pub fn initial(name: &str) -> char {
    name.chars().find(|c| is_initial(*c)).unwrap_or('M')
}

/// Whether an icon can show the character: a letter or digit, or what is not ASCII and can be in XML. Without tables of
/// Unicode, as every page has this.
pub const fn is_initial(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c > '\u{9f}' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

/// What a branch has of its own; `None` is the portal's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchFace {
    pub portal_name: Option<String>,
    pub hue: Option<Hue>,
}

impl BranchFace {
    /// Returns the form as it is saved.
    pub fn saved(&self) -> SavedForm {
        let name = self.portal_name.clone().unwrap_or_default();
        SavedForm::new().text("Portal name", name).choice(
            "Accent colour",
            code(self.hue),
            shown(self.hue),
        )
    }
}

/// Returns the form of the portal's accent colour as it is saved.
pub fn saved_accent(hue: Hue) -> SavedForm {
    SavedForm::new().choice("Accent colour", hue.degrees(), hue.name())
}

fn code(hue: Option<Hue>) -> String {
    hue.map_or_else(String::new, |hue| hue.degrees().to_string())
}

const fn shown(hue: Option<Hue>) -> &'static str {
    match hue {
        Some(hue) => hue.name(),
        None => "The portal’s",
    }
}

/// Whether a branch has a colour of its own, as its form says it.
pub const OWN_ACCENT: &str = "own";
pub const PORTAL_ACCENT: &str = "portal";

/// The form of a branch's face as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BranchFaceForm {
    /// Empty: the portal's.
    pub portal_name: String,
    /// [`OWN_ACCENT`], or any other text for the portal's.
    pub accent: String,
    pub hue: String,
}

impl BranchFaceForm {
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(&self) -> Result<BranchFace, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = match self.portal_name.trim() {
            "" => Ok(None),
            name => PortalName::parse(name).map(Some),
        };
        let name = errors.check("portal_name", name);
        let hue = if self.accent == OWN_ACCENT {
            Hue::parse(&self.hue).map(Some)
        } else {
            Ok(None)
        };
        let hue = errors.check("hue", hue);
        errors.finish(|| {
            Some(BranchFace {
                portal_name: name?.map(String::from),
                hue: hue?,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hue(degrees: i64) -> Hue {
        Hue::new(degrees).unwrap()
    }

    #[test]
    fn an_icon_is_named_by_all_that_it_depends_on() {
        let face = |name: &str| Face {
            name: name.to_owned(),
            hue: hue(30),
        };
        for (name, path) in [
            ("Academy", "/face/30/%41/icon.svg"),
            ("(1a)", "/face/30/%31/icon.svg"),
            ("Öl", "/face/30/%C3%96/icon.svg"),
            ("学校", "/face/30/%E5%AD%A6/icon.svg"),
            ("★", "/face/30/%E2%98%85/icon.svg"),
            ("&<>", "/face/30/%4D/icon.svg"),
        ] {
            assert_eq!(face(name).icon_path(), path, "{name}");
        }
    }

    #[test]
    fn a_branch_has_the_portals_face_where_it_has_none_of_its_own() {
        let portal = Face::default();
        assert_eq!(portal.in_branch(BranchFace::default()), portal);
        let own = BranchFace {
            portal_name: Some("Academy".to_owned()),
            hue: None,
        };
        let named = portal.in_branch(own.clone());
        assert_eq!((&*named.name, named.hue), ("Academy", portal.hue));
        let hue = Some(hue(30));
        let coloured = portal.in_branch(BranchFace { hue, ..own });
        assert_eq!(Some(coloured.hue), hue);
    }

    #[test]
    fn the_form_of_a_branch_can_leave_both_to_the_portal() {
        let form = |portal_name: &str, accent: &str, hue: &str| BranchFaceForm {
            portal_name: portal_name.to_owned(),
            accent: accent.to_owned(),
            hue: hue.to_owned(),
        };
        let portals = Ok(BranchFace::default());
        assert_eq!(BranchFaceForm::default().validate(), portals);
        // Without a script the slider is sent, too.
        assert_eq!(form("  ", PORTAL_ACCENT, "120").validate(), portals);
        let own = form(" Academy ", OWN_ACCENT, "120").validate().unwrap();
        assert_eq!(own.portal_name.as_deref(), Some("Academy"));
        assert_eq!(own.hue, Some(hue(120)));
        let refused = form(&"x".repeat(61), OWN_ACCENT, "").validate();
        let fields: Vec<_> = refused
            .unwrap_err()
            .iter()
            .map(|(field, _)| *field)
            .collect();
        assert_eq!(fields, ["portal_name", "hue"]);
    }

    #[test]
    fn the_second_editor_reads_colours_by_name() {
        let old = BranchFace::default().saved().version();
        let now = BranchFace {
            portal_name: None,
            hue: Some(hue(25)),
        };
        let changed = now.saved().check(&old).unwrap_err().changed;
        let told: Vec<_> = changed.iter().map(|one| (&*one.label, &*one.now)).collect();
        assert_eq!(told, [("Accent colour", "Red")]);
    }
}
