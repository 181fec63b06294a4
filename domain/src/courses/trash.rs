//! Deleted courses: what deleting one ends, the trash, and what is remembered.
use crate::{
    ids::CourseId,
    numbers::{count, thousands},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What deleting a course would end, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseDeletion {
    pub name: String,
    /// Users enrolled for any reason.
    pub learners: i64,
    /// Those of them who have begun it, and have not completed it.
    pub in_progress: i64,
    /// Those of them who have completed it.
    pub completed: i64,
    /// Groups with the course, outside the trash.
    pub groups: i64,
    /// Those of the groups that have a price.
    pub bundles: i64,
    /// Those of the groups that new users join.
    pub default_groups: i64,
    pub branches: i64,
    /// Orders with the course that wait for payment.
    pub waiting_orders: i64,
}

/// A course in the trash, which can be restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrashedCourse {
    pub id: CourseId,
    pub name: String,
    pub deleted_at: Timestamp,
    /// Users who were enrolled for any reason.
    pub learners: i64,
    /// Groups that had it.
    pub groups: i64,
}

/// What restoring a course could not give back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseLosses {
    /// Groups and branches that cannot have it again, by the names they had.
    pub places: Vec<String>,
    /// Enrolments of users who have left the group that gave them.
    pub enrolments: i64,
}

impl CourseLosses {
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty() && self.enrolments == 0
    }
}

/// A course that was deleted after a learner completed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedCourse {
    pub name: String,
    pub completed_at: Timestamp,
}

impl CourseDeletion {
    /// Returns what will happen, a sentence for each thing that there is.
    pub fn sentences(&self) -> Vec<String> {
        let learners = match self.learners {
            0 => "No one is enrolled.".to_owned(),
            learners => format!(
                "{} will lose it: {} in progress, {} completed. Progress is kept, and restoring gives it back.",
                count(learners, "learner"),
                thousands(self.in_progress),
                thousands(self.completed),
            ),
        };
        let mut all = vec![learners];
        if self.groups > 0 {
            all.push(self.of_groups());
        }
        if self.branches > 0 {
            let branches = match self.branches {
                1 => "1 branch".to_owned(),
                branches => format!("{} branches", thousands(branches)),
            };
            all.push(format!("It leaves {branches}."));
        }
        if self.waiting_orders > 0 {
            all.push(format!(
                "{} with it {} for payment. Who pays gets the course only if you restore it.",
                count(self.waiting_orders, "order"),
                if self.waiting_orders == 1 {
                    "waits"
                } else {
                    "wait"
                },
            ));
        }
        all
    }

    fn of_groups(&self) -> String {
        let among = [
            (self.bundles, "sold as bundles"),
            (self.default_groups, "joined by new users"),
        ];
        let among: Vec<String> = among
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{} {what}", thousands(*number)))
            .collect();
        let among = match among.as_slice() {
            [] => String::new(),
            some => format!(" (of these, {})", some.join(", ")),
        };
        format!("It leaves {}{among}.", count(self.groups, "group"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deletion_is_told_in_numbers() {
        let all = CourseDeletion {
            name: "Bread".into(),
            learners: 1_200,
            in_progress: 30,
            completed: 1,
            groups: 3,
            bundles: 1,
            default_groups: 2,
            branches: 2,
            waiting_orders: 1,
        };
        assert_eq!(
            all.sentences(),
            [
                "1,200 learners will lose it: 30 in progress, 1 completed. Progress is kept, and restoring gives it \
                 back.",
                "It leaves 3 groups (of these, 1 sold as bundles, 2 joined by new users).",
                "It leaves 2 branches.",
                "1 order with it waits for payment. Who pays gets the course only if you restore it.",
            ]
        );
        let alone = CourseDeletion::default().sentences();
        assert_eq!(alone, ["No one is enrolled."]);
    }
}
