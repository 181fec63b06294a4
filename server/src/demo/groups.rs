//! Creates the planned groups.
use super::{
    Error, FOUNDED_DAYS_AGO, Staff, data, named,
    plans::{Key, PLANS, Plan},
};
use db::{
    AuditContext, Db, group_courses,
    groups::list,
    joining, keys, mass_actions, secrets,
    throttles::{AddedKey, GuessedKey},
};
use domain::{
    access_scope::AccessScope,
    groups::{Description, EnrolmentPolicy, GroupInfo, GroupName, LeavingPolicy, NewKey},
    ids::{CourseId, GroupId, UserId},
    keys::{GroupKey, Limits},
    mass_actions::{MassActionKind, Selection},
    money::Price,
    page::Search,
};
use std::collections::HashMap;

/// Creates the groups with members, courses, keys and enrolments; returns their ids by name.
pub(super) async fn fill(
    db: &Db,
    audit: &AuditContext,
    courses: &HashMap<String, CourseId>,
    learners: &[UserId],
    staff: &Staff,
) -> Result<HashMap<&'static str, GroupId>, Error> {
    let mut ids = HashMap::new();
    for plan in PLANS {
        let group = create(db, audit, &plan).await?;
        ids.insert(plan.name, group);
        for name in plan.courses {
            group_courses::add(db, audit, group, named(courses, name)?).await?;
        }
        let mut members = learners[plan.members.clone()].to_vec();
        if plan.staff {
            members.extend([staff.learner, staff.trainer, staff.nokey]);
        }
        if !members.is_empty() {
            run(
                db,
                audit,
                group,
                MassActionKind::AddMembers,
                members.clone(),
            )
            .await?;
        }
        if plan.policy == EnrolmentPolicy::Manually && !plan.courses.is_empty() {
            // Enrols the last members of the list, because `learner` is one of them.
            let from = members.len().saturating_sub(plan.assigned);
            run(
                db,
                audit,
                group,
                MassActionKind::Assign,
                members.split_off(from),
            )
            .await?;
        }
        redeem(db, audit, group, &plan, learners).await?;
    }
    Ok(ids)
}

async fn create(db: &Db, audit: &AuditContext, plan: &Plan) -> Result<GroupId, Error> {
    let info = GroupInfo {
        name: data(GroupName::parse(plan.name))?,
        description: data(Description::parse(plan.description))?,
        price: Price::from_minor(plan.price),
        listed: plan.price > 0,
        enrolment_policy: plan.policy,
        removal_policy: plan.removal,
        leaving_policy: LeavingPolicy::default(),
    };
    let now = audit.at.plus_days(FOUNDED_DAYS_AGO);
    let limits = match plan.key {
        Key::None | Key::Open(_) | Key::Paused => Limits::default(),
        Key::Used(_, maximum) => Limits {
            maximum: Some(maximum),
            ..Limits::default()
        },
        Key::Expired(_) => Limits {
            expires_at: Some(now.plus_days(-5)),
            ..Limits::default()
        },
        Key::NotYetOpen => Limits {
            starts_at: Some(now.plus_days(14)),
            ..Limits::default()
        },
    };
    let key = match plan.key {
        Key::None => None,
        Key::Open(typed) => Some(data(GroupKey::parse(typed))?),
        _ => Some(secrets::generate_key()?),
    };
    let key = key.map(|key| NewKey { key, limits });
    let key = key.as_ref().map(AddedKey::uncounted);
    Ok(db::groups::create(db, audit, &info, key).await?)
}

/// Lets some learners use the key, then puts it into its planned state.
async fn redeem(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    plan: &Plan,
    learners: &[UserId],
) -> Result<(), Error> {
    let Some(key) = keys::list(db, group, audit.at).await?.into_iter().next() else {
        return Ok(());
    };
    let text = key.key.as_ref().ok_or(db::Error::Secret)?;
    let uses = match plan.key {
        Key::Used(uses, _) | Key::Expired(uses) => uses,
        _ => 0,
    };
    for (place, user) in learners[plan.members.end..].iter().take(uses).enumerate() {
        let days = i64::try_from(place).unwrap_or(0);
        let learner = AuditContext {
            actor: Some(*user),
            name: db::users::get(db, *user)
                .await
                .map(|user| user.full_name())?,
            ..AuditContext::system(audit.at.plus_days(days + 1))
        };
        joining::redeem(db, &learner, *user, GuessedKey::uncounted(text.as_str())).await?;
    }
    if matches!(plan.key, Key::Paused) {
        keys::set_paused(db, audit, group, key.id, true).await?;
    }
    Ok(())
}

/// Returns the group with this name.
pub(super) async fn find(db: &Db, name: &str) -> Result<GroupId, Error> {
    let search = Search {
        text: name.to_owned(),
        cursor: None,
    };
    let page = list(
        db,
        AccessScope::PORTAL,
        &search,
        Default::default(),
        db::now(),
    )
    .await?;
    let found = page.rows.into_iter().find(|group| group.name == name);
    found
        .map(|group| group.id)
        .ok_or_else(|| Error::Data(name.to_owned()))
}

/// Runs a mass action to its end.
pub(super) async fn run(
    db: &Db,
    audit: &AuditContext,
    group: GroupId,
    kind: MassActionKind,
    users: Vec<UserId>,
) -> Result<(), Error> {
    let selection = Selection::Selected(users);
    let action = mass_actions::start(db, audit, group, kind, &selection).await?;
    while mass_actions::step(db, action, 1, audit.at).await? == mass_actions::Step::More {}
    Ok(())
}
