//! Sentences of several parts, and parts that several sentences have.
use crate::{
    activity::{
        BranchEdit, ImportResult, KeyMailEdit, MassActionResult, SettingsEdit, SignInFactor,
        UserTypeEdit,
    },
    branches::some_of,
    courses::CourseLosses,
    groups::{Readmission, RemovalPolicy},
    hue::Hue,
    instructors::Teachable,
    mass_actions::MassActionKind,
    numbers::{count, thousands},
    permissions::PermissionSet,
};

/// What someone signed in with, if it was more than a password.
pub(super) const fn signed_in(factor: Option<SignInFactor>) -> &'static str {
    match factor {
        None | Some(SignInFactor::Password) => "signed in",
        Some(SignInFactor::AppCode) => "signed in with a code",
        Some(SignInFactor::RecoveryCode) => "signed in with a recovery code",
        Some(SignInFactor::Passkey) => "signed in with a passkey",
    }
}

/// Where something was moved to.
pub(super) fn place(branch: &Option<String>) -> String {
    match branch {
        Some(branch) => format!("the branch {branch}"),
        None => "the main portal".into(),
    }
}

/// What someone is an instructor of.
pub(super) const fn taught(of: Teachable, the_group: &str) -> &str {
    match of {
        Teachable::Group(_) => the_group,
        Teachable::Course(_) => "the course",
    }
}

/// What a member who leaves a group loses.
pub(super) const fn member_access(policy: RemovalPolicy) -> &'static str {
    match policy {
        RemovalPolicy::KeepAccess => "keeping access to its courses",
        RemovalPolicy::WithdrawAccess => "withdrawing access to its courses",
    }
}

/// What keeps a removed member from coming back.
pub(super) const fn shut_out(readmission: Readmission) -> &'static str {
    match readmission {
        Readmission::ByKey => "",
        Readmission::ByAdministrator => ", and refusing its keys from now on",
    }
}

/// What all members of a group lose.
pub(super) const fn members_access(policy: RemovalPolicy) -> &'static str {
    match policy {
        RemovalPolicy::KeepAccess => "keeping its members' access",
        RemovalPolicy::WithdrawAccess => "withdrawing its members' access",
    }
}

pub(super) fn group_deleted(group: &str, policy: RemovalPolicy, was_default: bool) -> String {
    let also = if was_default {
        "; new users no longer join a default group"
    } else {
        ""
    };
    let access = members_access(policy);
    format!("moved the group {group} to the trash, {access}{also}")
}

/// A course that came back from the trash, and what did not come with it.
pub(super) fn course_restored(course: &str, lost: &CourseLosses) -> String {
    let mut parts = Vec::new();
    if !lost.places.is_empty() {
        parts.push(format!("no longer in {}", some_of(&lost.places)));
    }
    if lost.enrolments > 0 {
        let enrolments = count(lost.enrolments, "enrolment");
        parts.push(format!(
            "without {enrolments} of users who left their groups"
        ));
    }
    let told = match parts.as_slice() {
        [] => String::new(),
        parts => format!(" ({})", parts.join("; ")),
    };
    format!("restored the course {course} from the trash{told}")
}

/// The courses of a default group that the branch of a new user does not have.
pub(super) fn skipping(courses: &[String]) -> String {
    if courses.is_empty() {
        return String::new();
    }
    format!(" (not available in the branch: {})", some_of(courses))
}

/// "users from people.csv: 480 added, 12 updated, 3 left out".
pub(super) fn import(result: &ImportResult) -> String {
    let (kind, file) = (result.kind.label(), of_file(&result.file));
    let updated = match result.updated {
        0 => String::new(),
        updated => format!(", {} updated", thousands(updated)),
    };
    let (added, left_out) = (thousands(result.added), thousands(result.left_out));
    format!("{kind} from {file}: {added} added{updated}, {left_out} left out")
}

/// The file that a list came from.
pub(super) fn of_file(name: &str) -> &str {
    if name.is_empty() {
        "a pasted list"
    } else {
        name
    }
}

pub(super) fn mass_action(result: &MassActionResult, the_group: &str) -> String {
    let users = count(result.users, "member");
    let changes = |noun: &str| count(result.changes, noun);
    let mut sentence = match result.kind {
        MassActionKind::Assign => {
            let enrolments = changes("enrolment");
            format!("assigned the group courses to {users}: {enrolments}")
        }
        MassActionKind::Unassign => {
            let enrolments = changes("enrolment");
            format!("unassigned {users} from the group courses: {enrolments}")
        }
        MassActionKind::AddMembers => format!("added {} to {the_group}", changes("user")),
        MassActionKind::RemoveMembers
        | MassActionKind::WithdrawMembers
        | MassActionKind::ShutOutMembers
        | MassActionKind::ShutOutAndWithdraw => mass_removal(result, the_group),
        MassActionKind::ActivateUsers => format!("activated {}", changes("user")),
        MassActionKind::DeactivateUsers => format!("deactivated {}", changes("user")),
        MassActionKind::MoveUsers => format!("moved {}", changes("user")),
        MassActionKind::InviteUsers => format!("sent {}", changes("invitation")),
        MassActionKind::DeleteUsers => format!("deleted {}", changes("user")),
        MassActionKind::Undo => format!(
            "undid the mass action \u{201c}{}\u{201d}: {}",
            result.undone.unwrap_or(result.kind).label(),
            changes("change")
        ),
    };
    if result.skipped > 0 {
        let noun = match result.of_users {
            Some(true) => "user",
            _ => "inactive user",
        };
        sentence += &format!("; skipped {}", count(result.skipped, noun));
    }
    sentence
}

fn mass_removal(result: &MassActionResult, the_group: &str) -> String {
    let members = count(result.changes, "member");
    let (policy, readmission) = result.kind.removal().unwrap_or_default();
    format!(
        "removed {members} from {the_group}, {}{}",
        member_access(policy),
        shut_out(readmission)
    )
}

/// With each added and removed permission.
pub(super) fn user_type_edited(edit: &UserTypeEdit) -> String {
    let mut sentence = format!("edited the user type {}", edit.user_type);
    if let Some(old) = &edit.old_name {
        sentence += &format!(" (was {old})");
    }
    for (did, permissions) in [("added", &edit.added), ("removed", &edit.removed)] {
        if !permissions.is_empty() {
            sentence += &format!("; {did} {}", paths(permissions));
        }
    }
    sentence
}

fn paths(permissions: &PermissionSet) -> String {
    let paths: Vec<_> = permissions
        .iter()
        .map(|permission| permission.path())
        .collect();
    paths.join(", ")
}

pub(super) fn branch_edited(branch: &str, edit: &BranchEdit) -> String {
    match edit {
        BranchEdit::Renamed(new) => format!("renamed the branch {branch} to {new}"),
        BranchEdit::DefaultGroup(Some(group)) => {
            format!("made {group} the default group of the branch {branch}")
        }
        BranchEdit::DefaultGroup(None) => {
            format!("removed the default group of the branch {branch}")
        }
        BranchEdit::PortalName(Some(name)) => {
            format!("named the portal {name} for users of the branch {branch}")
        }
        BranchEdit::PortalName(None) => format!("removed the portal name of the branch {branch}"),
        BranchEdit::Accent(Some(hue)) => {
            format!(
                "set the accent colour of the branch {branch} to {}",
                colour(*hue)
            )
        }
        BranchEdit::Accent(None) => format!("removed the accent colour of the branch {branch}"),
    }
}

/// As people call it, and its degrees, which tell two of one name apart.
pub(super) fn colour(hue: Hue) -> String {
    format!("{} ({}°)", hue.name().to_lowercase(), hue.degrees())
}

pub(super) fn settings_edited(setting: &SettingsEdit) -> String {
    match setting {
        SettingsEdit::PortalName(name) => format!("renamed the portal to {name}"),
        SettingsEdit::Contact(contact) if contact.is_empty() => "removed the contact".into(),
        SettingsEdit::Contact(contact) => format!("set the contact to {contact}"),
        SettingsEdit::Currency(currency) => format!("set the currency to {}", currency.code()),
        SettingsEdit::PublicCatalog(true) => "made the catalog public".into(),
        SettingsEdit::PublicCatalog(false) => "made the catalog private".into(),
        SettingsEdit::OrderLapse(days) => {
            format!("set unpaid orders to lapse after {}", count(*days, "day"))
        }
        SettingsEdit::DefaultUserType(name) => format!("made {name} the default user type"),
        SettingsEdit::SignUp(mode) => format!("set sign-up to {}", mode.label()),
        SettingsEdit::DefaultGroup(Some(group)) => format!("made {group} the default group"),
        SettingsEdit::DefaultGroup(None) => "removed the default group".into(),
        SettingsEdit::PictureHosts(hosts) if hosts.is_empty() => {
            "set course texts to show pictures of the portal only".into()
        }
        SettingsEdit::PictureHosts(hosts) => {
            format!("set course texts to show pictures from {hosts}")
        }
        SettingsEdit::Accent(hue) => format!("set the accent colour to {}", colour(*hue)),
        SettingsEdit::KeyMail(KeyMailEdit::Changed) => {
            "changed the text of group key e-mails".into()
        }
        SettingsEdit::KeyMail(KeyMailEdit::Restored) => {
            "restored the default text of group key e-mails".into()
        }
    }
}
