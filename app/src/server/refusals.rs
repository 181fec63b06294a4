//! The messages of refused changes.

use domain::groups::GroupDetails;

pub const SAVED_MEANWHILE: &str =
    "Someone else saved this in the meantime. Reload to see their change, then make yours again.";
pub const ALREADY_ENROLLED: &str = "You already have this course.";
pub const LAST_SUPER_ADMIN: &str =
    "The portal needs at least one active SuperAdmin, and this is the last.";
pub const PRIVILEGE_ESCALATION: &str =
    "A type with administrator permissions can contain only permissions you have.";
pub const BUILT_IN_USER_TYPE: &str = "Built-in types and the default type can’t be deleted.";
pub const REPLACEMENT_TYPE: &str = "Choose the user type to move its users to.";
pub const BRANCH_HAS_ADMINISTRATOR: &str = "This branch still has an administrator, \
     who would then manage the whole portal. Move them or change their user type first.";
pub const INACTIVE: &str = "This user is inactive, so you can’t act as them.";
pub const CANNOT_DELETE_SELF: &str =
    "You can’t delete your own account. Ask another administrator.";
pub const CATEGORY_IN_USE: &str =
    "Only an empty category can be deleted. Move its courses and categories first.";
pub const TOO_DEEP: &str = "Categories cannot be nested deeper than this.";
pub const TOO_MANY_UNITS: &str = "This course has reached the limit of units.";
pub const NOT_UNDOABLE: &str = "This can no longer be undone.";
pub const BUSY: &str =
    "A mass action is running on this group. Wait until it is done, or cancel it.";
pub const CURRENCY_IN_USE: &str =
    "You can’t change the currency while a group or course has a price. Remove the prices first.";
pub const DEFAULT_TYPE_IS_ADMIN: &str =
    "This type has administrator permissions. Turn off direct sign-up or choose another type.";
pub const SIGN_UP_CLOSED: &str = "Sign-up is closed. Ask an administrator for an account.";
pub const LINK_EXPIRED: &str = "This link was already used or has expired. Request a new one.";
pub const COUPON_REJECTED: &str = "This coupon is not valid for this bundle. Check the code.";
pub const ORDER_CHANGED: &str = "The order has changed. Reload the page.";

/// The message for an editor of a group that was saved by someone else.
pub fn group_saved_meanwhile(now: &GroupDetails) -> String {
    format!(
        "Someone else saved this group in the meantime. It is now called “{}”, described as “{}”. \
         Reload to use their version, or press Save again to replace it.",
        now.name, now.description
    )
}
