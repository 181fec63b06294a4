//! What an action would do with users, by the rule of its steps.
use super::{
    rule::{Rule, Verdict},
    selected,
};
use crate::{
    Db, Error,
    base::sql::Sql,
    mass_actions::{rights::Rights, verdicts::add_skipped},
    users::SuperAdmins,
};
use domain::mass_actions::{MassActionPreview, SkipReason, UsersAction};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Counted {
    verdict: String,
    number: i64,
    super_admins: i64,
}

pub(crate) async fn preview(
    db: &Db,
    rights: &Rights,
    asked: &UsersAction,
) -> Result<MassActionPreview, Error> {
    let rule = Rule {
        kind: asked.kind,
        to: asked.branch(),
        undoes: None,
        rights,
    };
    let super_admins = SuperAdmins::count(db.read()).await?;
    let sql = Sql::new(db.read()).text(
        "SELECT t.verdict, count(*) AS number, count(CASE WHEN t.leads THEN 1 END) AS super_admins FROM (SELECT ",
    );
    let sql = rule.verdict(sql).add(
        " AS verdict, (u.user_type_id = ? AND u.active AND u.branch_id IS NULL) AS leads \
         FROM users u WHERE TRUE",
        [super_admins.user_type().into()],
    );
    let counted: Vec<Counted> = selected(sql, &asked.selection, rights.initiator.scope)
        .text(") t GROUP BY t.verdict")
        .all(db.read())
        .await?;
    add_up(&rule, &super_admins, counted)
}

fn add_up(
    rule: &Rule<'_>,
    super_admins: &SuperAdmins,
    counted: Vec<Counted>,
) -> Result<MassActionPreview, Error> {
    let mut preview = MassActionPreview::default();
    let mut reasons = Vec::new();
    for one in counted {
        preview.users += one.number;
        match Verdict::from_code(&one.verdict)? {
            Verdict::Change => {
                // The last of them is left, as it is by the steps.
                let all = one.super_admins.cast_unsigned() >= super_admins.number();
                let left = rule.ends_super_admins() && one.super_admins > 0 && all;
                preview.changes = one.number - i64::from(left);
                reasons.push((SkipReason::LastSuperAdmin, i64::from(left)));
            }
            Verdict::Unchanged => {}
            Verdict::Skip(reason) => reasons.push((reason, one.number)),
        }
    }
    preview.affected = preview.changes;
    reasons.sort_by_key(|(reason, _)| reason.code());
    add_skipped(&mut preview, reasons);
    Ok(preview)
}
