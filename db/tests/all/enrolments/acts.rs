//! Random actions on groups, members and courses.
use domain::{
    groups::{EnrolmentPolicy, RemovalPolicy},
    mass_actions::MassActionKind,
};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
pub enum Operation {
    AddMember,
    RemoveMember(RemovalPolicy),
    AddCourse,
    RemoveCourse(RemovalPolicy),
    Synchronize,
    Unassign,
    Join,
    Give,
    Withdraw,
    SetActive(bool),
    SetPolicy(EnrolmentPolicy),
    Trash(RemovalPolicy),
    /// To the trash and back.
    TrashCourse,
    DeleteCourse,
    /// Restores the course deleted last.
    RestoreCourse,
    /// With the number of the selection; then left as it is, cancelled or undone right away.
    Mass(MassActionKind, u8, After),
    UndoLatest,
    /// Buys the group as a bundle, and pays.
    Buy,
    RefundLatest,
}

#[derive(Clone, Copy, Debug)]
pub enum After {
    Left,
    Cancelled,
    Undone,
}

/// An action, with the positions of a group, a user and a course in their lists.
pub fn acts() -> impl Strategy<Value = (Operation, usize, usize, usize)> {
    let removal = || prop::sample::select(RemovalPolicy::ALL);
    let kind = prop::sample::select(vec![
        MassActionKind::Assign,
        MassActionKind::Unassign,
        MassActionKind::AddMembers,
        MassActionKind::RemoveMembers,
        MassActionKind::WithdrawMembers,
    ]);
    let after = prop_oneof![
        3 => Just(After::Left),
        1 => Just(After::Cancelled),
        2 => Just(After::Undone)
    ];
    let act = prop_oneof![
        4 => Just(Operation::AddMember),
        2 => removal().prop_map(Operation::RemoveMember),
        3 => Just(Operation::AddCourse),
        1 => removal().prop_map(Operation::RemoveCourse),
        2 => Just(Operation::Synchronize),
        1 => Just(Operation::Unassign),
        1 => Just(Operation::Join),
        1 => Just(Operation::Give),
        1 => Just(Operation::Withdraw),
        2 => any::<bool>().prop_map(Operation::SetActive),
        1 => prop::sample::select(EnrolmentPolicy::ALL).prop_map(Operation::SetPolicy),
        1 => removal().prop_map(Operation::Trash),
        1 => Just(Operation::TrashCourse),
        2 => Just(Operation::DeleteCourse),
        2 => Just(Operation::RestoreCourse),
        6 => (kind, 0..5_u8, after).prop_map(|(kind, selection, after)| Operation::Mass(kind, selection, after)),
        3 => Just(Operation::UndoLatest),
        2 => Just(Operation::Buy),
        1 => Just(Operation::RefundLatest)
    ];
    (act, 0..2_usize, 0..6_usize, 0..4_usize)
}
