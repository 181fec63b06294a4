//! Courses that a step adds to the group.
use super::{joining::mark, work::Work};
use crate::{
    Db, Error, Txn,
    base::{entities::import, locks::lock_group},
    enrolments::ChangeStamp,
    groups::group_courses,
    imports::{
        pages::Verdict,
        planning::{OpenRow, RowEffect, RowPlan},
        traces::{self, Traces},
    },
};

pub(super) async fn apply(
    db: &Db,
    txn: &Txn,
    work: &Work,
    import: &import::Model,
    rows: &[OpenRow],
    plans: Vec<RowPlan>,
) -> Result<Vec<Verdict>, Error> {
    let audit = work.planner.importer.audit(work.now);
    let group = import.group_id.ok_or(Error::NotFound)?;
    let group = lock_group(txn, group).await?;
    let stamp = ChangeStamp {
        action: Some(mark(import.id)),
        ..ChangeStamp::at(work.now)
    };
    let mut verdicts = Vec::with_capacity(rows.len());
    for (row, plan) in rows.iter().zip(&plans) {
        let mut verdict = Verdict::of(db.secrets(), row.place, plan)?;
        if let RowEffect::AddCourses(courses) = &plan.effect {
            let mut added = Traces::default();
            for course in courses {
                if group_courses::add_to(txn, &audit, &group, *course, stamp).await? {
                    added.courses.push(*course);
                }
            }
            verdict.traces = Some(traces::seal(db.secrets(), &added)?);
        }
        verdicts.push(verdict);
    }
    Ok(verdicts)
}
