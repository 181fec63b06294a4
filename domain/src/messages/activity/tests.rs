//! Every sentence of the log.
use super::{kind_label, sentence, topic_label};
use crate::{
    activity::{
        Activity::{self, *},
        ActivityKind, ActivityTopic,
        BranchEdit::{self, *},
        EndedSessions, ImportResult, JoinedWith, KeyMailEdit, MassActionResult, MovedUsers,
        PasswordChange, PaymentMismatch, SettingsEdit, SignInFactor, UserTypeEdit,
    },
    courses::CourseLosses,
    groups::{
        Readmission,
        RemovalPolicy::{KeepAccess, WithdrawAccess},
    },
    hue::Hue,
    ids::{CourseId, GroupId, OrderId},
    imports::stored::ImportKind,
    mass_actions::MassActionKind,
    money::Currency,
    orders::Provider,
    permissions::Permission,
    settings::SignUpMode,
};
use std::collections::BTreeSet;

fn name(text: &str) -> String {
    text.to_owned()
}

#[rustfmt::skip]
fn about_users() -> Vec<(Activity, &'static str)> {
    let user = || name("Ana Souza");
    vec![
        (SignedIn { factor: None }, "signed in"),
        (SignedIn { factor: Some(SignInFactor::Password) }, "signed in"),
        (SignedIn { factor: Some(SignInFactor::AppCode) }, "signed in with a code"),
        (SignedIn { factor: Some(SignInFactor::RecoveryCode) }, "signed in with a recovery code"),
        (SignedIn { factor: Some(SignInFactor::Passkey) }, "signed in with a passkey"),
        (SignedOut {}, "signed out"),
        (AccountCreated {}, "signed up"),
        (EmailConfirmed {}, "confirmed their e-mail address"),
        (UserApproved { user: user() }, "approved Ana Souza"),
        (UserDeclined { user: user() }, "declined Ana Souza"),
        (UserAdded { user: user(), inactive: false }, "added Ana Souza"),
        (UserAdded { user: user(), inactive: true }, "added Ana Souza, inactive"),
        (UserEdited { user: user(), new_password: false }, "edited Ana Souza"),
        (UserEdited { user: user(), new_password: true }, "edited Ana Souza and their password"),
        (UserActivated { user: user() }, "activated Ana Souza"),
        (UserDeactivated { user: user() }, "deactivated Ana Souza"),
        (UserMoved { user: user(), branch: Some(name("North")) }, "moved Ana Souza to the branch North"),
        (UserMoved { user: user(), branch: None }, "moved Ana Souza to the main portal"),
        (UserDeleted { user: user(), login: name("ana") }, "deleted Ana Souza (ana)"),
        (ProfileEdited {}, "edited their profile"),
        (PasswordChanged { how: PasswordChange::Profile }, "changed their password"),
        (PasswordChanged { how: PasswordChange::EmailLink }, "reset their password by e-mail"),
        (PasswordChanged { how: PasswordChange::CommandLine }, "set a new password"),
        (EmailChanged {}, "changed their e-mail address"),
        (UserSignedOut { user: "Ana Souza".into() }, "signed out Ana Souza everywhere"),
        (SecondFactorDemanded { user_type: "Clerk".into() }, "demanded a second factor of the user type Clerk"),
        (
            SecondFactorNotDemanded { user_type: "Clerk".into() },
            "no longer demanded a second factor of the user type Clerk",
        ),
        (SecondFactorOn {}, "turned on their second factor"),
        (SecondFactorOff {}, "turned off their second factor"),
        (SecondFactorReset { user: "Ana Souza".into() }, "reset the second factor of Ana Souza"),
        (AuthenticatorAppAdded {}, "added an authenticator app"),
        (AuthenticatorAppRemoved {}, "removed their authenticator app"),
        (PasskeyAdded { passkey: name("Laptop") }, "added the passkey Laptop"),
        (PasskeyRemoved { passkey: name("Laptop") }, "removed the passkey Laptop"),
        (RecoveryCodesReplaced {}, "made new recovery codes"),
        (SessionsEnded { sessions: EndedSessions::One }, "signed out one of their sessions"),
        (SessionsEnded { sessions: EndedSessions::AllOthers }, "signed out all their other sessions"),
        (SessionsEnded { sessions: EndedSessions::Everyone }, "signed out everyone"),
        (ActingStarted { user: user() }, "started acting as Ana Souza"),
        (ActingStopped { user: user() }, "stopped acting as Ana Souza"),
        (InstructorAdded { user: user(), of: CourseId(5).into() }, "made Ana Souza an instructor of the course"),
        (InstructorAdded { user: user(), of: GroupId(7).into() }, "made Ana Souza an instructor of the group"),
        (InstructorRemoved { user: user(), of: GroupId(7).into() }, "removed Ana Souza as an instructor of the group"),
    ]
}

#[rustfmt::skip]
fn about_groups() -> Vec<(Activity, &'static str)> {
    let (user, group, course) = (|| name("Ana Souza"), || name("Bakers"), || name("Bread"));
    vec![
        (GroupAdded { group: group(), copy_of: None }, "added the group Bakers"),
        (GroupAdded { group: name("Bakers (copy)"), copy_of: Some(group()) }, "added the group as a copy of Bakers"),
        (GroupEdited { group: group(), new_name: None }, "edited the group Bakers"),
        (GroupEdited { group: group(), new_name: Some(name("Cooks")) }, "edited the group Bakers, now Cooks"),
        (GroupMoved { group: group(), branch: Some(name("North")) }, "moved the group Bakers to the branch North"),
        (GroupMoved { group: group(), branch: None }, "moved the group Bakers to the main portal"),
        (GroupDeleted { group: group(), policy: KeepAccess, was_default: false },
            "moved the group Bakers to the trash, keeping its members' access"),
        (GroupDeleted { group: group(), policy: WithdrawAccess, was_default: true },
            "moved the group Bakers to the trash, withdrawing its members' access; \
             new users no longer join a default group"),
        (GroupRestored { group: group() }, "restored the group Bakers from the trash"),
        (GroupPurged { group: group() }, "permanently deleted the group Bakers"),
        (MemberAdded { user: user() }, "added Ana Souza to the group"),
        (MemberJoined { with: JoinedWith::Key }, "joined with the key"),
        (MemberJoined { with: JoinedWith::Link }, "joined with the join link"),
        (MemberJoinedByDefault { user: user(), skipped_courses: vec![] }, "added Ana Souza to the default group"),
        (MemberJoinedByDefault { user: user(), skipped_courses: vec![name("Art"), course()] },
            "added Ana Souza to the default group (not available in the branch: Art, Bread)"),
        (MemberSynchronized { user: user(), courses: 1 }, "enrolled Ana Souza in 1 group course"),
        (MemberUnassigned { user: user(), courses: 2 }, "unassigned Ana Souza from 2 group courses"),
        (MemberLeft { policy: KeepAccess }, "left the group, keeping access to its courses"),
        (MemberRemoved { user: user(), policy: KeepAccess, readmission: None },
            "removed Ana Souza from the group, keeping access to its courses"),
        (MemberRemoved { user: user(), policy: WithdrawAccess, readmission: Some(Readmission::ByKey) },
            "removed Ana Souza from the group, withdrawing access to its courses"),
        (MemberRemoved { user: user(), policy: KeepAccess, readmission: Some(Readmission::ByAdministrator) },
            "removed Ana Souza from the group, keeping access to its courses, and refusing its keys from now on"),
        (GroupCourseAdded { course: course() }, "added the course Bread to the group"),
        (GroupCourseRemoved { course: course(), policy: KeepAccess },
            "removed the course Bread from the group, keeping its members' access"),
        (GroupCourseRemoved { course: course(), policy: WithdrawAccess },
            "removed the course Bread from the group, withdrawing its members' access"),
        (KeyAdded {}, "added a key"),
        (KeyLimitsChanged {}, "changed a key's limits"),
        (KeyPaused {}, "paused a key"),
        (KeyResumed {}, "resumed a key"),
        (KeyReplaced {}, "replaced a key"),
        (KeyDeleted {}, "deleted a key"),
        (KeySent { people: 1 }, "sent the key to 1 person"),
        (KeySent { people: 1200 }, "sent the key to 1,200 people"),
    ]
}

fn imports() -> Vec<(Activity, &'static str)> {
    let result = |file: &str, updated| ImportResult {
        kind: ImportKind::Users,
        file: file.into(),
        added: 1480,
        updated,
        left_out: 3,
    };
    let finished = |result| ImportFinished { result };
    vec![
        (
            finished(result("people.csv", 12)),
            "imported users from people.csv: 1,480 added, 12 updated, 3 left out",
        ),
        (
            finished(result("", 0)),
            "imported users from a pasted list: 1,480 added, 3 left out",
        ),
        (
            ImportCancelled {
                result: result("people.csv", 0),
            },
            "cancelled importing users from people.csv: 1,480 added, 3 left out",
        ),
        (
            ImportUndone {
                result: result("people.csv", 12),
            },
            "undid importing users from people.csv: 1,492 taken back",
        ),
    ]
}

#[rustfmt::skip]
fn mass_actions() -> Vec<(Activity, &'static str)> {
    let finished = |kind, undone, skipped| {
        let of_users = None;
        MassActionFinished { result: MassActionResult { kind, undone, users: 312, changes: 4120, skipped, of_users } }
    };
    let of_users = |kind, skipped| {
        let (undone, of_users) = (None, Some(true));
        MassActionFinished { result: MassActionResult { kind, undone, users: 312, changes: 312, skipped, of_users } }
    };
    vec![
        (finished(MassActionKind::Assign, None, 0), "assigned the group courses to 312 members: 4,120 enrolments"),
        (finished(MassActionKind::Unassign, None, 0),
            "unassigned 312 members from the group courses: 4,120 enrolments"),
        (finished(MassActionKind::AddMembers, None, 1), "added 4,120 users to the group; skipped 1 inactive user"),
        (finished(MassActionKind::RemoveMembers, None, 0),
            "removed 4,120 members from the group, keeping access to its courses"),
        (finished(MassActionKind::WithdrawMembers, None, 0),
            "removed 4,120 members from the group, withdrawing access to its courses"),
        (finished(MassActionKind::ShutOutMembers, None, 0),
            "removed 4,120 members from the group, keeping access to its courses, and refusing its keys from now on"),
        (finished(MassActionKind::Undo, Some(MassActionKind::Assign), 0),
            "undid the mass action “Assign group courses”: 4,120 changes"),
        (of_users(MassActionKind::ActivateUsers, 0), "activated 312 users"),
        (of_users(MassActionKind::DeactivateUsers, 2), "deactivated 312 users; skipped 2 users"),
        (of_users(MassActionKind::MoveUsers, 0), "moved 312 users"),
        (of_users(MassActionKind::InviteUsers, 0), "sent 312 invitations"),
        (of_users(MassActionKind::DeleteUsers, 1), "deleted 312 users; skipped 1 user"),
        (MassActionCancelled { kind: MassActionKind::Unassign, processed: 1000, users: 4120 },
            "cancelled the mass action “Unassign from group courses” after 1,000 of 4,120"),
    ]
}

#[rustfmt::skip]
fn about_courses() -> Vec<(Activity, &'static str)> {
    let (user, unit, course, category) = (|| name("Ana Souza"), || name("Yeast"), || name("Bread"), || name("Crafts"));
    vec![
        (CourseAdded { course: course() }, "added the course Bread"),
        (CourseEdited { course: course() }, "edited the course Bread"),
        (CourseDeleted { course: course() }, "moved the course Bread to the trash"),
        (CourseRestored { course: course(), lost: CourseLosses::default() },
            "restored the course Bread from the trash"),
        (CourseRestored {
            course: course(),
            lost: CourseLosses { places: vec![name("North"), name("Bakers")], enrolments: 1 },
        },
            "restored the course Bread from the trash (no longer in North, Bakers; \
             without 1 enrolment of users who left their groups)"),
        (CoursePurged { course: course() }, "permanently deleted the course Bread"),
        (UnitAdded { unit: unit(), course: course() }, "added the unit Yeast to Bread"),
        (UnitEdited { unit: unit(), course: course() }, "edited the unit Yeast of Bread"),
        (UnitMoved { unit: unit(), course: course(), up: true }, "moved the unit Yeast of Bread up"),
        (UnitMoved { unit: unit(), course: course(), up: false }, "moved the unit Yeast of Bread down"),
        (UnitDeleted { unit: unit(), course: course() }, "deleted the unit Yeast of Bread"),
        (CategoryAdded { category: category() }, "added the category Crafts"),
        (CategoryRenamed { category: category(), new_name: name("Trades") }, "renamed the category Crafts to Trades"),
        (CategoryDeleted { category: category() }, "deleted the category Crafts"),
        (EnrolmentGranted { user: user(), course: course() }, "enrolled Ana Souza directly in Bread"),
        (EnrolmentRemoved { user: user(), course: course() }, "removed the direct enrolment of Ana Souza in Bread"),
        (FreeCourseTaken { course: course() }, "got the course Bread from the catalog"),
    ]
}

#[rustfmt::skip]
fn about_sales() -> Vec<(Activity, &'static str)> {
    let (order, buyer, code) = (OrderId(12), || name("Ana Souza"), || name("SPRING"));
    vec![
        (OrderPlaced { order, title: name("Bread") }, "placed order 00012: Bread"),
        (OrderPaid { order, buyer: buyer() }, "marked order 00012 of Ana Souza as paid"),
        (OrderRefunded { order, buyer: buyer() }, "refunded order 00012 of Ana Souza"),
        (OrderCancelled { order, buyer: buyer() }, "cancelled order 00012 of Ana Souza"),
        (PaymentMismatched { order, reason: PaymentMismatch::Unexpected },
            "received a payment that doesn’t match order 00012"),
        (PaymentMismatched { order, reason: PaymentMismatch::OrderCancelled },
            "received a payment for cancelled order 00012"),
        (PaymentMismatched { order, reason: PaymentMismatch::OrderPaid },
            "received a second payment for order 00012"),
        (PaymentMismatched { order, reason: PaymentMismatch::OrderRefunded },
            "received a payment for refunded order 00012"),
        (PaymentMismatched { order, reason: PaymentMismatch::NoBuyer },
            "received a payment for order 00012, whose buyer was deleted"),
        (OrderLapsed { order, buyer: buyer() }, "cancelled the unpaid order 00012 of Ana Souza"),
        (OrderMethodChanged { order, provider: Provider::Invoice },
            "changed the payment of order 00012 to Invoice"),
        (PaymentReturned { order, buyer: buyer(), partly: false },
            "returned a payment for order 00012 of Ana Souza"),
        (PaymentReturned { order, buyer: buyer(), partly: true },
            "returned a part of a payment for order 00012 of Ana Souza"),
        (PaymentAccepted { order, buyer: buyer() },
            "gave the courses of order 00012 of Ana Souza after all"),
        (CouponAdded { code: code() }, "added the coupon SPRING"),
        (CouponEdited { code: code() }, "edited the coupon SPRING"),
        (CouponPaused { code: code() }, "paused the coupon SPRING"),
        (CouponResumed { code: code() }, "resumed the coupon SPRING"),
        (CouponDeleted { code: code() }, "deleted the coupon SPRING"),
        (CouponArchived { code: code() }, "archived the coupon SPRING"),
        (CouponRestored { code: code() }, "brought back the coupon SPRING"),
    ]
}

#[rustfmt::skip]
fn about_the_portal() -> Vec<(Activity, &'static str)> {
    let (branch, user_type) = (|| name("North"), || name("Tutor"));
    let type_edited = |old_name, added: &[Permission], removed: &[Permission]| UserTypeEdited { edit: UserTypeEdit {
        user_type: user_type(), old_name,
        added: added.iter().copied().collect(), removed: removed.iter().copied().collect(),
    } };
    let moved = Some(MovedUsers { users: 2, to: name("Learner") });
    let branch_edited = |edit: BranchEdit| BranchEdited { branch: branch(), edit };
    let set = |setting| SettingsEdited { setting };
    vec![
        (UserTypeAdded { user_type: user_type() }, "added the user type Tutor"),
        (type_edited(None, &[], &[]), "edited the user type Tutor"),
        (type_edited(Some(name("Tutors")), &[Permission::EditUsers], &[]),
            "edited the user type Tutor (was Tutors); added Administrator > Users > Add and edit"),
        (type_edited(None, &[], &[Permission::EditUsers, Permission::ViewGroups]),
            "edited the user type Tutor; removed Administrator > Users > Add and edit, Administrator > Groups > View"),
        (UserTypeCloned { user_type: user_type(), copy: name("Copy of Tutor") },
            "cloned the user type Tutor as Copy of Tutor"),
        (UserTypeDeleted { user_type: user_type(), moved: None }, "deleted the user type Tutor"),
        (UserTypeDeleted { user_type: user_type(), moved }, "deleted the user type Tutor and moved 2 users to Learner"),
        (BranchAdded { branch: branch() }, "added the branch North"),
        (branch_edited(Renamed(name("South"))), "renamed the branch North to South"),
        (branch_edited(DefaultGroup(Some(name("All")))), "made All the default group of the branch North"),
        (branch_edited(DefaultGroup(None)), "removed the default group of the branch North"),
        (branch_edited(BranchEdit::PortalName(Some(name("Academy")))),
            "named the portal Academy for users of the branch North"),
        (branch_edited(BranchEdit::PortalName(None)), "removed the portal name of the branch North"),
        (branch_edited(Accent(Hue::new(30))), "set the accent colour of the branch North to red (30°)"),
        (branch_edited(Accent(None)), "removed the accent colour of the branch North"),
        (BranchCoursesChanged { branch: branch(), course: name("Bread"), added: true },
            "added the course Bread to the branch North"),
        (BranchCoursesChanged { branch: branch(), course: name("Bread"), added: false },
            "removed the course Bread from the branch North"),
        (BranchDeleted { branch: branch() }, "deleted the branch North"),
        (PortalSetUp { user: name("Ana Souza") }, "set up the portal with Ana Souza as SuperAdmin"),
        (set(SettingsEdit::PortalName(name("Muster"))), "renamed the portal to Muster"),
        (set(SettingsEdit::Currency(Currency::Eur)), "set the currency to EUR"),
        (set(SettingsEdit::PublicCatalog(true)), "made the catalog public"),
        (set(SettingsEdit::PublicCatalog(false)), "made the catalog private"),
        (set(SettingsEdit::Contact("Help desk".into())), "set the contact to Help desk"),
        (set(SettingsEdit::Contact(String::new())), "removed the contact"),
        (set(SettingsEdit::OrderLapse(14)), "set unpaid orders to lapse after 14 days"),
        (set(SettingsEdit::DefaultUserType(user_type())), "made Tutor the default user type"),
        (set(SettingsEdit::SignUp(SignUpMode::Approval)), "set sign-up to By approval"),
        (set(SettingsEdit::DefaultGroup(Some(name("All")))), "made All the default group"),
        (set(SettingsEdit::DefaultGroup(None)), "removed the default group"),
        (set(SettingsEdit::PictureHosts(String::new())), "set course texts to show pictures of the portal only"),
        (set(SettingsEdit::PictureHosts(name("a.example"))), "set course texts to show pictures from a.example"),
        (set(SettingsEdit::Accent(Hue::default())), "set the accent colour to blue (270°)"),
        (set(SettingsEdit::KeyMail(KeyMailEdit::Changed)), "changed the text of group key e-mails"),
        (set(SettingsEdit::KeyMail(KeyMailEdit::Restored)), "restored the default text of group key e-mails"),
    ]
}

#[test]
fn every_activity_has_its_sentence() {
    let tables = [
        about_users(),
        about_groups(),
        mass_actions(),
        imports(),
        about_courses(),
        about_sales(),
        about_the_portal(),
    ];
    let mut kinds = BTreeSet::new();
    for (activity, expected) in tables.into_iter().flatten() {
        assert_eq!(sentence(&activity), expected);
        kinds.insert(activity.kind());
    }
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ActivityKind::ALL,
        "a kind without a sentence in the table"
    );
}

#[test]
fn the_filter_tells_kinds_and_topics_apart() {
    let labels: BTreeSet<_> = ActivityKind::ALL
        .iter()
        .map(|kind| kind_label(*kind))
        .collect();
    assert_eq!(labels.len(), ActivityKind::ALL.len());
    let headings: BTreeSet<_> = ActivityTopic::ALL
        .iter()
        .map(|topic| topic_label(*topic))
        .collect();
    assert_eq!(headings.len(), ActivityTopic::ALL.len());
    for kind in ActivityKind::ALL {
        assert_eq!(ActivityKind::from_code(kind.code()), Some(*kind));
    }
}
