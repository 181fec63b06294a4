//! The model: who is a member, and where each course of a group is from.
use super::{GROUPS, LEARNERS, World};
use crate::whole::{numbers, texts};
use db::Db;
use std::collections::BTreeSet;

/// Why a learner has a course.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    #[default]
    None,
    Group,
    Kept,
}

/// One learner in one group, which has two courses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub is_member: bool,
    pub access: [Access; 2],
}

pub type Group = [Place; LEARNERS];

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub groups: [Group; GROUPS],
    pub in_trash: [bool; GROUPS],
    /// What undoing the last mass action leads back to, while nothing else happened in the group.
    pub before: [Option<Group>; GROUPS],
}

/// What the portal's tables say.
#[derive(Debug)]
pub struct Stored {
    groups: [Group; GROUPS],
    in_trash: [bool; GROUPS],
}

impl Stored {
    pub async fn read(db: &Db, world: &World) -> Self {
        let members = numbers(db, "SELECT group_id, user_id FROM group_members").await;
        let members: BTreeSet<_> = members.into_iter().map(|row| (row[0], row[1])).collect();
        let rows = "SELECT source || ' ' || coalesce(group_id, 0) || ' ' || user_id || ' ' || course_id \
                    FROM enrolments";
        let enrolments: BTreeSet<_> = texts(db, rows).await.into_iter().collect();
        let trash = numbers(db, "SELECT id FROM groups WHERE deleted_at IS NOT NULL").await;
        let mut stored = Self {
            groups: Default::default(),
            in_trash: Default::default(),
        };
        for (number, group) in world.groups.iter().enumerate() {
            stored.in_trash[number] = trash.iter().any(|row| row[0] == group.0);
            for (place, learner) in world.learners.iter().enumerate() {
                let user = learner.id;
                let access = world.courses[number].map(|course| {
                    let has =
                        |source| enrolments.contains(&format!("{source} {group} {user} {course}"));
                    match (has("group"), has("kept")) {
                        (true, _) => Access::Group,
                        (false, true) => Access::Kept,
                        (false, false) => Access::None,
                    }
                });
                stored.groups[number][place] = Place {
                    is_member: members.contains(&(group.0, user.0)),
                    access,
                };
            }
        }
        stored
    }

    /// Whether the tables are as the model says; what is in the trash is seen when it comes back.
    pub fn shows(&self, model: &State) -> bool {
        self.in_trash == model.in_trash
            && (0..GROUPS)
                .all(|group| model.in_trash[group] || self.groups[group] == model.groups[group])
    }

    pub fn against(&self, model: &State) -> String {
        format!(
            "stored {self:?}, expected {:?} {:?}",
            model.groups, model.in_trash
        )
    }
}
