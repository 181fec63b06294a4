//! The acts: how they are sent, and what the model says of them.
use super::{
    GROUPS, LEARNERS, Run,
    state::{Access, Place, State},
};
use fastrand::Rng;
use serde_json::{Value, json};

/// A group, and mostly a learner, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Join(usize, usize),
    Leave(usize, usize),
    Add(usize, usize),
    /// Whether access is kept.
    Remove(usize, usize, bool),
    Synchronize(usize, usize),
    Unassign(usize, usize),
    /// Whether it assigns.
    Mass(usize, bool),
    Undo(usize),
    Delete(usize, bool),
    Restore(usize),
}

/// Statuses of an act that is refused: not found, or done before.
const REFUSED: &[u16] = &[404, 409];
const DONE: &[u16] = &[200];

impl Deed {
    pub fn random(random: &mut Rng) -> Self {
        let (group, learner, flag) = (
            random.usize(..GROUPS),
            random.usize(..LEARNERS),
            random.bool(),
        );
        match random.u8(..24) {
            0..=4 => Self::Join(group, learner),
            5..=7 => Self::Leave(group, learner),
            8..=10 => Self::Add(group, learner),
            11..=12 => Self::Remove(group, learner, flag),
            13..=14 => Self::Synchronize(group, learner),
            15..=16 => Self::Unassign(group, learner),
            17..=18 => Self::Mass(group, flag),
            19..=20 => Self::Undo(group),
            21 => Self::Delete(group, flag),
            _ => Self::Restore(group),
        }
    }

    pub const fn group(self) -> usize {
        match self {
            Self::Join(group, _)
            | Self::Leave(group, _)
            | Self::Add(group, _)
            | Self::Remove(group, ..)
            | Self::Synchronize(group, _)
            | Self::Unassign(group, _)
            | Self::Mass(group, _)
            | Self::Undo(group)
            | Self::Delete(group, _)
            | Self::Restore(group) => group,
        }
    }
}

/// The state after the act, and the statuses that say so; `None` where the model knows nothing of it.
pub fn outcome(state: &State, act: Deed) -> Option<(State, &'static [u16])> {
    let group = act.group();
    if state.in_trash[group] != matches!(act, Deed::Restore(_)) {
        return None;
    }
    let mut after = state.clone();
    let places = &mut after.groups[group];
    let mut refused = false;
    match act {
        // Adding a member changes nothing.
        Deed::Add(_, learner) if places[learner].is_member => return Some((state.clone(), DONE)),
        Deed::Join(_, learner) | Deed::Add(_, learner) => {
            refused = places[learner].is_member;
            if !refused {
                places[learner] = Place {
                    is_member: true,
                    access: [Access::Group; 2],
                };
            }
        }
        Deed::Leave(_, learner) | Deed::Remove(_, learner, true) => {
            refused = !end(&mut places[learner], Access::Kept);
        }
        Deed::Remove(_, learner, false) => refused = !end(&mut places[learner], Access::None),
        Deed::Synchronize(_, learner) => refused = !give(&mut places[learner], Access::Group),
        Deed::Unassign(_, learner) => refused = !give(&mut places[learner], Access::None),
        Deed::Mass(_, assigns) => {
            after.before[group] = Some(state.groups[group]);
            let access = if assigns { Access::Group } else { Access::None };
            for place in places {
                give(place, access);
            }
            return Some((after, DONE));
        }
        Deed::Undo(_) => *places = after.before[group]?,
        Deed::Delete(..) => after.in_trash[group] = true,
        Deed::Restore(_) => after.in_trash[group] = false,
    }
    if refused {
        return Some((state.clone(), REFUSED));
    }
    after.before[group] = None;
    Some((after, DONE))
}

fn end(place: &mut Place, access: Access) -> bool {
    let is_member = std::mem::take(&mut place.is_member);
    for has in &mut place.access {
        if is_member && *has == Access::Group {
            *has = access;
        }
    }
    is_member
}

fn give(place: &mut Place, access: Access) -> bool {
    if place.is_member {
        place.access = [access; 2];
    }
    place.is_member
}

impl Run<'_> {
    /// Returns the status of its answer; 0 if there is none.
    pub(super) async fn send(&self, act: Deed) -> u16 {
        let group = self.world.groups[act.group()].to_string();
        let group = ("group", &*group);
        let admin = &*self.world.admin;
        let user = |learner: usize| self.world.learners[learner].id.to_string();
        match act {
            Deed::Join(number, learner) => {
                let key = format!("MODEL-KEY-{number}");
                let session = &self.world.learners[learner].cookie;
                self.act("join_group", &[("key", &key)], session).await
            }
            Deed::Leave(_, learner) => {
                let session = &self.world.learners[learner].cookie;
                self.act("leave_group", &[group], session).await
            }
            Deed::Add(_, learner) => {
                self.act("add_member", &[group, ("user", &user(learner))], admin)
                    .await
            }
            Deed::Remove(_, learner, keeps) => {
                let fields = [group, ("user", &user(learner)), ("policy", policy(keeps))];
                self.act("remove_member", &fields, admin).await
            }
            Deed::Synchronize(_, learner) => {
                let fields = [group, ("user", &user(learner))];
                self.act("synchronize_member", &fields, admin).await
            }
            Deed::Unassign(_, learner) => {
                let fields = [group, ("user", &user(learner))];
                self.act("unassign_member", &fields, admin).await
            }
            Deed::Mass(_, assigns) => {
                let kind = if assigns { "assign" } else { "unassign" };
                let fields = [group, ("kind", kind), ("scope", "\"AllMembers\"")];
                self.act("start_mass_action", &fields, admin).await
            }
            Deed::Undo(number) => self.undo(number).await,
            Deed::Delete(_, keeps) => {
                let fields = [group, ("policy", policy(keeps))];
                self.act("delete_group", &fields, admin).await
            }
            Deed::Restore(_) => self.act("restore_group", &[group], admin).await,
        }
    }

    async fn act(&self, name: &str, fields: &[(&str, &str)], session: &str) -> u16 {
        self.portal
            .act(name, fields, "10.4.0.1", session)
            .await
            .status
    }

    /// Undoes the newest mass action of the group, as its page shows it.
    async fn undo(&self, number: usize) -> u16 {
        let (group, admin) = (self.world.groups[number], &*self.world.admin);
        let list = json!({ "group": group });
        let answer = self.portal.call("list_mass_actions", &list, admin).await;
        if answer.status != 200 {
            return answer.status;
        }
        let actions: Value = serde_json::from_str(&answer.body).unwrap();
        let (group, action) = (group.to_string(), actions[0]["id"].to_string());
        let fields = [("group", &*group), ("action", &*action)];
        self.act("undo_mass_action", &fields, admin).await
    }
}

const fn policy(keeps: bool) -> &'static str {
    if keeps {
        "keep_access"
    } else {
        "withdraw_access"
    }
}
