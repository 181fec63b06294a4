//! Groups that a step adds or changes.
use super::{joining::mark, work::Work};
use crate::{
    AuditContext, Db, Error, Txn,
    base::{
        activity::ActivitySubject,
        entities::{group, import},
        locks::{lock_branches, lock_group, lock_groups},
        secrets::Secrets,
    },
    delivery::throttles::AddedKey,
    enrolments::ChangeStamp,
    groups::{self, group_courses, keys},
    imports::{
        pages::Verdict,
        planning::{GroupAddition, GroupUpdate, OpenRow, RowEffect, RowPlan},
        traces::{self, Traces},
    },
};
use domain::{
    access_scope::AccessScope,
    activity::Activity,
    groups::NewKey,
    ids::{CourseId, GroupId},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

pub(super) async fn apply(
    db: &Db,
    txn: &Txn,
    work: &Work,
    import: &import::Model,
    rows: &[OpenRow],
    plans: Vec<RowPlan>,
) -> Result<Vec<Verdict>, Error> {
    let audit = work.planner.importer.audit(work.now);
    lock_branches(txn).await?;
    let groups = plans.iter().filter_map(|plan| plan.target.map(GroupId));
    lock_groups(txn, &groups.collect::<Vec<_>>()).await?;
    let step = Step {
        txn,
        audit: &audit,
        secrets: db.secrets(),
        stamp: ChangeStamp {
            action: Some(mark(import.id)),
            ..ChangeStamp::at(work.now)
        },
    };
    let mut verdicts = Vec::with_capacity(rows.len());
    for (row, mut plan) in rows.iter().zip(plans) {
        let traces = match &plan.effect {
            RowEffect::AddGroup(one) => Some(step.add(one).await?),
            RowEffect::UpdateGroup(one) => Some((one.group, step.update(one).await?)),
            _ => None,
        };
        let mut sealed = None;
        if let Some((group, mut traces)) = traces {
            plan.target = Some(group.0);
            traces.changes.clone_from(&plan.changes);
            sealed = Some(traces::seal(db.secrets(), &traces)?);
        }
        verdicts.push(Verdict {
            traces: sealed,
            ..Verdict::of(db.secrets(), row.place, &plan)?
        });
    }
    Ok(verdicts)
}

struct Step<'a> {
    txn: &'a Txn,
    audit: &'a AuditContext,
    secrets: &'a Secrets,
    stamp: ChangeStamp,
}

impl Step<'_> {
    async fn add(&self, one: &GroupAddition) -> Result<(GroupId, Traces), Error> {
        let audit = AuditContext {
            scope: AccessScope {
                branch: one.branch,
                ..self.audit.scope
            },
            ..self.audit.clone()
        };
        let group = groups::insert(self.txn, &audit, &one.info).await?;
        let row = lock_group(self.txn, group).await?;
        let traces = Traces {
            version: row.version,
            created: vec![group],
            courses: self.add_courses(&row, &one.courses).await?,
            key: self.create_key(group, one.key.as_ref()).await?,
            ..Traces::default()
        };
        Ok((group, traces))
    }

    async fn update(&self, one: &GroupUpdate) -> Result<Traces, Error> {
        let row = lock_group(self.txn, one.group).await?;
        let old_price = row.price;
        let courses = self.add_courses(&row, &one.courses).await?;
        let key = self.create_key(one.group, one.key.as_ref()).await?;
        let mut version = row.version;
        if one.description.is_some() || one.price.is_some() || one.listed.is_some() {
            version += 1;
            let edited = Activity::GroupEdited {
                group: row.name.clone(),
                new_name: None,
            };
            let mut saved = group::ActiveModel {
                id: Set(row.id),
                version: Set(version),
                ..Default::default()
            };
            if let Some(description) = &one.description {
                saved.description = Set(description.clone());
            }
            if let Some(price) = one.price {
                saved.price = Set(price);
            }
            if let Some(listed) = one.listed {
                saved.listed = Set(listed);
            }
            saved.update(self.txn).await?;
            let subject = ActivitySubject::group(row.id);
            subject.log(self.txn, self.audit, edited).await?;
        }
        Ok(Traces {
            version,
            courses,
            key,
            prices: one.price.map(|new| (old_price.minor(), new.minor())),
            ..Traces::default()
        })
    }

    async fn add_courses(
        &self,
        group: &group::Model,
        courses: &[CourseId],
    ) -> Result<Vec<CourseId>, Error> {
        let mut added = Vec::new();
        for course in courses {
            if group_courses::add_to(self.txn, self.audit, group, *course, self.stamp).await? {
                added.push(*course);
            }
        }
        Ok(added)
    }

    async fn create_key(
        &self,
        group: GroupId,
        key: Option<&NewKey>,
    ) -> Result<Option<domain::ids::KeyId>, Error> {
        let Some(key) = key else { return Ok(None) };
        // Only who may see all keys can list keys: there is nothing to guess.
        let added = AddedKey::uncounted(key);
        let id = keys::insert(self.txn, self.secrets, group, &added, self.audit.at).await?;
        let subject = ActivitySubject::group(group);
        subject
            .log(self.txn, self.audit, Activity::KeyAdded {})
            .await?;
        Ok(Some(id))
    }
}
