//! Parameters of an activity that are more than a name or a number. They are stored with it: codes are never renamed.
use crate::{
    hue::Hue, imports::stored::ImportKind, mass_actions::MassActionKind, money::Currency,
    permissions::PermissionSet, settings::SignUpMode,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordChange {
    /// By its user, who knew the current one.
    Profile,
    /// Through a link in an e-mail.
    EmailLink,
    /// By the person who runs the portal.
    CommandLine,
}

/// What a user proved who they are with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInFactor {
    /// The password alone.
    Password,
    /// The password, and a code of the app.
    AppCode,
    /// The password, and a recovery code.
    RecoveryCode,
    /// The password, and a passkey.
    Passkey,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedSessions {
    One,
    AllOthers,
    /// Those of all users.
    Everyone,
}

/// What a member joined a group with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinedWith {
    Key,
    Link,
}

/// The result of a mass action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MassActionResult {
    pub kind: MassActionKind,
    /// What an undo has reversed.
    pub undone: Option<MassActionKind>,
    /// The users to whom it applied, without those skipped.
    pub users: i64,
    /// Enrolments or memberships added or removed.
    pub changes: i64,
    /// Users that were skipped.
    pub skipped: i64,
    /// Whether it was started on the list of users. Others skip inactive users only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_users: Option<bool>,
}

/// What became of a list that was uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportResult {
    pub kind: ImportKind,
    /// The name of its file; empty for a list that was pasted.
    pub file: String,
    pub added: i64,
    pub updated: i64,
    pub left_out: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMismatch {
    /// Another amount or currency, or an order that is paid in another way.
    Unexpected,
    OrderCancelled,
    /// It was paid before: this is a second payment.
    OrderPaid,
    OrderRefunded,
    /// The buyer’s account was deleted.
    NoBuyer,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserTypeEdit {
    pub user_type: String,
    /// The name before, if it was changed.
    pub old_name: Option<String>,
    pub added: PermissionSet,
    pub removed: PermissionSet,
}

/// The users of a deleted user type, and the type that they have now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedUsers {
    pub users: i64,
    pub to: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BranchEdit {
    Renamed(String),
    /// `None`: it has no default group now.
    DefaultGroup(Option<String>),
    /// `None`: it has the portal's name now.
    PortalName(Option<String>),
    /// `None`: it has the portal's accent colour now.
    Accent(Option<Hue>),
}

/// What a setting was set to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingsEdit {
    PortalName(String),
    /// Empty: removed.
    Contact(String),
    Currency(Currency),
    PublicCatalog(bool),
    /// Days after which an unpaid order lapses.
    OrderLapse(i64),
    DefaultUserType(String),
    SignUp(SignUpMode),
    /// `None`: new users join no group now.
    DefaultGroup(Option<String>),
    /// The text of e-mails with a group key.
    KeyMail(KeyMailEdit),
    /// The hosts of pictures, separated by commas.
    PictureHosts(String),
    Accent(Hue),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyMailEdit {
    Changed,
    Restored,
}
