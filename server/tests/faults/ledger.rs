//! What the portal acknowledged, as its clients remember it.
use crate::whole::numbers;
use db::Db;
use domain::ids::{GroupId, UnitId, UserId};
use fixtures::running::Portal;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

/// Something that stays true: no client takes it back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// By key or by hand.
    Member(GroupId, UserId),
    Bought(GroupId, UserId),
    Completed(UserId, UnitId),
    /// The session's cookie.
    SignedIn(String),
}

#[derive(Default)]
pub struct Ledger {
    facts: Mutex<BTreeSet<Fact>>,
    /// How many mass actions were acknowledged in each group.
    started: Mutex<BTreeMap<GroupId, i64>>,
    /// Answers that no fault explains.
    strange: Mutex<Vec<String>>,
}

impl Ledger {
    pub fn note(&self, fact: Fact) {
        locked(&self.facts).insert(fact);
    }

    pub fn note_start(&self, group: GroupId) {
        *locked(&self.started).entry(group).or_default() += 1;
    }

    pub fn note_strange(&self, answer: String) {
        locked(&self.strange).push(answer);
    }

    pub fn len(&self) -> usize {
        let started: i64 = locked(&self.started).values().sum();
        locked(&self.facts).len() + usize::try_from(started).unwrap_or_default()
    }

    /// Answers of a server error, or that the work does not expect.
    pub fn strange(&self) -> Vec<String> {
        locked(&self.strange).clone()
    }

    /// What was acknowledged and is not in the portal.
    pub async fn lost(&self, portal: &Portal, db: &Db) -> Vec<String> {
        let there = stored(db).await;
        let facts = locked(&self.facts).clone();
        let mut lost = Vec::new();
        for fact in facts {
            let is_there = match &fact {
                Fact::SignedIn(cookie) => portal.get("/profile", cookie).await.status == 200,
                fact => there.contains(fact),
            };
            if !is_there {
                lost.push(format!("{fact:?}"));
            }
        }
        let started = locked(&self.started).clone();
        for (group, acknowledged) in started {
            let actions = format!("SELECT count(*) FROM mass_actions WHERE group_id = {group}");
            if numbers(db, &actions).await[0][0] < acknowledged {
                lost.push(format!("a mass action in group {group}"));
            }
        }
        lost
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn stored(db: &Db) -> BTreeSet<Fact> {
    let mut there = BTreeSet::new();
    for row in numbers(db, "SELECT group_id, user_id FROM group_members").await {
        there.insert(Fact::Member(GroupId(row[0]), UserId(row[1])));
    }
    for row in numbers(db, "SELECT user_id, unit_id FROM unit_completions").await {
        there.insert(Fact::Completed(UserId(row[0]), UnitId(row[1])));
    }
    for row in numbers(db, "SELECT group_id, buyer_id FROM orders").await {
        there.insert(Fact::Bought(GroupId(row[0]), UserId(row[1])));
    }
    there
}
