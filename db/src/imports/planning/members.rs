//! Rows of a list of members: users of the portal, by any cell that is a login or an address.
use super::{
    plan::{OpenRow, RowPlan},
    planner::{Planner, open_quote},
};
use crate::{
    Error,
    base::{
        entities::{group, user::full_name},
        search_text::login_fold,
        sql::Sql,
    },
    enrolments::rules,
    imports::sealing::Problem,
};
use domain::{
    access_scope::AccessScope,
    field_error::FieldCode,
    ids::UserId,
    imports::{members::line, problems::RowProblem, stored::RowVerdict},
    member_imports::MemberImportLine,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct NamedUser {
    typed: String,
    id: UserId,
    login: String,
    email: String,
    first_name: String,
    last_name: String,
    active: bool,
    member: bool,
}

pub(super) async fn plan(
    planner: &Planner,
    conn: &impl ConnectionTrait,
    rows: &[OpenRow],
) -> Result<Vec<RowPlan>, Error> {
    let group = planner.group.as_ref().ok_or(Error::NotFound)?;
    let columns = planner.columns();
    let used = planner.list.has_headings || columns.0.iter().any(|column| column.usage.is_ok());
    let columns = used.then_some(columns);
    let lines: Vec<MemberImportLine> = rows
        .iter()
        .map(|row| MemberImportLine {
            is_word: row.is_word,
            ..line(columns, &row.record)
        })
        .collect();
    let texts = lines
        .iter()
        .flat_map(|line| line.candidates.iter().chain(&line.fallback));
    let folded: Vec<String> = texts.map(|text| login_fold(text)).collect();
    let found = find(conn, planner.importer.scope, group, &folded).await?;
    let plans = rows.iter().zip(&lines).map(|(row, line)| {
        if row.open_quote {
            RowPlan::left_out(line.typed.clone(), vec![open_quote()])
        } else {
            plan_line(line, &found)
        }
    });
    Ok(plans.collect())
}

fn plan_line(line: &MemberImportLine, found: &HashMap<String, NamedUser>) -> RowPlan {
    let left_out = |code| RowPlan::left_out(line.typed.clone(), vec![Problem::of_row(code)]);
    let user = match named_by(line, found) {
        Named::One(user) => user,
        Named::Several => return left_out(FieldCode::Row(RowProblem::TwoUsers)),
        Named::None if line.is_word => return left_out(FieldCode::Row(RowProblem::NotAPerson)),
        Named::None => return left_out(FieldCode::Row(RowProblem::NoSuchUser)),
    };
    let verdict = match (user.member, user.active) {
        (true, _) => RowVerdict::Unchanged,
        (false, true) => RowVerdict::Added,
        (false, false) => RowVerdict::LeftOut,
    };
    let mut plan = RowPlan::new(verdict, full_name(&user.first_name, &user.last_name));
    plan.details = format!("{} · {}", user.login, user.email);
    plan.user = Some(user.id);
    plan.keys = vec![format!("#{}", user.id)];
    if verdict == RowVerdict::LeftOut {
        plan.problems = vec![Problem::of_row(FieldCode::Row(RowProblem::InactiveUser))];
    }
    plan
}

/// The user that a line names.
enum Named<'a> {
    None,
    One(&'a NamedUser),
    Several,
}

fn named_by<'a>(line: &MemberImportLine, found: &'a HashMap<String, NamedUser>) -> Named<'a> {
    let among = |texts: &[String]| {
        let users = texts.iter().filter_map(|text| found.get(&login_fold(text)));
        let users: Vec<_> = users.collect();
        match users.as_slice() {
            [] => Named::None,
            [one, others @ ..] if others.iter().all(|other| other.id == one.id) => Named::One(one),
            _ => Named::Several,
        }
    };
    match among(&line.candidates) {
        Named::None => among(&line.fallback),
        named => named,
    }
}

/// Finds users who can be in the group by login or e-mail address. No login is another user's
/// address, so each text names at most one user.
async fn find(
    conn: &impl ConnectionTrait,
    scope: AccessScope,
    group: &group::Model,
    folded: &[String],
) -> Result<HashMap<String, NamedUser>, Error> {
    let mut sql = Sql::new(conn);
    for (place, column) in ["login_folded", "email_folded"].iter().enumerate() {
        let union = if place > 0 { " UNION " } else { "" };
        sql = sql
            .add(
                &format!(
                    "{union}SELECT i.text AS typed, u.id, u.login, u.email, u.first_name, \
                     u.last_name, u.active, {} AS member FROM ",
                    rules::is_member("?", "u.id")
                ),
                [group.id.into()],
            )
            .texts(folded)
            .text(&format!(
                " i JOIN users u ON u.{column} = i.text WHERE TRUE"
            ))
            .users_in_scope("u", scope)
            .users_who_may_join("u", group);
    }
    let found: Vec<NamedUser> = sql.all(conn).await?;
    Ok(found
        .into_iter()
        .map(|user| (user.typed.clone(), user))
        .collect())
}
