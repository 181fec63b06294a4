use super::*;
use crate::numbers::thousands;

#[test]
fn the_preview_shows_exact_numbers() {
    let preview = MassActionPreview {
        users: 360,
        changes: 4120,
        affected: 312,
        unchanged: 41,
        skipped: 7,
        enrolments: 0,
        reasons: vec![(SkipReason::Inactive, 7)],
    };
    assert_eq!(
        MassActionKind::Assign.sentence(&preview),
        "Adds 4,120 enrolments for 312 members; 41 already have all; 7 inactive users are skipped."
    );
    let preview = MassActionPreview {
        users: 1,
        changes: 1,
        affected: 1,
        unchanged: 0,
        skipped: 0,
        enrolments: 5,
        reasons: Vec::new(),
    };
    assert_eq!(
        MassActionKind::Unassign.sentence(&preview),
        "Removes 1 enrolment from 1 member."
    );
    assert_eq!(
        MassActionKind::WithdrawMembers.sentence(&preview),
        "Removes 1 member from the group; it gave them 5 enrolments."
    );
}

#[test]
fn the_preview_says_who_is_skipped_and_why() {
    let preview = MassActionPreview {
        users: 13,
        changes: 3,
        affected: 3,
        unchanged: 2,
        skipped: 8,
        reasons: vec![
            (SkipReason::OwnAccount, 1),
            (SkipReason::MorePermissions, 2),
            (SkipReason::Pending, 4),
            (SkipReason::LastSuperAdmin, 1),
        ],
        enrolments: 0,
    };
    assert_eq!(
        MassActionKind::DeactivateUsers.sentence(&preview),
        "Deactivates 3 users; 2 are inactive already; your own account is skipped; 2 users with more \
         permissions than yours are skipped; 4 users who aren’t approved or confirmed yet are skipped; \
         the last active SuperAdmin is skipped."
    );
    let none = MassActionPreview {
        changes: 0,
        affected: 0,
        reasons: vec![(SkipReason::OtherBranch, 1)],
        ..preview
    };
    assert_eq!(
        MassActionKind::AddMembers.sentence(&none),
        "Nothing to change; 2 already in it; 1 user of another branch is skipped."
    );
}

#[test]
fn a_form_cannot_ask_for_a_kind_without_its_target() {
    let asked = |kind, target| UsersAction {
        kind,
        target,
        selection: UserSelection::Selected(Vec::new()),
    };
    let parsed = |asked: &UsersAction, kind: &str| {
        let form = UsersActionForm {
            kind: kind.into(),
            ..Default::default()
        };
        form.complete(asked.clone()).map(|asked| asked.kind)
    };
    use {MassActionKind as K, UsersTarget as T};
    let group = T::Group(crate::ids::GroupId(7));
    assert_eq!(
        parsed(&asked(K::DeleteUsers, T::None), ""),
        Some(K::DeleteUsers)
    );
    assert_eq!(parsed(&asked(K::MoveUsers, T::None), ""), None);
    assert_eq!(parsed(&asked(K::DeleteUsers, group), ""), None);
    assert_eq!(parsed(&asked(K::Assign, group), ""), None);
    let removing = asked(K::RemoveMembers, group);
    assert_eq!(
        parsed(&removing, "withdraw_members"),
        Some(K::WithdrawMembers)
    );
    assert_eq!(parsed(&removing, "delete_users"), None);
    let adding = asked(K::AddMembers, group);
    assert_eq!(parsed(&adding, "remove_members"), Some(K::AddMembers));
}

#[test]
fn thousands_are_separated() {
    assert_eq!(thousands(0), "0");
    assert_eq!(thousands(999), "999");
    assert_eq!(thousands(1_234_567), "1,234,567");
}

#[test]
fn undo_is_offered_for_thirty_days() {
    let end = Timestamp(0);
    let last = Timestamp(0).plus_days(UNDO_DAYS);
    assert!(MassActionKind::Assign.undoable(
        MassActionState::Done,
        Some(end),
        Timestamp(last.0 - 1)
    ));
    assert!(!MassActionKind::Assign.undoable(MassActionState::Done, Some(end), last));
    assert!(!MassActionKind::Assign.undoable(MassActionState::Running, None, end));
    for kind in [MassActionKind::DeleteUsers, MassActionKind::InviteUsers] {
        assert!(!kind.undoable(MassActionState::Done, Some(end), end));
    }
    assert!(!MassActionKind::Undo.undoable(MassActionState::Done, Some(end), end));
}
