//! The users whom a list may mean.
use super::said::Said;
use crate::{
    Error, Txn,
    base::sql::Sql,
    imports::planning::{OpenRow, Planner},
};
use domain::{
    ids::{BranchId, UserId, UserTypeId},
    imports::users::line,
    users::UserState,
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct FoundUser {
    pub id: UserId,
    pub login: String,
    pub login_folded: String,
    pub email: String,
    pub email_folded: String,
    pub first_name: String,
    pub last_name: String,
    pub user_type_id: UserTypeId,
    pub active: bool,
    pub state: UserState,
    pub branch_id: Option<BranchId>,
    /// The name of their branch.
    branch: Option<String>,
}

/// Users by their logins and addresses.
pub(super) struct Found {
    users: Vec<FoundUser>,
    by_name: HashMap<String, usize>,
}

impl Found {
    /// Finds the users with these folded texts as a login or an address: two lookups in indexes.
    pub(super) async fn find(conn: &impl ConnectionTrait, texts: &[String]) -> Result<Self, Error> {
        const COLUMNS: &str = "u.id, u.login, u.login_folded, u.email, u.email_folded, \
            u.first_name, u.last_name, u.user_type_id, u.active, u.state, u.branch_id, \
            (SELECT b.name FROM branches b WHERE b.id = u.branch_id) AS branch";
        let users: Vec<FoundUser> = matching(conn, COLUMNS, texts).all(conn).await?;
        let mut by_name = HashMap::with_capacity(users.len() * 2);
        for (place, user) in users.iter().enumerate() {
            by_name.insert(user.login_folded.clone(), place);
            by_name.insert(user.email_folded.clone(), place);
        }
        Ok(Self { users, by_name })
    }

    /// No login is another user's address, so a text names at most one user.
    pub(super) fn named(&self, text: &str) -> Option<&FoundUser> {
        self.users.get(*self.by_name.get(text)?)
    }

    /// The name of the user's branch; empty for the main portal.
    pub(super) fn branch_name<'a>(&self, user: &'a FoundUser) -> &'a str {
        user.branch.as_deref().unwrap_or_default()
    }

    pub(super) fn ids(&self) -> Vec<UserId> {
        self.users.iter().map(|user| user.id).collect()
    }
}

fn matching(conn: &impl ConnectionTrait, columns: &str, texts: &[String]) -> Sql {
    let start = format!("SELECT {columns} FROM ");
    Sql::new(conn)
        .text(&start)
        .texts(texts)
        .text(" i JOIN users u ON u.login_folded = i.text UNION ")
        .text(&start)
        .texts(texts)
        .text(" i JOIN users u ON u.email_folded = i.text")
}

/// Locks the users whom the rows may mean against other changes until the transaction ends, by id.
pub(in crate::imports) async fn lock_found(
    planner: &Planner,
    txn: &Txn,
    rows: &[OpenRow],
) -> Result<(), Error> {
    let texts: Vec<String> = rows
        .iter()
        .flat_map(|row| {
            let line = line(planner.columns(), &row.record);
            Said { row, line }.names()
        })
        .collect();
    let ids: Vec<UserId> = matching(txn, "u.id", &texts).column(txn).await?;
    let rows = Sql::new(txn)
        .text("SELECT id FROM users WHERE id IN ")
        .ids(&ids)
        .text(" ORDER BY id FOR UPDATE");
    if !rows.is_sqlite() {
        rows.execute(txn).await?;
    }
    Ok(())
}
