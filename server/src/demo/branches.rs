//! Two branches with their own users, courses and groups, and an administrator of one of them.
use super::{Account, Error, data, groups, named, parse_password, users};
use db::{AuditContext, Db, branches, group_courses, user_types};
use domain::{
    access_scope::AccessScope,
    branches::BranchName,
    groups::{Description, EnrolmentPolicy, GroupInfo, GroupName, LeavingPolicy, RemovalPolicy},
    ids::{CourseId, GroupId, UserId},
    mass_actions::MassActionKind,
    money::Price,
    permissions::BuiltIn,
};
use std::collections::HashMap;

/// The role of the branch administrator's account.
pub(super) const ROLE: &str = "Administrator of the branch Nordic";
pub(super) const LOGIN: &str = "nordic";

struct Plan {
    name: &'static str,
    courses: &'static [&'static str],
    /// The branch's own group, with the first two of its courses.
    group: (&'static str, &'static str),
    /// The default group for new users of the branch; its own group if `None`.
    default_group: Option<&'static str>,
    /// Position of the branch's first user among the learners; the others speak the same language.
    first: usize,
    /// Whether the account with the login [`LOGIN`] administers it.
    administered: bool,
}

const PLANS: [Plan; 2] = [
    Plan {
        name: "Nordic",
        courses: &[
            "Welcome to the company",
            "Fire safety and first aid",
            "Code of conduct",
            "Information security basics",
            "Forklift refresher",
        ],
        group: (
            "Nordic newcomers",
            "For new colleagues between Reykjavík and Helsinki.",
        ),
        default_group: None,
        first: 5,
        administered: true,
    },
    // Its default group has a course that the branch lacks.
    Plan {
        name: "Iberia",
        courses: &[
            "Welcome to the company",
            "Code of conduct",
            "English for meetings",
        ],
        group: (
            "Lisbon and Madrid",
            "One language for the meetings of two cities.",
        ),
        default_group: Some("All colleagues"),
        first: 61,
        administered: false,
    },
];

/// The distance between two learners of the same language.
const STEP: usize = 20;

/// Creates the branches; `account` is the administrator's.
pub(super) async fn fill(
    db: &Db,
    audit: &AuditContext,
    courses: &HashMap<String, CourseId>,
    learners: &[UserId],
    account: &Account,
) -> Result<(), Error> {
    for plan in PLANS {
        let branch = branches::create(db, audit, &data(BranchName::parse(plan.name))?).await?;
        for name in plan.courses {
            branches::add_course(db, audit, branch, named(courses, name)?).await?;
        }
        let audit = AuditContext {
            scope: AccessScope {
                branch: Some(branch),
                ..AccessScope::PORTAL
            },
            ..audit.clone()
        };
        let own = own_group(db, &audit, &plan, courses).await?;
        let default = match plan.default_group {
            Some(name) => groups::find(db, name).await?,
            None => own,
        };
        branches::set_default_group(db, &audit, branch, Some(default)).await?;
        let its: Vec<_> = learners
            .iter()
            .skip(plan.first)
            .step_by(STEP)
            .copied()
            .collect();
        for user in &its {
            // They stay in all portal-wide groups.
            branches::move_user(db, &audit, *user, Some(branch)).await?;
        }
        if default != own {
            groups::run(db, &audit, own, MassActionKind::AddMembers, its).await?;
        }
        if plan.administered {
            administrator(db, &audit, account).await?;
        }
    }
    Ok(())
}

async fn own_group(
    db: &Db,
    audit: &AuditContext,
    plan: &Plan,
    courses: &HashMap<String, CourseId>,
) -> Result<GroupId, Error> {
    let (name, description) = plan.group;
    let info = GroupInfo {
        name: data(GroupName::parse(name))?,
        description: data(Description::parse(description))?,
        price: Price::from_minor(0),
        listed: false,
        enrolment_policy: EnrolmentPolicy::Manually,
        removal_policy: RemovalPolicy::KeepAccess,
        leaving_policy: LeavingPolicy::default(),
    };
    let group = db::groups::create(db, audit, &info, None).await?;
    for name in plan.courses.iter().take(2) {
        group_courses::add(db, audit, group, named(courses, name)?).await?;
    }
    Ok(group)
}

async fn administrator(db: &Db, audit: &AuditContext, account: &Account) -> Result<(), Error> {
    let kind = user_types::built_in(db, BuiltIn::Admin).await?;
    let info = users::info("Astrid", "Bergström", &account.login, kind)?;
    let password = parse_password(&account.password, &account.login)?;
    db::users::create(db, audit, &info, Some(password)).await?;
    Ok(())
}
