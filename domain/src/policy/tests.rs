use super::*;
use crate::{
    ids::BranchId,
    permissions::{BuiltIn, Permission},
};

fn actor(name: &str, permissions: PermissionSet) -> Actor {
    Actor {
        id: UserId(1),
        name: String::new(),
        user_type: UserTypeId(1),
        user_type_name: name.into(),
        permissions,
        branch: None,
        role: Role::Administrator,
        acting: None,
        lacks_second_factor: false,
    }
}

#[test]
fn without_the_second_factor_that_is_demanded_nothing_else_is_allowed() {
    let root = Actor {
        lacks_second_factor: true,
        ..actor("Root", BuiltIn::SuperAdmin.permissions())
    };
    let allowed = Action::ALL.iter().filter(|action| root.may(**action));
    let allowed: Vec<_> = allowed.collect();
    assert_eq!(allowed, [&Action::SignOut, &Action::SecureAccount]);
}

#[test]
fn every_permission_has_an_effect() {
    for permission in Permission::ALL {
        let all: PermissionSet = Permission::ALL.iter().copied().collect();
        let all = permission
            .role()
            .map_or(all.clone(), |role| of_role(&all, role));
        let mut without = all.clone();
        without.remove(permission);
        let flips = Action::ALL
            .iter()
            .any(|action| action.is_allowed(&all) != action.is_allowed(&without));
        assert!(flips, "{}", permission.path());
    }
}

#[test]
fn users_of_a_branch_cannot_do_what_concerns_the_whole_portal() {
    let mut admin = actor("Admin-Type", BuiltIn::Admin.permissions());
    admin.branch = Some(BranchOption {
        id: BranchId(7),
        name: "North".into(),
    });
    for action in Action::ALL {
        let of_all = actor("Admin-Type", BuiltIn::Admin.permissions()).may(*action);
        assert_eq!(admin.may(*action), of_all && !action.is_portal_wide());
    }
    let scope = admin.scope(Action::ListUsers);
    assert_eq!((scope.branch, scope.instructor), (Some(BranchId(7)), None));
}

#[test]
fn instructors_and_administrators_in_that_role_reach_only_what_they_teach() {
    let own = AccessScope {
        branch: None,
        instructor: Some(UserId(1)),
    };
    let mut trainer = actor("Trainer-Type", BuiltIn::Trainer.permissions());
    for role in [Role::Instructor, Role::Learner] {
        trainer.role = role;
        assert_eq!(trainer.scope(Action::EditGroups), own);
    }
    let mut root = actor("SuperAdmin", BuiltIn::SuperAdmin.permissions());
    assert!(root.scope(Action::EditGroups).is_unrestricted());
    root.role = Role::Instructor;
    assert_eq!(root.scope(Action::EditGroups), own);
    assert!(
        root.scope(Action::EditUsers).is_unrestricted(),
        "no instructor's right"
    );
    assert!(root.is_visible(Action::ListGroups) && !root.is_visible(Action::ListUsers));
}

#[test]
fn instructors_do_not_assign_instructors() {
    let mut root = actor("SuperAdmin", BuiltIn::SuperAdmin.permissions());
    assert!(
        root.may_assign_instructors(Action::EditGroups)
            && root.may_assign_instructors(Action::EditCourses)
    );
    root.role = Role::Instructor;
    assert!(root.may(Action::EditGroups) && !root.may_assign_instructors(Action::EditGroups));
    for role in [Role::Instructor, Role::Learner] {
        root.permissions = BuiltIn::Trainer.permissions();
        root.role = role;
        assert!(
            !root.may_assign_instructors(Action::EditGroups)
                && !root.may_assign_instructors(Action::EditCourses)
        );
    }
    root.permissions = BuiltIn::Admin.permissions();
    root.permissions.remove(&Permission::EditCourses);
    assert!(
        root.may_assign_instructors(Action::EditGroups)
            && !root.may_assign_instructors(Action::EditCourses)
    );
}

#[test]
fn the_pages_follow_the_active_role_and_the_rights_the_type() {
    let mut root = actor("SuperAdmin", BuiltIn::SuperAdmin.permissions());
    assert!(root.is_visible(Action::ListGroups) && !root.is_visible(Action::BrowseCatalog));
    root.role = Role::Learner;
    assert!(!root.is_visible(Action::ListGroups) && root.is_visible(Action::BrowseCatalog));
    assert!(root.may(Action::ListGroups) && root.is_visible(Action::BeSignedIn));
    root.permissions = BuiltIn::Admin.permissions();
    assert_eq!(root.role(), Role::Administrator, "the chosen role is lost");
}

#[test]
fn acting_as_another_user_does_not_allow_what_is_personal() {
    let mut root = actor("SuperAdmin", BuiltIn::SuperAdmin.permissions());
    root.acting = Some(RealActor {
        id: UserId(2),
        name: String::new(),
    });
    let refused = Action::ALL.iter().copied();
    let refused: Vec<_> = refused.filter(|action| !root.may(*action)).collect();
    assert_eq!(
        refused,
        [Action::SecureAccount, Action::ActAs, Action::EditProfile]
    );
}

#[test]
fn no_one_edits_their_own_type_or_one_with_more_permissions() {
    let mut admin = actor("Admin-Type", BuiltIn::Admin.permissions());
    let edits = |admin: &Actor, id, built_in: BuiltIn| {
        admin.may_edit_type(UserTypeId(id), &built_in.permissions())
    };
    assert!(edits(&admin, 2, BuiltIn::Learner) && edits(&admin, 2, BuiltIn::Admin));
    assert!(!edits(&admin, 1, BuiltIn::Admin) && !edits(&admin, 2, BuiltIn::SuperAdmin));
    admin.permissions.remove(&Permission::EditUserTypes);
    assert!(!edits(&admin, 2, BuiltIn::Learner));
}

#[test]
fn no_one_grants_more_than_they_have() {
    let actor = |built_in: BuiltIn| actor(built_in.label(), built_in.permissions());
    let gives = |giver: BuiltIn| {
        let giver = actor(giver);
        let may = |given: &BuiltIn| giver.may_grant(&given.permissions());
        BuiltIn::ALL.iter().map(may).collect::<Vec<_>>()
    };
    assert_eq!(gives(BuiltIn::SuperAdmin), [true, true, true, true]);
    assert_eq!(gives(BuiltIn::Admin), [false, true, true, true]);
    assert_eq!(gives(BuiltIn::Trainer), [false, false, true, true]);
}

/// The whole policy as one table, to read and to review in diffs.
#[test]
fn policy_table() {
    let mut key_less = BuiltIn::Learner.permissions();
    key_less.remove(&Permission::GroupKey);
    let types = BuiltIn::ALL
        .iter()
        .map(|built_in| (built_in.label(), built_in.permissions()))
        .chain([("Without key", key_less), ("Nothing", PermissionSet::new())]);
    let in_branch = Actor {
        branch: Some(BranchOption {
            id: BranchId(1),
            name: String::new(),
        }),
        ..actor("Of a branch", BuiltIn::Admin.permissions())
    };
    let actors: Vec<_> = types
        .map(|(name, permissions)| actor(name, permissions))
        .chain([in_branch])
        .collect();
    let mut table = String::from("\n");
    for action in Action::ALL {
        let cells: Vec<_> = actors
            .iter()
            .map(|actor| {
                if actor.may(*action) {
                    actor.user_type_name.as_str()
                } else {
                    "-"
                }
            })
            .collect();
        table += &format!("{:<15}{}\n", format!("{action:?}"), cells.join(" "));
    }
    assert_eq!(
        table,
        "
BeSignedIn     SuperAdmin Admin-Type Trainer-Type Learner-Type Without key Nothing Of a branch
SignOut        SuperAdmin Admin-Type Trainer-Type Learner-Type Without key Nothing Of a branch
SecureAccount  SuperAdmin Admin-Type Trainer-Type Learner-Type Without key Nothing Of a branch
ListUsers      SuperAdmin Admin-Type - - - - Of a branch
EditUsers      SuperAdmin Admin-Type - - - - Of a branch
ActAs          SuperAdmin Admin-Type - - - - Of a branch
ListUserTypes  SuperAdmin Admin-Type - - - - -
EditUserTypes  SuperAdmin Admin-Type - - - - -
ListBranches   SuperAdmin Admin-Type - - - - -
EditBranches   SuperAdmin Admin-Type - - - - -
ListCourses    SuperAdmin Admin-Type Trainer-Type - - - Of a branch
EditCourses    SuperAdmin Admin-Type Trainer-Type - - - Of a branch
ListCategories SuperAdmin Admin-Type Trainer-Type - - - Of a branch
EditCategories SuperAdmin Admin-Type - - - - -
ListGroups     SuperAdmin Admin-Type Trainer-Type - - - Of a branch
EditGroups     SuperAdmin Admin-Type Trainer-Type - - - Of a branch
OpenTrash      SuperAdmin Admin-Type Trainer-Type - - - Of a branch
EditMembers    SuperAdmin Admin-Type Trainer-Type - - - Of a branch
AssignCourses  SuperAdmin Admin-Type Trainer-Type - - - Of a branch
ManageKeys     SuperAdmin Admin-Type Trainer-Type - - - Of a branch
ListOrders     SuperAdmin Admin-Type - - - - Of a branch
EditOrders     SuperAdmin Admin-Type - - - - Of a branch
EditCoupons    SuperAdmin Admin-Type - - - - -
EditSettings   SuperAdmin Admin-Type - - - - -
ViewActivity   SuperAdmin Admin-Type - - - - Of a branch
Learn          SuperAdmin - Trainer-Type Learner-Type Without key - -
JoinByKey      SuperAdmin - Trainer-Type Learner-Type - - -
BrowseCatalog  SuperAdmin - Trainer-Type Learner-Type Without key - -
EditProfile    SuperAdmin Admin-Type Trainer-Type Learner-Type Without key - Of a branch
"
    );
}
