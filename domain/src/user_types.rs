//! User types: what their form saves, and a sentence about what a type can do.
use crate::{
    edits::FormVersion,
    field_error::{Choice, FieldCode, FieldErrors},
    ids::UserTypeId,
    permissions::{Permission, PermissionSet, Role, of_role},
    policy::Action,
    text, text_type,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

text_type!(
    /// A user type's name.
    UserTypeName, text::line, Name, 100
);

/// What the form of a user type saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserTypeInfo {
    pub name: UserTypeName,
    /// The role its users start in: one in which the type has a permission.
    pub default_role: Role,
    pub permissions: PermissionSet,
}

/// The form of a user type as entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserTypeForm {
    pub name: String,
    pub default_role: String,
    /// A field for each selected permission, named by its code.
    pub permissions: HashMap<String, String>,
}

impl UserTypeForm {
    /// # Errors
    /// The error of each invalid field.
    pub fn validate(&self) -> Result<UserTypeInfo, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.check("name", UserTypeName::parse(&self.name));
        let codes = self.permissions.keys().map(String::as_str);
        let permissions = errors.check("permissions", permissions(codes));
        let role = Role::from_code(&self.default_role).ok_or(FieldCode::Choose(Choice::Role));
        let role = role.and_then(|role| match &permissions {
            Some(permissions) if !Role::of(permissions).contains(&role) => {
                Err(FieldCode::RoleWithoutPermission(role))
            }
            _ => Ok(role),
        });
        let default_role = errors.check("default_role", role);
        errors.finish(|| {
            Some(UserTypeInfo {
                name: name?,
                default_role: default_role?,
                permissions: permissions?,
            })
        })
    }
}

fn permissions<'a>(codes: impl IntoIterator<Item = &'a str>) -> Result<PermissionSet, FieldCode> {
    let found: Option<PermissionSet> = codes.into_iter().map(Permission::from_code).collect();
    match found {
        None => Err(FieldCode::Choose(Choice::KnownPermission)),
        Some(none) if none.is_empty() => Err(FieldCode::Choose(Choice::Permission)),
        Some(some) => Ok(some),
    }
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserTypeRow {
    pub id: UserTypeId,
    pub name: String,
    pub users: i64,
    /// Every portal has it: it cannot be deleted.
    pub built_in: bool,
    /// The default type of new users: it cannot be deleted.
    pub is_default: bool,
    /// Has all permissions, and cannot be edited.
    pub super_admin: bool,
    pub permissions: PermissionSet,
}

/// One user type, for the editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserTypeDetails {
    pub id: UserTypeId,
    pub name: String,
    pub built_in: bool,
    pub super_admin: bool,
    pub default_role: Role,
    pub permissions: PermissionSet,
    pub users: i64,
    /// Whether its users need a second factor.
    pub demands_second_factor: bool,
    /// What a form made from it sends back.
    pub version: FormVersion,
}

/// Returns the selected permissions that have no effect in their role, because another permission
/// they need is not selected.
pub fn ineffective(permissions: &PermissionSet) -> Vec<Permission> {
    let does_nothing = |permission: &Permission| {
        let with = permission
            .role()
            .map_or_else(|| permissions.clone(), |role| of_role(permissions, role));
        let mut without = with.clone();
        without.remove(permission);
        Action::ALL
            .iter()
            .all(|action| action.is_allowed(&with) == action.is_allowed(&without))
    };
    permissions.iter().copied().filter(does_nothing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        messages::{fields, user_types::describe},
        permissions::BuiltIn,
    };

    fn errors(name: &str, role: &str, codes: &[&str]) -> Vec<(String, String)> {
        let form = UserTypeForm {
            name: name.into(),
            default_role: role.into(),
            permissions: codes
                .iter()
                .map(|code| ((*code).into(), "on".into()))
                .collect(),
        };
        let errors = form.validate().err().unwrap_or_default();
        let errors = fields::with_sentences(&errors).into_iter();
        errors.map(|one| (one.field, one.message)).collect()
    }

    #[test]
    fn all_errors_are_reported_at_once() {
        let said = errors(" ", "learner", &[]);
        let fields: Vec<_> = said.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["name", "permissions"]);
        let said = errors("Tutors", "instructor", &["learner.courses"]);
        assert_eq!(said[0].0, "default_role");
        assert!(
            said[0]
                .1
                .starts_with("No permission of the role Instructor")
        );
        assert_eq!(errors("Tutors", "x", &["y"]).len(), 2);
        assert!(errors("Tutors", "learner", &["learner.courses"]).is_empty());
    }

    #[test]
    fn a_sentence_describes_what_a_type_can_do() {
        assert_eq!(
            describe(&BuiltIn::Learner.permissions()),
            "Learner: Courses, Catalog, Group key. General: Own profile."
        );
        let some = PermissionSet::from([
            Permission::ViewUsers,
            Permission::EditUsers,
            Permission::ViewGroups,
        ]);
        assert_eq!(
            describe(&some),
            "Administrator: Users (view, add and edit); Groups (view)."
        );
        assert_eq!(
            describe(&PermissionSet::new()),
            "This type has no permissions."
        );
    }

    #[test]
    fn a_permission_without_the_one_it_needs_is_ineffective() {
        let alone = PermissionSet::from([Permission::EditUsers, Permission::Learn]);
        assert_eq!(ineffective(&alone), [Permission::EditUsers]);
        assert!(ineffective(&BuiltIn::Learner.permissions()).is_empty());
    }
}
