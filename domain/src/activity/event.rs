//! What can be logged: the kinds of activity with their codes, their parameters, their icons, and the lists that they
//! change.
use super::{
    deed::Deed,
    params::{
        BranchEdit, EndedSessions, ImportResult, JoinedWith, MassActionResult, MovedUsers,
        PasswordChange, PaymentMismatch, SettingsEdit, SignInFactor, UserTypeEdit,
    },
};
use crate::{
    courses::CourseLosses,
    events::ListKind,
    groups::{Readmission, RemovalPolicy},
    ids::OrderId,
    instructors::Teachable,
    mass_actions::MassActionKind,
    orders::Provider,
};
use serde::{Deserialize, Serialize};

/// Which open pages an activity changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those of its subject, and the lists that it names.
    Subject,
    /// All: it reaches so many users and groups that no list of them is made.
    Everyone,
    /// None.
    NoOne,
}

macro_rules! activities {
    ($($topic:ident {$(
        $name:ident = $code:literal { $($field:ident: $type:ty),* } => $deed:ident [$($list:ident),*] $($reach:ident)?;
    )*})*) => {
        /// What was done. Names are those of that moment. It is stored: codes and parameters are never renamed, and a
        /// parameter that is added later is an `Option`.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "verb", content = "params")]
        pub enum Activity {
            $($(#[serde(rename = $code)] $name { $($field: $type),* },)*)*
        }

        impl Activity {
            pub const fn kind(&self) -> ActivityKind {
                match self { $($(Self::$name { .. } => ActivityKind::$name,)*)* }
            }
        }

        /// A kind of activity, by which the log can be filtered.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum ActivityKind {
            $($(#[serde(rename = $code)] $name,)*)*
        }

        impl ActivityKind {
            /// All kinds, those of one topic next to each other.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)*)*];

            /// The verb in the database and in URLs.
            pub const fn code(self) -> &'static str {
                match self { $($(Self::$name => $code,)*)* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($($code => Some(Self::$name),)*)* _ => None }
            }

            pub const fn topic(self) -> ActivityTopic {
                match self { $($(Self::$name => ActivityTopic::$topic,)*)* }
            }

            /// What it does, as its icon says.
            pub const fn deed(self) -> Deed {
                match self { $($(Self::$name => Deed::$deed,)*)* }
            }

            /// The lists of which rows change.
            pub const fn changed_lists(self) -> &'static [ListKind] {
                match self { $($(Self::$name => &[$(ListKind::$list),*],)*)* }
            }

            /// The open pages that it changes.
            pub const fn reach(self) -> Reach {
                match self { $($(Self::$name => activities!(@reach $($reach)?),)*)* }
            }
        }

        /// What the kinds of one heading of the filter are about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ActivityTopic {
            $($topic,)*
        }

        impl ActivityTopic {
            pub const ALL: &'static [Self] = &[$(Self::$topic,)*];
        }
    };
    (@reach) => { Reach::Subject };
    (@reach everyone) => { Reach::Everyone };
    (@reach no_one) => { Reach::NoOne };
}

// Variant = "code" { parameters } => its icon [the lists it changes]; `everyone` where all open pages reload, `no_one` where none has
// anything new.
activities! {
    Users {
        SignedIn = "user.sign_in" { factor: Option<SignInFactor> } => Account [] no_one;
        SignedOut = "user.sign_out" {} => Account [];
        AccountCreated = "user.sign_up" {} => Account [Users];
        EmailConfirmed = "user.confirm" {} => Account [Users];
        UserApproved = "user.approve" { user: String } => Added [Users];
        UserDeclined = "user.decline" { user: String } => Removed [Users];
        UserAdded = "user.add" { user: String, inactive: bool } => Added [Users];
        UserEdited = "user.edit" { user: String, new_password: bool } => Edited [Users];
        UserActivated = "user.activate" { user: String } => Added [Users];
        UserDeactivated = "user.deactivate" { user: String } => Removed [Users];
        UserMoved = "user.move" { user: String, branch: Option<String> } => Edited [Users] everyone;
        UserDeleted = "user.delete" { user: String, login: String } => Removed [Users] everyone;
        ProfileEdited = "user.profile" {} => Account [Users];
        EmailChanged = "user.email" {} => Account [Users];
        PasswordChanged = "user.password" { how: PasswordChange } => Account [];
        UserSignedOut = "user.sign_out_all" { user: String } => Account [];
        SecondFactorOn = "user.second_factor_on" {} => Account [];
        SecondFactorOff = "user.second_factor_off" {} => Account [];
        SecondFactorReset = "user.second_factor_reset" { user: String } => Account [];
        AuthenticatorAppAdded = "user.add_app" {} => Account [];
        AuthenticatorAppRemoved = "user.remove_app" {} => Account [];
        PasskeyAdded = "user.add_passkey" { passkey: String } => Account [];
        PasskeyRemoved = "user.remove_passkey" { passkey: String } => Account [];
        RecoveryCodesReplaced = "user.replace_recovery_codes" {} => Account [];
        SessionsEnded = "user.end_session" { sessions: EndedSessions } => Account [];
        ActingStarted = "user.act_as" { user: String } => Account [];
        ActingStopped = "user.stop_acting" { user: String } => Account [];
    }
    Groups {
        GroupAdded = "group.add" { group: String, copy_of: Option<String> } => Added [Groups];
        GroupEdited = "group.edit" { group: String, new_name: Option<String> } => Edited [Groups, Catalog];
        GroupMoved = "group.move" { group: String, branch: Option<String> } => Edited [Groups] everyone;
        GroupDeleted = "group.delete" { group: String, policy: RemovalPolicy, was_default: bool } => Removed [Groups, Users, Learners, Catalog];
        GroupRestored = "group.restore" { group: String } => Restored [Groups, Users, Learners, Catalog];
        GroupPurged = "group.purge" { group: String } => Removed [Groups, Users, Learners];
    }
    Members {
        MemberAdded = "member.add" { user: String } => Added [Users, Learners];
        MemberJoined = "member.join" { with: JoinedWith } => Added [Users, Learners];
        MemberJoinedByDefault = "member.default" { user: String, skipped_courses: Vec<String> } => Added [Users, Learners];
        MemberSynchronized = "member.synchronize" { user: String, courses: i64 } => Enrolled [Users, Learners];
        MemberUnassigned = "member.unassign" { user: String, courses: i64 } => Unenrolled [Users, Learners];
        MemberLeft = "member.leave" { policy: RemovalPolicy } => Removed [Users, Learners];
        MemberRemoved = "member.remove" { user: String, policy: RemovalPolicy, readmission: Option<Readmission> } => Removed [Users, Learners];
    }
    GroupCourses {
        GroupCourseAdded = "group_course.add" { course: String } => Added [Users, Learners, Catalog];
        GroupCourseRemoved = "group_course.remove" { course: String, policy: RemovalPolicy } => Removed [Users, Learners, Catalog];
    }
    Keys {
        KeyAdded = "key.add" {} => Key [];
        KeyLimitsChanged = "key.limit" {} => Key [];
        KeyPaused = "key.pause" {} => Key [];
        KeyResumed = "key.resume" {} => Key [];
        KeyReplaced = "key.rotate" {} => Key [];
        KeyDeleted = "key.retire" {} => Key [];
        KeySent = "key.send" { people: i64 } => Key [];
    }
    MassActions {
        MassActionFinished = "mass_action.finish" { result: MassActionResult } => MassAction [] everyone;
        MassActionCancelled = "mass_action.cancel" { kind: MassActionKind, processed: i64, users: i64 } => MassAction [] everyone;
    }
    Imports {
        ImportFinished = "import.finish" { result: ImportResult } => Imported [Users, Groups, Learners];
        ImportCancelled = "import.cancel" { result: ImportResult } => Imported [Users, Groups, Learners];
        ImportUndone = "import.undo" { result: ImportResult } => Restored [Users, Groups, Learners];
    }
    Courses {
        CourseAdded = "course.add" { course: String } => Added [Courses];
        CourseEdited = "course.edit" { course: String } => Edited [Courses, Catalog];
        CourseDeleted = "course.delete" { course: String } => Removed [Courses, Groups, Users, Learners, Catalog, Branches] everyone;
        CourseRestored = "course.restore" { course: String, lost: CourseLosses } => Restored [Courses, Groups, Users, Learners, Catalog, Branches] everyone;
        CoursePurged = "course.purge" { course: String } => Removed [Courses];
        UnitAdded = "unit.add" { unit: String, course: String } => Added [Courses];
        UnitEdited = "unit.edit" { unit: String, course: String } => Edited [Courses];
        UnitMoved = "unit.move" { unit: String, course: String, up: bool } => Edited [Courses];
        UnitDeleted = "unit.delete" { unit: String, course: String } => Removed [Courses];
        CategoryAdded = "category.add" { category: String } => Added [Courses];
        CategoryRenamed = "category.rename" { category: String, new_name: String } => Edited [Courses];
        CategoryDeleted = "category.delete" { category: String } => Removed [Courses];
    }
    Enrolments {
        EnrolmentGranted = "course.give" { user: String, course: String } => Enrolled [Users, Learners];
        EnrolmentRemoved = "course.withdraw" { user: String, course: String } => Unenrolled [Users, Learners];
        FreeCourseTaken = "course.take" { course: String } => Enrolled [Users, Learners];
    }
    Instructors {
        InstructorAdded = "instructor.add" { user: String, of: Teachable } => Added [Groups, Courses];
        InstructorRemoved = "instructor.remove" { user: String, of: Teachable } => Removed [Groups, Courses];
    }
    Orders {
        OrderPlaced = "order.add" { order: OrderId, title: String } => Paid [Orders];
        OrderPaid = "order.pay" { order: OrderId, buyer: String } => Paid [Orders, Users, Learners];
        OrderRefunded = "order.refund" { order: OrderId, buyer: String } => Paid [Orders, Users, Learners];
        OrderCancelled = "order.cancel" { order: OrderId, buyer: String } => Paid [Orders];
        OrderLapsed = "order.lapse" { order: OrderId, buyer: String } => Paid [Orders];
        OrderMethodChanged = "order.method" { order: OrderId, provider: Provider } => Paid [Orders];
        PaymentMismatched = "order.mismatch" { order: OrderId, reason: PaymentMismatch } => Paid [Orders];
        PaymentReturned = "order.return" { order: OrderId, buyer: String, partly: bool } => Paid [Orders];
        PaymentAccepted = "order.accept" { order: OrderId, buyer: String } => Paid [Orders, Users, Learners];
    }
    Coupons {
        CouponAdded = "coupon.add" { code: String } => Added [Coupons];
        CouponEdited = "coupon.edit" { code: String } => Edited [Coupons, Catalog];
        CouponPaused = "coupon.pause" { code: String } => Edited [Coupons, Catalog];
        CouponResumed = "coupon.resume" { code: String } => Edited [Coupons, Catalog];
        CouponDeleted = "coupon.delete" { code: String } => Removed [Coupons, Catalog];
        CouponArchived = "coupon.archive" { code: String } => Removed [Coupons, Catalog];
        CouponRestored = "coupon.restore" { code: String } => Restored [Coupons, Catalog];
    }
    UserTypes {
        UserTypeAdded = "user_type.add" { user_type: String } => Added [UserTypes];
        SecondFactorDemanded = "user_type.demand_second_factor" { user_type: String } => Settings [UserTypes] everyone;
        SecondFactorNotDemanded = "user_type.free_second_factor" { user_type: String } => Settings [UserTypes] everyone;
        UserTypeEdited = "user_type.edit" { edit: UserTypeEdit } => Settings [UserTypes] everyone;
        UserTypeCloned = "user_type.clone" { user_type: String, copy: String } => Added [UserTypes];
        UserTypeDeleted = "user_type.delete" { user_type: String, moved: Option<MovedUsers> } => Removed [UserTypes] everyone;
    }
    Branches {
        BranchAdded = "branch.add" { branch: String } => Added [Branches];
        BranchEdited = "branch.edit" { branch: String, edit: BranchEdit } => Edited [Branches];
        BranchCoursesChanged = "branch.course" { branch: String, course: String, added: bool } => Edited [Branches, Courses];
        BranchDeleted = "branch.delete" { branch: String } => Removed [Branches] everyone;
    }
    Settings {
        PortalSetUp = "portal.set_up" { user: String } => Added [Users];
        SettingsEdited = "settings.edit" { setting: SettingsEdit } => Settings [Settings];
    }
}
