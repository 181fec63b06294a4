//! Changes that are refused because of what exists now.
use crate::{edits::EditedMeanwhile, orders::PresentTerms};
use serde::{Deserialize, Serialize};

/// Why a change is refused, where no field of the form is wrong; `messages::refusals` makes the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conflict {
    /// Someone else saved what the form edits.
    Edited(EditedMeanwhile),
    /// Someone else changed something that the change depends on, at the same moment.
    ChangedMeanwhile,
    AlreadyEnrolled,
    /// The portal must keep one active SuperAdmin.
    LastSuperAdmin,
    BuiltInUserType,
    BranchHasAdministrator,
    /// No one can act as a deactivated user.
    InactiveUser,
    CannotDeleteSelf,
    CategoryInUse,
    TooManyUnits,
    NotUndoable,
    /// A mass action is running on the group.
    Busy,
    SignUpClosed,
    /// The key that someone signed up with can no longer be joined with.
    SignUpKeyEnded,
    /// The address that someone signed up with has an account by now.
    AccountExists,
    LinkExpired,
    /// The password was typed too long ago to enter a code now.
    SignInExpired,
    /// The caller has to prove first who they are.
    ProofRequired,
    /// What a passkey signed was wrong, too late or used before.
    PasskeyRejected,
    /// The counter of a passkey went back: a copy of it may be in use.
    PasskeyCopied,
    TooManyPasskeys,
    /// The address that a link proves belongs to another account.
    AddressInUse,
    OrderStateChanged,
    /// Another coupon has the code of the one that is brought back.
    CouponCodeTaken,
    /// The payment page was completed: the payment is about to be reported.
    PaymentUnderWay,
    CardProviderAway,
    /// The provider of card payments does not return the money.
    RefundRefused,
    /// What is bought was bought before.
    AlreadyBought,
    /// The terms of a purchase are not those that were shown.
    TermsChanged(PresentTerms),
    /// A restored group's name was given to another group.
    RestoredNameTaken,
    /// A restored group's key was given to another group.
    RestoredKeyTaken,
    /// The branch that a group moves to has one of this name.
    MovedNameTaken,
    /// The portal has no mail server.
    NoMailServer,
    /// The portal has no mail server to send invitations with.
    NoInvitations,
    /// Another mass action on users is running.
    UsersBusy,
}
