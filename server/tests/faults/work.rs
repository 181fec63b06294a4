//! Clients that do of everything, note what is acknowledged, and try again what is not answered.
use crate::{
    ledger::{Fact, Ledger},
    world::{Learner, World},
};
use domain::ids::GroupId;
use fixtures::{PASSWORD, running::Portal};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::time::{Duration, sleep};

/// How many work at a time; each has learners of its own.
pub const CLIENTS: usize = 6;
/// Between two attempts at what was not answered.
const PAUSE: Duration = Duration::from_millis(30);

pub struct Client<'a> {
    pub portal: &'a Portal,
    pub world: &'a World,
    pub ledger: &'a Ledger,
    pub stop: &'a AtomicBool,
    /// Which of the clients.
    pub number: usize,
    /// Statuses that the fault of the test explains, and that are tried again.
    pub excused: &'a [u16],
}

impl Client<'_> {
    /// Works until it is told to stop.
    pub async fn work(&self, seed: u64) {
        let mut random = fastrand::Rng::with_seed(seed + self.number as u64);
        let mine = self.world.learners.iter().skip(self.number);
        let mine: Vec<_> = mine.step_by(CLIENTS).collect();
        // How far each kind of act has come: none is done twice.
        let mut done = [0; 5];
        while !self.stop.load(Ordering::Relaxed) {
            let kind = random.usize(..7);
            if let Some(done) = done.get_mut(kind) {
                let at = *done;
                *done += 1;
                let (learner, place) = (at % mine.len(), at / mine.len());
                self.act(kind, mine[learner], place).await;
            } else if self.number < self.world.crowds.len() {
                self.crowd(self.world.crowds[self.number], &mut random)
                    .await;
            }
        }
    }

    async fn act(&self, kind: usize, learner: &Learner, place: usize) {
        let World {
            joinable,
            bundles,
            filled,
            units,
            ..
        } = self.world;
        match kind {
            0 if place < joinable.len() => {
                let (group, key) = &joinable[place];
                let fields = [("key", key.as_str())];
                self.fact("join_group", &fields, learner, &[409], || {
                    Fact::Member(*group, learner.id)
                })
                .await;
            }
            1 if place < bundles.len() => {
                let token = format!("form-of-bundle-{}-of-{}", place, learner.login);
                let item = format!("bundle-{}", bundles[place]);
                let fields = [("item", item.as_str()), ("token", &token)];
                self.fact("place_order", &fields, learner, &[], || {
                    Fact::Bought(bundles[place], learner.id)
                })
                .await;
            }
            2 if place < units.len() => {
                let (course, unit) = (self.world.course.to_string(), units[place].to_string());
                let fields = [
                    ("course", course.as_str()),
                    ("unit", &unit),
                    ("completed", "true"),
                ];
                self.fact("set_unit_completed", &fields, learner, &[], || {
                    Fact::Completed(learner.id, units[place])
                })
                .await;
            }
            3 if place < filled.len() => self.fill(filled[place], learner).await,
            4 => self.sign_in(learner).await,
            _ => {}
        }
    }

    async fn fact(
        &self,
        name: &str,
        fields: &[(&str, &str)],
        learner: &Learner,
        done_before: &[u16],
        fact: impl Fn() -> Fact,
    ) {
        let status = self.until_answered(name, fields, &learner.cookie).await.0;
        self.judge(name, status, done_before, fact);
    }

    async fn fill(&self, group: GroupId, learner: &Learner) {
        let (id, user) = (group.to_string(), learner.id.to_string());
        let fields = [("group", id.as_str()), ("user", &user)];
        let answer = self
            .until_answered("add_member", &fields, &self.world.admin)
            .await;
        self.judge("add_member", answer.0, &[409], || {
            Fact::Member(group, learner.id)
        });
    }

    async fn sign_in(&self, learner: &Learner) {
        let fields = [("login", &*learner.login), ("password", PASSWORD)];
        let (status, cookies) = self.until_answered("sign_in", &fields, "").await;
        self.judge("sign_in", status, &[], || Fact::SignedIn(cookies.clone()));
    }

    /// Starts a mass action, or undoes the last one.
    async fn crowd(&self, group: GroupId, random: &mut fastrand::Rng) {
        let id = group.to_string();
        let list = json!({"group": group});
        let answer = self
            .portal
            .call("list_mass_actions", &list, &self.world.admin)
            .await;
        let actions = serde_json::from_str::<Value>(&answer.body).unwrap_or_default();
        let last = &actions[0];
        if last["state"] == "running" {
            return sleep(PAUSE).await;
        }
        let undone = last["id"].to_string();
        let (name, fields) = if last["undoable"] == true {
            (
                "undo_mass_action",
                vec![("group", &*id), ("action", &undone)],
            )
        } else {
            let kind = ["assign", "unassign"][random.usize(..2)];
            let scope = ("scope", "\"AllMembers\"");
            (
                "start_mass_action",
                vec![("group", &*id), ("kind", kind), scope],
            )
        };
        // Once: what is not answered may have started, and another one would be another.
        let from = self.address();
        let answer = self.portal.act(name, &fields, &from, &self.world.admin);
        match answer.await.status {
            200 => self.ledger.note_start(group),
            0 => sleep(PAUSE).await,
            409 | 404 => {}
            status if self.excused.contains(&status) => sleep(PAUSE).await,
            status => self.ledger.note_strange(format!("{name}: {status}")),
        }
    }

    /// Returns the status and the cookies of the first answer; 0 if there was none until the end.
    async fn until_answered(
        &self,
        name: &str,
        fields: &[(&str, &str)],
        cookies: &str,
    ) -> (u16, String) {
        let from = self.address();
        while !self.stop.load(Ordering::Relaxed) {
            let answer = self.portal.act(name, fields, &from, cookies).await;
            if answer.status != 0 && !self.excused.contains(&answer.status) {
                return (answer.status, answer.cookies());
            }
            sleep(PAUSE).await;
        }
        (0, String::new())
    }

    fn judge(&self, name: &str, status: u16, done_before: &[u16], fact: impl Fn() -> Fact) {
        match status {
            0 => {}
            200 => self.ledger.note(fact()),
            status if done_before.contains(&status) => self.ledger.note(fact()),
            status => self.ledger.note_strange(format!("{name}: {status}")),
        }
    }

    fn address(&self) -> String {
        format!("10.9.0.{}", self.number)
    }
}
