//! Random actions on groups, members and courses.
use domain::{
    groups::{EnrolmentPolicy, RemovalPolicy},
    mass_actions::MassActionKind,
};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
pub enum Act {
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
pub fn acts() -> impl Strategy<Value = (Act, usize, usize, usize)> {
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
        4 => Just(Act::AddMember),
        2 => removal().prop_map(Act::RemoveMember),
        3 => Just(Act::AddCourse),
        1 => removal().prop_map(Act::RemoveCourse),
        2 => Just(Act::Synchronize),
        1 => Just(Act::Unassign),
        1 => Just(Act::Join),
        1 => Just(Act::Give),
        1 => Just(Act::Withdraw),
        2 => any::<bool>().prop_map(Act::SetActive),
        1 => prop::sample::select(EnrolmentPolicy::ALL).prop_map(Act::SetPolicy),
        1 => removal().prop_map(Act::Trash),
        6 => (kind, 0..5_u8, after).prop_map(|(kind, selection, after)| Act::Mass(kind, selection, after)),
        3 => Just(Act::UndoLatest),
        2 => Just(Act::Buy),
        1 => Just(Act::RefundLatest)
    ];
    (act, 0..2_usize, 0..6_usize, 0..4_usize)
}
