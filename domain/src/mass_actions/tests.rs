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
    assert!(!MassActionKind::Undo.undoable(MassActionState::Done, Some(end), end));
}
