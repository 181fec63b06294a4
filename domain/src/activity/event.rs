//! What can be logged: the kinds of activity with their codes, their parameters, and the lists that they change.
use super::params::{
    BranchEdit, EndedSessions, ImportResult, JoinedWith, MassActionResult, MovedUsers,
    PasswordChange, PaymentMismatch, SettingsEdit, SignInFactor, UserTypeEdit,
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
        $name:ident = $code:literal { $($field:ident: $type:ty),* } => [$($list:ident),*] $($reach:ident)?;
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

// Variant = "code" { parameters } => [the lists it changes]; `everyone` where all open pages reload, `no_one` where none has
// anything new.
activities! {
    Users {
        SignedIn = "user.sign_in" { factor: Option<SignInFactor> } => [] no_one;
        SignedOut = "user.sign_out" {} => [];
        AccountCreated = "user.sign_up" {} => [Users];
        EmailConfirmed = "user.confirm" {} => [Users];
        UserApproved = "user.approve" { user: String } => [Users];
        UserDeclined = "user.decline" { user: String } => [Users];
        UserAdded = "user.add" { user: String, inactive: bool } => [Users];
        UserEdited = "user.edit" { user: String, new_password: bool } => [Users];
        UserActivated = "user.activate" { user: String } => [Users];
        UserDeactivated = "user.deactivate" { user: String } => [Users];
        UserMoved = "user.move" { user: String, branch: Option<String> } => [Users] everyone;
        UserDeleted = "user.delete" { user: String, login: String } => [Users] everyone;
        ProfileEdited = "user.profile" {} => [Users];
        EmailChanged = "user.email" {} => [Users];
        PasswordChanged = "user.password" { how: PasswordChange } => [];
        UserSignedOut = "user.sign_out_all" { user: String } => [];
        SecondFactorOn = "user.second_factor_on" {} => [];
        SecondFactorOff = "user.second_factor_off" {} => [];
        SecondFactorReset = "user.second_factor_reset" { user: String } => [];
        AuthenticatorAppAdded = "user.add_app" {} => [];
        AuthenticatorAppRemoved = "user.remove_app" {} => [];
        PasskeyAdded = "user.add_passkey" { passkey: String } => [];
        PasskeyRemoved = "user.remove_passkey" { passkey: String } => [];
        RecoveryCodesReplaced = "user.replace_recovery_codes" {} => [];
        SessionsEnded = "user.end_session" { sessions: EndedSessions } => [];
        ActingStarted = "user.act_as" { user: String } => [];
        ActingStopped = "user.stop_acting" { user: String } => [];
    }
    Groups {
        GroupAdded = "group.add" { group: String, copy_of: Option<String> } => [Groups];
        GroupEdited = "group.edit" { group: String, new_name: Option<String> } => [Groups, Catalog];
        GroupMoved = "group.move" { group: String, branch: Option<String> } => [Groups] everyone;
        GroupDeleted = "group.delete" { group: String, policy: RemovalPolicy, was_default: bool } => [Groups, Users, Learners, Catalog];
        GroupRestored = "group.restore" { group: String } => [Groups, Users, Learners, Catalog];
        GroupPurged = "group.purge" { group: String } => [Groups, Users, Learners];
    }
    Members {
        MemberAdded = "member.add" { user: String } => [Users, Learners];
        MemberJoined = "member.join" { with: JoinedWith } => [Users, Learners];
        MemberJoinedByDefault = "member.default" { user: String, skipped_courses: Vec<String> } => [Users, Learners];
        MemberSynchronized = "member.synchronize" { user: String, courses: i64 } => [Users, Learners];
        MemberUnassigned = "member.unassign" { user: String, courses: i64 } => [Users, Learners];
        MemberLeft = "member.leave" { policy: RemovalPolicy } => [Users, Learners];
        MemberRemoved = "member.remove" { user: String, policy: RemovalPolicy, readmission: Option<Readmission> } => [Users, Learners];
    }
    GroupCourses {
        GroupCourseAdded = "group_course.add" { course: String } => [Users, Learners, Catalog];
        GroupCourseRemoved = "group_course.remove" { course: String, policy: RemovalPolicy } => [Users, Learners, Catalog];
    }
    Keys {
        KeyAdded = "key.add" {} => [];
        KeyLimitsChanged = "key.limit" {} => [];
        KeyPaused = "key.pause" {} => [];
        KeyResumed = "key.resume" {} => [];
        KeyReplaced = "key.rotate" {} => [];
        KeyDeleted = "key.retire" {} => [];
        KeySent = "key.send" { people: i64 } => [];
    }
    MassActions {
        MassActionFinished = "mass_action.finish" { result: MassActionResult } => [] everyone;
        MassActionCancelled = "mass_action.cancel" { kind: MassActionKind, processed: i64, users: i64 } => [] everyone;
    }
    Imports {
        ImportFinished = "import.finish" { result: ImportResult } => [Users, Groups, Learners];
        ImportCancelled = "import.cancel" { result: ImportResult } => [Users, Groups, Learners];
        ImportUndone = "import.undo" { result: ImportResult } => [Users, Groups, Learners];
    }
    Courses {
        CourseAdded = "course.add" { course: String } => [Courses];
        CourseEdited = "course.edit" { course: String } => [Courses, Catalog];
        CourseDeleted = "course.delete" { course: String } => [Courses, Groups, Users, Learners, Catalog, Branches] everyone;
        CourseRestored = "course.restore" { course: String, lost: CourseLosses } => [Courses, Groups, Users, Learners, Catalog, Branches] everyone;
        CoursePurged = "course.purge" { course: String } => [Courses];
        UnitAdded = "unit.add" { unit: String, course: String } => [Courses];
        UnitEdited = "unit.edit" { unit: String, course: String } => [Courses];
        UnitMoved = "unit.move" { unit: String, course: String, up: bool } => [Courses];
        UnitDeleted = "unit.delete" { unit: String, course: String } => [Courses];
        CategoryAdded = "category.add" { category: String } => [Courses];
        CategoryRenamed = "category.rename" { category: String, new_name: String } => [Courses];
        CategoryDeleted = "category.delete" { category: String } => [Courses];
    }
    Enrolments {
        EnrolmentGranted = "course.give" { user: String, course: String } => [Users, Learners];
        EnrolmentRemoved = "course.withdraw" { user: String, course: String } => [Users, Learners];
        FreeCourseTaken = "course.take" { course: String } => [Users, Learners];
    }
    Instructors {
        InstructorAdded = "instructor.add" { user: String, of: Teachable } => [Groups, Courses];
        InstructorRemoved = "instructor.remove" { user: String, of: Teachable } => [Groups, Courses];
    }
    Orders {
        OrderPlaced = "order.add" { order: OrderId, title: String } => [Orders];
        OrderPaid = "order.pay" { order: OrderId, buyer: String } => [Orders, Users, Learners];
        OrderRefunded = "order.refund" { order: OrderId, buyer: String } => [Orders, Users, Learners];
        OrderCancelled = "order.cancel" { order: OrderId, buyer: String } => [Orders];
        OrderLapsed = "order.lapse" { order: OrderId, buyer: String } => [Orders];
        OrderMethodChanged = "order.method" { order: OrderId, provider: Provider } => [Orders];
        PaymentMismatched = "order.mismatch" { order: OrderId, reason: PaymentMismatch } => [Orders];
        PaymentReturned = "order.return" { order: OrderId, buyer: String, partly: bool } => [Orders];
        PaymentAccepted = "order.accept" { order: OrderId, buyer: String } => [Orders, Users, Learners];
    }
    Coupons {
        CouponAdded = "coupon.add" { code: String } => [Coupons];
        CouponEdited = "coupon.edit" { code: String } => [Coupons, Catalog];
        CouponPaused = "coupon.pause" { code: String } => [Coupons, Catalog];
        CouponResumed = "coupon.resume" { code: String } => [Coupons, Catalog];
        CouponDeleted = "coupon.delete" { code: String } => [Coupons, Catalog];
        CouponArchived = "coupon.archive" { code: String } => [Coupons, Catalog];
        CouponRestored = "coupon.restore" { code: String } => [Coupons, Catalog];
    }
    UserTypes {
        UserTypeAdded = "user_type.add" { user_type: String } => [UserTypes];
        SecondFactorDemanded = "user_type.demand_second_factor" { user_type: String } => [UserTypes] everyone;
        SecondFactorNotDemanded = "user_type.free_second_factor" { user_type: String } => [UserTypes] everyone;
        UserTypeEdited = "user_type.edit" { edit: UserTypeEdit } => [UserTypes] everyone;
        UserTypeCloned = "user_type.clone" { user_type: String, copy: String } => [UserTypes];
        UserTypeDeleted = "user_type.delete" { user_type: String, moved: Option<MovedUsers> } => [UserTypes] everyone;
    }
    Branches {
        BranchAdded = "branch.add" { branch: String } => [Branches];
        BranchEdited = "branch.edit" { branch: String, edit: BranchEdit } => [Branches];
        BranchCoursesChanged = "branch.course" { branch: String, course: String, added: bool } => [Branches, Courses];
        BranchDeleted = "branch.delete" { branch: String } => [Branches] everyone;
    }
    Settings {
        PortalSetUp = "portal.set_up" { user: String } => [Users];
        SettingsEdited = "settings.edit" { setting: SettingsEdit } => [Settings];
    }
}
