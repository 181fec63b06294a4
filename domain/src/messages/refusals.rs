//! The sentences of refused requests, which are shown above a form, as a page or as a toast.
use crate::{conflict::Conflict, throttle::RetryAfter, users::UserState};
use std::borrow::Cow;

macro_rules! fixed {
    ($($name:ident = $sentence:literal;)*) => {
        $(pub const $name: &str = $sentence;)*
        #[cfg(test)]
        pub(super) const FIXED: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

fixed! {
    SIGNED_OUT = "Please sign in.";
    INVALID_CREDENTIALS = "The login or the password is wrong.";
    FORBIDDEN = "You don’t have permission to do this.";
    NOT_FOUND = "This doesn’t exist or was removed.";
    KEY_REJECTED = "This key doesn’t work. Check it, or ask the person who gave it to you.";
    ALREADY_MEMBER = "You are already in this group.";
    BAD_REQUEST = "The request could not be read. Reload the page and try again.";
    UNAVAILABLE = "The database cannot be reached. Nothing was changed; try again in a moment.";
    OVERLOADED = "Many people are signing in right now. Try again in a moment.";
    STORAGE_FULL = "The server’s disk is full. Nothing was changed. You can still read everything.";
    INTERNAL = "Something went wrong on our side. Nothing was changed. Details are in the server log.";
    UNREACHABLE = "The server could not be reached. Check your connection and try again.";
    NO_SESSION_LOOKUP = "The database cannot be reached. Try again in a moment.";
    OTHER_HOST = "This portal has another address:";
    FAILURE_TITLE = "Something went wrong";
    NOT_SENT = "What you entered was not sent. Go back to the form, where it still is, and send it again.";
    REQUEST_NAME = "If you report this, name this request:";
    SLOW_PAGE = "The page took too long. Try again in a moment.";
}

pub const fn account_pending(state: UserState) -> &'static str {
    match state {
        UserState::Unconfirmed => {
            "Your e-mail address is not confirmed yet. Open the link in the e-mail we sent you."
        }
        UserState::Waiting | UserState::Registered => {
            "Your account is waiting for approval. You’ll get an e-mail when it’s approved."
        }
    }
}

pub fn too_many_attempts(wait: RetryAfter) -> String {
    format!(
        "Too many attempts. Try again in {}.",
        duration(wait.seconds)
    )
}

fn duration(seconds: i64) -> String {
    match seconds {
        1 => "1 second".into(),
        2..=90 => format!("{seconds} seconds"),
        91..=5400 => format!("{} minutes", (seconds + 59) / 60),
        _ => format!("{} hours", (seconds + 3599) / 3600),
    }
}

pub fn conflict(conflict: &Conflict) -> Cow<'static, str> {
    let sentence = match conflict {
        Conflict::Edited(_) => {
            "Someone else saved this in the meantime. What you entered is still here. Save again to replace their \
             change, or load what is saved now."
        }
        Conflict::ChangedMeanwhile => {
            "Someone else changed this at the same moment. Reload to see their change, then make yours again."
        }
        Conflict::AlreadyEnrolled => "You already have this course.",
        Conflict::LastSuperAdmin => {
            "The portal needs at least one active SuperAdmin, and this is the last."
        }
        Conflict::BuiltInUserType => "Built-in types and the default type can’t be deleted.",
        Conflict::BranchHasAdministrator => {
            "This branch still has an administrator, who would then manage the whole portal. \
             Move them or change their user type first."
        }
        Conflict::InactiveUser => "This user is inactive, so you can’t act as them.",
        Conflict::CannotDeleteSelf => {
            "You can’t delete your own account. Ask another administrator."
        }
        Conflict::CategoryInUse => {
            "Only an empty category can be deleted. Move its courses and categories first, and restore those in the \
             trash to move them."
        }
        Conflict::TooManyUnits => "This course has reached the limit of units.",
        Conflict::NotUndoable => "This can no longer be undone.",
        Conflict::Busy => {
            "A mass action is running on this group. Wait until it is done, or cancel it."
        }
        Conflict::SignUpClosed => "Sign-up is closed. Ask an administrator for an account.",
        Conflict::SignUpKeyEnded => {
            "The group key you signed up with no longer works. Enter your password again to create the account \
             without it."
        }
        Conflict::AccountExists => {
            "This e-mail address has an account now. Sign in, or choose a new password there."
        }
        Conflict::SignInExpired => {
            "It took too long to enter the code. Go back and sign in with your password again."
        }
        Conflict::ProofRequired => {
            "To be safe, first confirm that it’s you. Then send this form again."
        }
        Conflict::PasskeyRejected => "This passkey didn’t work, or it took too long. Try again.",
        Conflict::PasskeyCopied => {
            "This passkey was refused, as a copy of it may be in use. Use something else, remove this passkey on your \
             profile, and tell an administrator."
        }
        Conflict::TooManyPasskeys => {
            "You have as many passkeys as an account can have. Remove one first."
        }
        Conflict::AddressInUse => {
            "Another account uses this address. Choose another one on your profile."
        }
        Conflict::LinkExpired => "This link was already used or has expired. Request a new one.",
        Conflict::PaymentUnderWay => {
            "The card payment of this order is being processed. Wait until it is reported here, then try again."
        }
        Conflict::CardProviderAway => {
            "The payment provider isn’t responding. Nothing was changed; try again in a moment."
        }
        Conflict::RefundRefused => {
            "The payment provider refused the refund. Nothing was changed. Refund the payment on the provider’s \
             website: the order then changes here, too."
        }
        Conflict::AlreadyBought => {
            "You’ve already bought this. Your courses are on your home page."
        }
        Conflict::TermsChanged(terms) => {
            let courses = terms.courses.join(", ");
            return format!(
                "This has changed: it now costs {}, with {courses}. Buy all the same?",
                terms.total
            )
            .into();
        }
        Conflict::OrderStateChanged => "The order has changed. Reload the page.",
        Conflict::CouponCodeTaken => {
            "Another coupon has this code now. Give that one another code, then bring this one back."
        }
        Conflict::RestoredNameTaken => {
            "Another group has this name. Rename it, then restore this group."
        }
        Conflict::RestoredKeyTaken => {
            "Another group now uses this group’s key. Remove it there, then restore this group."
        }
        Conflict::MovedNameTaken => {
            "A group there already has this name. Rename one of them first."
        }
        Conflict::NoMailServer => {
            "This portal can’t send e-mails. Ask an administrator to reset your password."
        }
        Conflict::NoInvitations => "This portal can’t send e-mails, and so no invitations.",
        Conflict::UsersBusy => {
            "A mass action on users is running. Wait until it is done, or cancel it."
        }
    };
    sentence.into()
}
