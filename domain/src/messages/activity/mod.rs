//! What the log of activity says: the sentence of each line, and the names of its kinds.
mod kinds;
mod parts;
mod summaries;
#[cfg(test)]
mod tests;

pub use kinds::{kind_label, topic_label};
pub use summaries::{Counted, Summary, Thing, summary, times};

use crate::{
    activity::{Activity, EndedSessions, JoinedWith, PasswordChange, PaymentMismatch},
    keys::count_people,
    numbers::{count, thousands},
    orders::number,
};
use parts::{
    branch_edited, course_restored, group_deleted, import, mass_action, member_access,
    members_access, of_file, place, settings_edited, shut_out, signed_in, skipping, taught,
    user_type_edited,
};

/// Returns what was done, without the actor: "added Ana Souza to the group".
pub fn sentence(activity: &Activity) -> String {
    sentence_in(activity, "the group")
}

/// As [`sentence`], with another text for the group that it does not name.
pub fn sentence_in(activity: &Activity, the_group: &str) -> String {
    match activity {
        Activity::SignedIn { factor } => signed_in(*factor).into(),
        Activity::SignedOut {} => "signed out".into(),
        Activity::AccountCreated {} => "signed up".into(),
        Activity::EmailConfirmed {} => "confirmed their e-mail address".into(),
        Activity::UserApproved { user } => format!("approved {user}"),
        Activity::UserDeclined { user } => format!("declined {user}"),
        Activity::UserAdded { user, inactive } => {
            format!("added {user}{}", if *inactive { ", inactive" } else { "" })
        }
        Activity::UserEdited { user, new_password } => match new_password {
            true => format!("edited {user} and their password"),
            false => format!("edited {user}"),
        },
        Activity::UserActivated { user } => format!("activated {user}"),
        Activity::UserDeactivated { user } => format!("deactivated {user}"),
        Activity::UserMoved { user, branch } => format!("moved {user} to {}", place(branch)),
        Activity::UserDeleted { user, login } => format!("deleted {user} ({login})"),
        Activity::ProfileEdited {} => "edited their profile".into(),
        Activity::PasswordChanged { how } => match how {
            PasswordChange::Profile => "changed their password".into(),
            PasswordChange::EmailLink => "reset their password by e-mail".into(),
            PasswordChange::CommandLine => "set a new password".into(),
        },
        Activity::EmailChanged {} => "changed their e-mail address".into(),
        Activity::UserSignedOut { user } => format!("signed out {user} everywhere"),
        Activity::SecondFactorOn {} => "turned on their second factor".into(),
        Activity::SecondFactorOff {} => "turned off their second factor".into(),
        Activity::SecondFactorReset { user } => format!("reset the second factor of {user}"),
        Activity::AuthenticatorAppAdded {} => "added an authenticator app".into(),
        Activity::AuthenticatorAppRemoved {} => "removed their authenticator app".into(),
        Activity::PasskeyAdded { passkey } => format!("added the passkey {passkey}"),
        Activity::PasskeyRemoved { passkey } => format!("removed the passkey {passkey}"),
        Activity::RecoveryCodesReplaced {} => "made new recovery codes".into(),
        Activity::SessionsEnded { sessions } => match sessions {
            EndedSessions::One => "signed out one of their sessions".into(),
            EndedSessions::AllOthers => "signed out all their other sessions".into(),
            EndedSessions::Everyone => "signed out everyone".into(),
        },
        Activity::ActingStarted { user } => format!("started acting as {user}"),
        Activity::ActingStopped { user } => format!("stopped acting as {user}"),
        Activity::GroupAdded { group, copy_of } => match copy_of {
            Some(original) => format!("added the group as a copy of {original}"),
            None => format!("added the group {group}"),
        },
        Activity::GroupEdited { group, new_name } => match new_name {
            Some(new) => format!("edited the group {group}, now {new}"),
            None => format!("edited the group {group}"),
        },
        Activity::GroupMoved { group, branch } => {
            format!("moved the group {group} to {}", place(branch))
        }
        Activity::GroupDeleted {
            group,
            policy,
            was_default,
        } => group_deleted(group, *policy, *was_default),
        Activity::GroupRestored { group } => format!("restored the group {group} from the trash"),
        Activity::GroupPurged { group } => format!("permanently deleted the group {group}"),
        Activity::MemberAdded { user } => format!("added {user} to {the_group}"),
        Activity::MemberJoined { with } => match with {
            JoinedWith::Key => "joined with the key".into(),
            JoinedWith::Link => "joined with the join link".into(),
        },
        Activity::MemberJoinedByDefault {
            user,
            skipped_courses,
        } => format!(
            "added {user} to the default group{}",
            skipping(skipped_courses)
        ),
        Activity::MemberSynchronized { user, courses } => {
            format!("enrolled {user} in {}", count(*courses, "group course"))
        }
        Activity::MemberUnassigned { user, courses } => {
            format!("unassigned {user} from {}", count(*courses, "group course"))
        }
        Activity::MemberLeft { policy } => format!("left {the_group}, {}", member_access(*policy)),
        Activity::MemberRemoved {
            user,
            policy,
            readmission,
        } => {
            let access = member_access(*policy);
            let shut = shut_out(readmission.unwrap_or_default());
            format!("removed {user} from {the_group}, {access}{shut}")
        }
        Activity::GroupCourseAdded { course } => {
            format!("added the course {course} to {the_group}")
        }
        Activity::GroupCourseRemoved { course, policy } => format!(
            "removed the course {course} from {the_group}, {}",
            members_access(*policy)
        ),
        Activity::KeyAdded {} => "added a key".into(),
        Activity::KeyLimitsChanged {} => "changed a key's limits".into(),
        Activity::KeyPaused {} => "paused a key".into(),
        Activity::KeyResumed {} => "resumed a key".into(),
        Activity::KeyReplaced {} => "replaced a key".into(),
        Activity::KeyDeleted {} => "deleted a key".into(),
        Activity::KeySent { people } => format!("sent the key to {}", count_people(*people)),
        Activity::MassActionFinished { result } => mass_action(result, the_group),
        Activity::ImportFinished { result } => format!("imported {}", import(result)),
        Activity::ImportCancelled { result } => format!("cancelled importing {}", import(result)),
        Activity::ImportUndone { result } => {
            let (kind, file) = (result.kind.label(), of_file(&result.file));
            format!(
                "undid importing {kind} from {file}: {} taken back",
                thousands(result.added + result.updated)
            )
        }
        Activity::MassActionCancelled {
            kind,
            processed,
            users,
        } => format!(
            "cancelled the mass action \u{201c}{}\u{201d} after {} of {}",
            kind.label(),
            thousands(*processed),
            thousands(*users)
        ),
        Activity::CourseAdded { course } => format!("added the course {course}"),
        Activity::CourseEdited { course } => format!("edited the course {course}"),
        Activity::CourseDeleted { course } => format!("moved the course {course} to the trash"),
        Activity::CourseRestored { course, lost } => course_restored(course, lost),
        Activity::CoursePurged { course } => format!("permanently deleted the course {course}"),
        Activity::UnitAdded { unit, course } => format!("added the unit {unit} to {course}"),
        Activity::UnitEdited { unit, course } => format!("edited the unit {unit} of {course}"),
        Activity::UnitMoved { unit, course, up } => match up {
            true => format!("moved the unit {unit} of {course} up"),
            false => format!("moved the unit {unit} of {course} down"),
        },
        Activity::UnitDeleted { unit, course } => format!("deleted the unit {unit} of {course}"),
        Activity::CategoryAdded { category } => format!("added the category {category}"),
        Activity::CategoryRenamed { category, new_name } => {
            format!("renamed the category {category} to {new_name}")
        }
        Activity::CategoryDeleted { category } => format!("deleted the category {category}"),
        Activity::EnrolmentGranted { user, course } => {
            format!("enrolled {user} directly in {course}")
        }
        Activity::EnrolmentRemoved { user, course } => {
            format!("removed the direct enrolment of {user} in {course}")
        }
        Activity::FreeCourseTaken { course } => format!("got the course {course} from the catalog"),
        Activity::InstructorAdded { user, of } => {
            format!("made {user} an instructor of {}", taught(*of, the_group))
        }
        Activity::InstructorRemoved { user, of } => {
            format!(
                "removed {user} as an instructor of {}",
                taught(*of, the_group)
            )
        }
        Activity::OrderPlaced { order, title } => {
            format!("placed order {}: {title}", number(*order))
        }
        Activity::OrderPaid { order, buyer } => {
            format!("marked order {} of {buyer} as paid", number(*order))
        }
        Activity::OrderRefunded { order, buyer } => {
            format!("refunded order {} of {buyer}", number(*order))
        }
        Activity::OrderCancelled { order, buyer } => {
            format!("cancelled order {} of {buyer}", number(*order))
        }
        Activity::OrderLapsed { order, buyer } => {
            format!("cancelled the unpaid order {} of {buyer}", number(*order))
        }
        Activity::OrderMethodChanged { order, provider } => {
            let (order, label) = (number(*order), provider.label());
            format!("changed the payment of order {order} to {label}")
        }
        Activity::PaymentReturned {
            order,
            buyer,
            partly,
        } => {
            let what = if *partly {
                "a part of a payment"
            } else {
                "a payment"
            };
            format!("returned {what} for order {} of {buyer}", number(*order))
        }
        Activity::PaymentAccepted { order, buyer } => {
            format!(
                "gave the courses of order {} of {buyer} after all",
                number(*order)
            )
        }
        Activity::PaymentMismatched { order, reason } => {
            let order = number(*order);
            match reason {
                PaymentMismatch::Unexpected => {
                    format!("received a payment that doesn’t match order {order}")
                }
                PaymentMismatch::OrderCancelled => {
                    format!("received a payment for cancelled order {order}")
                }
                PaymentMismatch::OrderPaid => {
                    format!("received a second payment for order {order}")
                }
                PaymentMismatch::OrderRefunded => {
                    format!("received a payment for refunded order {order}")
                }
                PaymentMismatch::NoBuyer => {
                    format!("received a payment for order {order}, whose buyer was deleted")
                }
            }
        }
        Activity::CouponAdded { code } => format!("added the coupon {code}"),
        Activity::CouponEdited { code } => format!("edited the coupon {code}"),
        Activity::CouponPaused { code } => format!("paused the coupon {code}"),
        Activity::CouponResumed { code } => format!("resumed the coupon {code}"),
        Activity::CouponDeleted { code } => format!("deleted the coupon {code}"),
        Activity::CouponArchived { code } => format!("archived the coupon {code}"),
        Activity::CouponRestored { code } => format!("brought back the coupon {code}"),
        Activity::UserTypeAdded { user_type } => format!("added the user type {user_type}"),
        Activity::SecondFactorDemanded { user_type } => {
            format!("demanded a second factor of the user type {user_type}")
        }
        Activity::SecondFactorNotDemanded { user_type } => {
            format!("no longer demanded a second factor of the user type {user_type}")
        }
        Activity::UserTypeEdited { edit } => user_type_edited(edit),
        Activity::UserTypeCloned { user_type, copy } => {
            format!("cloned the user type {user_type} as {copy}")
        }
        Activity::UserTypeDeleted { user_type, moved } => match moved {
            Some(moved) => format!(
                "deleted the user type {user_type} and moved {} to {}",
                count(moved.users, "user"),
                moved.to
            ),
            None => format!("deleted the user type {user_type}"),
        },
        Activity::BranchAdded { branch } => format!("added the branch {branch}"),
        Activity::BranchEdited { branch, edit } => branch_edited(branch, edit),
        Activity::BranchCoursesChanged {
            branch,
            course,
            added,
        } => match added {
            true => format!("added the course {course} to the branch {branch}"),
            false => format!("removed the course {course} from the branch {branch}"),
        },
        Activity::BranchDeleted { branch } => format!("deleted the branch {branch}"),
        Activity::PortalSetUp { user } => format!("set up the portal with {user} as SuperAdmin"),
        Activity::SettingsEdited { setting } => settings_edited(setting),
    }
}

/// Returns what is said of a line whose parameters another version has written.
pub fn unreadable(verb: &str) -> String {
    format!("did something that this version can’t describe: {verb}")
}
