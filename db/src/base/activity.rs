//! Writing the log of who did what.
use crate::{AuditContext, Error, Txn, base::entities::activity};
use domain::{
    events::{ChangeEvent, ListKind, concerns_everyone},
    ids::{CourseId, GroupId, OrderId, UserId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Maximum number of rows per statement: the engines limit the number of bound values.
pub(crate) const ROWS_AT_ONCE: usize = 500;

/// What a line of the activity is about.
#[derive(Clone, Copy)]
pub(crate) struct ActivitySubject {
    pub group: Option<GroupId>,
    pub user: Option<UserId>,
    pub course: Option<CourseId>,
    /// Published, but not stored: the line names the order.
    pub order: Option<OrderId>,
}

impl ActivitySubject {
    /// A line about the portal, or about something that has no page of its own.
    pub(crate) const NONE: Self = Self {
        group: None,
        user: None,
        course: None,
        order: None,
    };

    pub(crate) const fn group(group: GroupId) -> Self {
        Self {
            group: Some(group),
            ..Self::NONE
        }
    }

    pub(crate) const fn user(user: UserId) -> Self {
        Self {
            user: Some(user),
            ..Self::NONE
        }
    }

    pub(crate) const fn course(course: CourseId) -> Self {
        Self {
            course: Some(course),
            ..Self::NONE
        }
    }

    pub(crate) const fn and_group(self, group: GroupId) -> Self {
        Self {
            group: Some(group),
            ..self
        }
    }

    pub(crate) const fn and_user(self, user: UserId) -> Self {
        Self {
            user: Some(user),
            ..self
        }
    }

    pub(crate) const fn and_course(self, course: CourseId) -> Self {
        Self {
            course: Some(course),
            ..self
        }
    }

    /// Writes an activity line in the caller's transaction, and publishes its subject. `detail` is the whole readable
    /// sentence without the actor: "added Ana Souza to the group".
    pub(crate) async fn log(
        self,
        txn: &Txn,
        audit: &AuditContext,
        verb: &str,
        detail: String,
    ) -> Result<(), Error> {
        activity::Entity::insert(line(audit, verb, self, detail))
            .exec_without_returning(txn)
            .await?;
        publish(txn, verb, self);
        Ok(())
    }
}

/// Writes one activity line for each subject of the same action.
pub(crate) async fn log_many(
    txn: &Txn,
    audit: &AuditContext,
    verb: &str,
    lines: impl IntoIterator<Item = (ActivitySubject, String)>,
) -> Result<(), Error> {
    let (subjects, lines): (Vec<_>, Vec<_>) = lines
        .into_iter()
        .map(|(subject, detail)| (subject, line(audit, verb, subject, detail)))
        .unzip();
    for subject in subjects {
        publish(txn, verb, subject);
    }
    for some in lines.chunks(ROWS_AT_ONCE) {
        activity::Entity::insert_many(some.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// Publishes that what the line is about has changed, so that no write forgets it.
fn publish(txn: &Txn, verb: &str, subject: ActivitySubject) {
    if verb == "user.sign_in" {
        return;
    }
    let lists = ListKind::of_activity(verb).iter().copied();
    let events = [
        subject.user.map(ChangeEvent::User),
        subject.group.map(ChangeEvent::Group),
        subject.course.map(ChangeEvent::Course),
        subject.order.map(ChangeEvent::Order),
        concerns_everyone(verb).then_some(ChangeEvent::Resync),
    ];
    for event in events
        .into_iter()
        .flatten()
        .chain(lists.map(ChangeEvent::List))
    {
        txn.publish(event);
    }
}

fn line(
    audit: &AuditContext,
    verb: &str,
    subject: ActivitySubject,
    detail: String,
) -> activity::ActiveModel {
    activity::ActiveModel {
        at: Set(audit.at),
        actor_id: Set(audit.actor),
        actor_name: Set(audit.name.clone()),
        verb: Set(verb.to_owned()),
        group_id: Set(subject.group),
        user_id: Set(subject.user),
        course_id: Set(subject.course),
        detail: Set(detail),
        address: Set(audit.address.clone()),
        ..Default::default()
    }
}
