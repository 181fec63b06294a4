//! Writing the log of who did what.
use crate::{AuditContext, Error, Txn, base::entities::activity};
use domain::{
    activity::{Activity, ActivityKind, Mark, Reach, SentencePart, SettingsEdit},
    events::ChangeEvent,
    ids::{CourseId, GroupId, OrderId, UserId},
    messages::activity as messages,
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::Value;

/// Maximum number of rows per statement: the engines limit the number of bound values.
pub(crate) const ROWS_AT_ONCE: usize = 500;

/// The field that serde gives an activity's parameters.
const PARAMS_KEY: &str = "params";

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

    /// Writes an activity line in the caller's transaction, and publishes its subject.
    pub(crate) async fn log(
        self,
        txn: &Txn,
        audit: &AuditContext,
        activity: Activity,
    ) -> Result<(), Error> {
        activity::Entity::insert(line(audit, self, &activity)?)
            .exec_without_returning(txn)
            .await?;
        publish(txn, activity.kind(), self);
        Ok(())
    }

    /// Logs as [`log`](Self::log) and commits, if something changed; otherwise nothing happened.
    pub(crate) async fn log_and_commit_if(
        self,
        changed: bool,
        txn: Txn,
        audit: &AuditContext,
        activity: Activity,
    ) -> Result<(), Error> {
        if changed {
            self.log(&txn, audit, activity).await?;
            txn.commit().await?;
        }
        Ok(())
    }
}

/// Writes the activity line of a setting, which is about the portal.
pub(crate) async fn log_setting(
    txn: &Txn,
    audit: &AuditContext,
    setting: SettingsEdit,
) -> Result<(), Error> {
    ActivitySubject::NONE
        .log(txn, audit, Activity::SettingsEdited { setting })
        .await
}

/// As [`ActivitySubject::log`], for many lines.
pub(crate) async fn log_many(
    txn: &Txn,
    audit: &AuditContext,
    activities: impl IntoIterator<Item = (ActivitySubject, Activity)>,
) -> Result<(), Error> {
    let mut lines = Vec::new();
    for (subject, activity) in activities {
        lines.push(line(audit, subject, &activity)?);
        publish(txn, activity.kind(), subject);
    }
    for some in lines.chunks(ROWS_AT_ONCE) {
        activity::Entity::insert_many(some.to_vec())
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

/// Publishes that what the line is about has changed, so that no write forgets it.
fn publish(txn: &Txn, kind: ActivityKind, subject: ActivitySubject) {
    if kind.reach() == Reach::NoOne {
        return;
    }
    let lists = kind.changed_lists().iter().copied();
    let events = [
        subject.user.map(ChangeEvent::User),
        subject.group.map(ChangeEvent::Group),
        subject.course.map(ChangeEvent::Course),
        subject.order.map(ChangeEvent::Order),
        (kind.reach() == Reach::Everyone).then_some(ChangeEvent::Resync),
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
    subject: ActivitySubject,
    activity: &Activity,
) -> Result<activity::ActiveModel, Error> {
    Ok(activity::ActiveModel {
        at: Set(audit.at),
        actor_id: Set(audit.actor),
        actor_name: Set(audit.name.clone()),
        verb: Set(activity.kind().code().to_owned()),
        group_id: Set(subject.group),
        user_id: Set(subject.user),
        course_id: Set(subject.course),
        detail: Set(String::new()),
        address: Set(audit.address.clone()),
        params: Set(Some(to_params(activity)?)),
        ..Default::default()
    })
}

/// The parameters as they are stored: a JSON object, also where it has no field.
fn to_params(activity: &Activity) -> Result<String, Error> {
    let value =
        serde_json::to_value(activity).map_err(|_| Error::InvalidData("activity.params"))?;
    Ok(value[PARAMS_KEY].to_string())
}

/// What a line says, and what is known of its kind.
pub(crate) struct Told {
    pub kind: Option<ActivityKind>,
    pub sentence: String,
    pub parts: Vec<SentencePart>,
}

/// Returns what a line says. Another version may have written what this one cannot read: such a line must not break the
/// page that it is on.
pub(crate) fn told(line: &activity::Model) -> Told {
    let kind = ActivityKind::from_code(&line.verb);
    let plain = |sentence: String| Told {
        kind,
        parts: SentencePart::parts_of(&sentence),
        sentence,
    };
    let Some(params) = &line.params else {
        return plain(line.detail.clone());
    };
    let params = serde_json::from_str::<Value>(params).ok();
    let read = |params: Value| activity_of(&line.verb, params);
    let known = params.clone().and_then(read);
    let marked = params.map(with_marks).and_then(read);
    match known.zip(marked) {
        Some((known, marked)) => Told {
            kind,
            sentence: messages::sentence(&known),
            parts: SentencePart::parts_of(&messages::sentence_in(&marked, Mark::THE_GROUP)),
        },
        None => Told {
            kind: None,
            ..plain(messages::unreadable(&line.verb))
        },
    }
}

fn activity_of(verb: &str, params: Value) -> Option<Activity> {
    serde_json::from_value(serde_json::json!({ "verb": verb, PARAMS_KEY: params })).ok()
}

/// Marks the names of the line's user, group and course, which have the same parameter in all kinds.
fn with_marks(mut params: Value) -> Value {
    for (key, mark) in [
        ("user", Mark::User),
        ("buyer", Mark::User),
        ("group", Mark::Group),
        ("course", Mark::Course),
    ] {
        if let Some(Value::String(name)) = params.get_mut(key) {
            *name = mark.around(name);
        }
    }
    params
}
